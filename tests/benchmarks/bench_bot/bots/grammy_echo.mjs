// grammY with its runner: every message is answered with the same 1 KB.
import { Bot } from "grammy";
import { run } from "@grammyjs/runner";

const text = "x".repeat(1000);
const bot = new Bot("1:x", { client: { apiRoot: process.argv[2] } });
bot.on("message", (context) => context.reply(text));
run(bot);
