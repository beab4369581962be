// Where a person writes: text, commands, files, replies, edits, the inline mode.
import * as api from "./api.js";
import { nameOf, oneLine } from "./bubble.js";
import { byId, el } from "./dom.js";
import { replyKeyboard, replyMarkup } from "./keyboard.js";
import { Suggest, commandItem, resultItem } from "./suggest.js";
import { failure } from "./toast.js";

const TALLEST = 220; // px
const INLINE_PAUSE = 250; // ms of no typing before the bot is asked

export class Composer {
  constructor({ store }) {
    Object.assign(this, { store, commands: [], mode: null, drafts: new Map(), queryId: null, folded: false });
    this.field = byId("input");
    this.form = byId("composer");
    this.suggest = new Suggest(byId("suggest"), this.field);
    this.#listen();
    store.on("reset selection", () => this.#open());
    store.on("commands", () => this.#loadCommands());
    store.on("people", () => this.#open());
    store.on("inline", (event) => this.#showResults(event));
    store.on("log", ({ chatId }) => chatId === store.chatId && this.#keyboard());
  }

  #listen() {
    this.field.addEventListener("input", () => this.#typed());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.field.addEventListener("paste", (event) => this.#attach(event.clipboardData.files, event));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    byId("file").addEventListener("change", (event) => {
      this.#attach(event.target.files);
      event.target.value = "";
    });
    byId("attach").addEventListener("click", () => byId("file").click());
    byId("mode-close").addEventListener("click", () => this.setMode(null));
    byId("command-button").addEventListener("click", () => this.#toggleMenu());
    byId("keys-button").addEventListener("click", () => {
      this.folded = !this.folded;
      this.#keyboard();
    });
    const chat = byId("chat");
    chat.addEventListener("dragover", (event) => event.preventDefault());
    chat.addEventListener("drop", (event) => this.#attach(event.dataTransfer.files, event));
  }

  // --- the chat that is written to

  #open() {
    const { store } = this;
    const view = `${store.personId}:${store.chatId}`;
    if (view !== this.view) this.#swapDraft(view);
    const reads = store.chat?.type === "channel" && store.person?.role !== "admin";
    this.form.hidden = reads;
    byId("read-only").hidden = !reads;
    this.#keyboard();
    this.#loadCommands();
  }

  #swapDraft(view) {
    if (this.view) this.drafts.set(this.view, this.field.value);
    this.view = view;
    this.folded = false;
    this.setMode(null);
    this.write(this.drafts.get(view) ?? "", { focus: false });
  }

  async #loadCommands() {
    const { chatId, personId, person } = this.store;
    if (!person) return;
    const query = { chat_id: chatId, user_id: personId, language: person.language_code ?? "" };
    const { commands = [] } = await api.commands(query).catch(() => ({}));
    if (query.chat_id !== this.store.chatId || query.user_id !== this.store.personId) return;
    this.commands = commands;
    byId("command-button").hidden = !commands.length;
  }

  #keyboard() {
    const markup = replyMarkup(this.store.messages());
    const keyboard = markup?.keyboard && !(markup.one_time_keyboard && this.#usedSince(markup.message));
    const root = byId("reply-keyboard");
    byId("keys-button").hidden = !keyboard;
    byId("keys-button").setAttribute("aria-expanded", String(Boolean(keyboard && !this.folded)));
    root.hidden = !keyboard || this.folded;
    root.replaceChildren(...(keyboard ? replyKeyboard(markup, (text) => this.send(text)) : []));
    this.field.placeholder = (markup?.input_field_placeholder && !root.hidden && markup.input_field_placeholder) || "Message";
    if (markup?.force_reply && markup.message !== this.forced && !this.store.isOut(this.store.messages().at(-1))) {
      this.forced = markup.message;
      this.setMode({ kind: "reply", message: markup.message });
    }
  }

  #usedSince(message) {
    return this.store.messages().some((m) => m.message_id > message.message_id && this.store.isOut(m));
  }

  // --- writing

  write(text, { focus = true } = {}) {
    this.field.value = text;
    this.#typed();
    if (focus) this.field.focus();
  }

  /** { kind: "reply" | "edit", message } or null. */
  setMode(mode) {
    const wasEdit = this.mode?.kind === "edit";
    this.mode = mode;
    byId("mode").hidden = !mode;
    if (wasEdit && mode?.kind !== "edit") this.write("", { focus: false });
    if (!mode) return;
    const title = mode.kind === "edit" ? "Edit message" : `Reply to ${nameOf(mode.message)}`;
    byId("mode-title").textContent = title;
    byId("mode-text").dataset.line = oneLine(mode.message);
    if (mode.kind === "edit") this.write(mode.message.text ?? "");
    this.field.focus();
  }

  #typed() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, TALLEST)}px`;
    this.form.classList.toggle("filled", Boolean(this.field.value.trim()));
    const text = this.field.value;
    const slash = text.match(/^\/(\w*)$/);
    const inline = this.#inlineQuery(text);
    clearTimeout(this.timer);
    this.queryId = null;
    if (slash) this.#showCommands(slash[1]);
    else if (inline !== null) this.timer = setTimeout(() => this.#askInline(inline), INLINE_PAUSE);
    else this.suggest.hide();
  }

  #key(event) {
    if (event.isComposing || this.suggest.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && this.mode) this.setMode(null);
    else if (event.key === "ArrowUp" && !this.field.value && !this.mode) this.#editLast(event);
  }

