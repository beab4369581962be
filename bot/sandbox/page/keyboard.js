// Keyboards under messages, and the wait for the bot's answer to a tap.
import * as api from "./api.js";
import { el, icon } from "./dom.js";
import { link } from "./entities.js";
import { toast, showAlert, failure } from "./toast.js";

const PATIENCE = 15000; // ms: Telegram stops its spinner after about as long
const EARLY_KEPT = 50; // other people's answers come here too, on their own pages' account

/** Taps that wait for answerCallbackQuery. The answer may come before the tap's own response. */
export class Taps {
  constructor(store) {
    this.store = store;
    this.waiting = new Map(); // key of the button → query id, "" until it is known
    this.early = new Map(); // query id → answer that came first
    store.on("answer", (answer) => this.#answered(answer));
  }

  static key(message, data) {
    return `${message.chat.id}:${message.message_id}:${data}`;
  }

  isWaiting(message, data) {
    return this.waiting.has(Taps.key(message, data));
  }

  async tap(message, data) {
    const key = Taps.key(message, data);
    if (this.waiting.has(key)) return;
    this.#set(key, "");
    const { personId } = this.store;
    const body = { chat_id: message.chat.id, user_id: personId, message_id: message.message_id, data };
    try {
      const { query_id } = await api.tap(body);
      this.#set(key, query_id);
      if (this.early.has(query_id)) this.#answered(this.early.get(query_id));
      setTimeout(() => this.waiting.get(key) === query_id && this.#done(key), PATIENCE);
    } catch (error) {
      this.#done(key);
      failure(error);
    }
  }

  #set(key, queryId) {
    this.waiting.set(key, queryId);
    this.store.emit("taps");
  }

  #done(key) {
    this.waiting.delete(key);
    this.store.emit("taps");
  }

  #answered(answer) {
    const found = [...this.waiting].find(([, queryId]) => queryId === answer.query_id);
    if (!found) {
      this.early.set(answer.query_id, answer);
      if (this.early.size > EARLY_KEPT) this.early.delete(this.early.keys().next().value);
      return;
    }
    this.early.delete(answer.query_id);
    this.#done(found[0]);
    if (answer.text && answer.show_alert) showAlert(answer.text);
    else if (answer.text) toast(answer.text);
    if (answer.url) this.store.emit("open", { url: answer.url });
  }
}

/** Mark the buttons of a message that wait; focus stays where it is. */
export function paintWaiting(node, message, taps) {
  for (const button of node.querySelectorAll("[data-callback]")) {
    const waiting = taps.isWaiting(message, button.dataset.callback);
    button.setAttribute("aria-busy", String(waiting));
    button.setAttribute("aria-disabled", String(waiting));
  }
}

function copyButton(button) {
  return async () => {
    await navigator.clipboard.writeText(button.copy_text.text).catch(() => {});
    toast("Copied");
  };
}

/** What a button does, as [icon, attributes]; the first field that it carries decides. */
function behaviour(button, message, taps, actions) {
  if (button.callback_data !== undefined) {
    const tap = () => taps.tap(message, button.callback_data);
    return [null, { "data-callback": button.callback_data, onclick: tap }];
  }
  if (button.url) return ["link", { onclick: () => actions.open(button.url), title: button.url }];
  if (button.copy_text) return ["copy", { onclick: copyButton(button) }];
  if (button.switch_inline_query_current_chat !== undefined) {
    return ["share", { onclick: () => actions.inlineHere(button.switch_inline_query_current_chat) }];
  }
  const elsewhere = button.switch_inline_query ?? button.switch_inline_query_chosen_chat?.query;
  if (elsewhere !== undefined) return ["share", { onclick: () => actions.inlineElsewhere(elsewhere) }];
  return [null, { onclick: () => toast("The sandbox does not play this kind of button.") }];
}

function inlineButton(button, message, taps, actions) {
  const [picture, attributes] = behaviour(button, message, taps, actions);
  const label = el("span.label", { dir: "auto", title: button.text }, button.text);
  const common = { type: "button", "data-testid": "inline-button", "data-style": button.style ?? null };
  return el("button.inline-button", { ...common, ...attributes }, label, picture && icon(picture));
}

export function inlineKeyboard(message, taps, actions) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  const keyboard = rows.map((row) =>
    el("div.keyboard-row", {}, row.map((button) => inlineButton(button, message, taps, actions))),
  );
  const node = el("div.keyboard", { role: "group", "aria-label": "Buttons of this message" }, keyboard);
  paintWaiting(node, message, taps);
  return node;
}

/** The keyboard that replaces the letters: the newest one that the bot sent and did not remove. */
export function replyMarkup(messages) {
  const newest = messages.findLast(({ reply_markup: m }) => m && (m.keyboard || m.remove_keyboard || m.force_reply));
  return newest && { message: newest, ...newest.reply_markup };
}

export function replyKeyboard(markup, onPress) {
  const button = (key) => {
    const text = key.text ?? key;
    return el("button.reply-button", { type: "button", onclick: () => onPress(text) }, text);
  };
  return markup.keyboard.map((row) => el("div.keyboard-row", {}, row.map(button)));
}

/** Open a link as Telegram would: the bot's own deep links start it, others go to a new tab. */
export function opener(onDeepLink, botName) {
  return (url) => {
    const payload = deepLink(url, botName());
    if (payload !== null) onDeepLink(payload);
    else link(url).click();
  };
}

/** The payload of t.me/<bot>?start=x or tg://resolve?domain=<bot>&start=x, else null. */
export function deepLink(url, botName = "") {
  const match = url.match(/^(?:(?:https?:)?\/\/)?(?:t\.me|telegram\.me)\/(\w+)\/?(?:\?(.*))?$/i);
  const tg = url.match(/^tg:(?:\/\/)?resolve\?(.*)$/i);
  const query = new URLSearchParams((tg ? tg[1] : match?.[2]) ?? "");
  const name = tg ? query.get("domain") : match?.[1];
  if (!name || !botName || name.toLowerCase() !== botName.toLowerCase()) return null;
  return query.get("start") ?? "";
}