  #editLast(event) {
    const last = this.store.messages().findLast((m) => this.store.isOut(m) && m.text !== undefined);
    if (!last) return;
    event.preventDefault();
    this.setMode({ kind: "edit", message: last });
  }

  // --- sending

  submit() {
    const text = this.field.value.trim();
    if (!text) return;
    const { mode } = this;
    this.mode = null; // an edit that is sent leaves no draft to clear
    byId("mode").hidden = true;
    this.write("");
    if (mode?.kind === "edit") this.#edit(mode.message, text);
    else this.send(text, mode?.message);
  }

  async send(text, reply) {
    const { chatId: chat_id, personId: user_id } = this.store;
    const reply_to_message_id = reply?.message_id;
    await api.send({ chat_id, user_id, text, reply_to_message_id }).catch(failure);
  }

  /** A command as this chat writes it: in a group it says which bot is meant. */
  sendCommand(command) {
    const { chat, bot } = this.store;
    const bare = chat.type === "private" || command.includes("@");
    return this.send(bare ? command : `${command}@${bot.username}`);
  }

  async #edit(message, text) {
    const { chatId: chat_id, personId: user_id } = this.store;
    await api.edit({ chat_id, user_id, message_id: message.message_id, text }).catch(failure);
  }

  async #attach(files, event) {
    if (!files?.length) return;
    event?.preventDefault();
    const { chatId: chat_id, personId: user_id } = this.store;
    const caption = this.field.value.trim();
    this.write("");
    for (const file of files) await api.upload({ chat_id, user_id, caption, file }).catch(failure);
  }

  // --- lists

  #showCommands(prefix) {
    const found = this.commands.filter(({ command }) => command.startsWith(prefix.toLowerCase()));
    const items = found.map((command) => {
      const words = `/${command.command}`;
      const choose = () => {
        this.write("");
        this.sendCommand(words);
      };
      return commandItem(command, choose, () => this.write(`${words} `));
    });
    this.suggest.show("command-menu", "Commands", items);
  }

  #toggleMenu() {
    if (this.suggest.open) this.suggest.hide();
    else this.#showCommands("");
    this.field.focus();
  }

  #inlineQuery(text) {
    const prefix = `@${this.store.bot.username} `.toLowerCase();
    return this.store.bot.username && text.toLowerCase().startsWith(prefix) ? text.slice(prefix.length) : null;
  }

  async #askInline(query) {
    this.early = null;
    const answer = await api.inline({ user_id: this.store.personId, query, offset: "" }).catch(failure);
    this.queryId = answer?.query_id ?? null;
    if (this.early?.query_id === this.queryId) this.#showResults(this.early);
  }

  #showResults(event) {
    if (event.query_id !== this.queryId) {
      this.early = event; // it overtook the response that names its query
      return;
    }
    const items = event.results.map((result) => resultItem(result, () => this.#chooseResult(event.query_id, result)));
    if (event.button) items.unshift(this.#inlineButton(event.button));
    this.suggest.show("inline-results", "Results", items);
  }

  #inlineButton(button) {
    const begin = () => {
      this.write("");
      this.store.emit("start", { payload: button.start_parameter ?? "" });
    };
    return { node: el("span.result-button", {}, button.text), choose: begin };
  }

  async #chooseResult(query_id, result) {
    const { chatId: chat_id, personId: user_id } = this.store;
    this.write("");
    await api.choose({ user_id, chat_id, query_id, result_id: result.id }).catch(failure);
  }
}
