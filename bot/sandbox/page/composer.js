// Where a person writes: text, commands, files, replies, edits, the inline mode.
import * as api from "./api.js";
import { nameOf, oneLine } from "./bubble.js";
import { byId, el } from "./dom.js";
import { InlineMode } from "./inline.js";
import { replyKeyboard, replyMarkup } from "./keyboard.js";
import { barrier } from "./membership.js";
import { Suggest, commandItem } from "./suggest.js";
import { failure } from "./toast.js";

const TALLEST = 220; // px
const LARGEST_ALBUM = 10;

/** The number of a new album; none for a single file, or where pictures and files are mixed. */
function albumOf(files) {
  const pictures = files.filter(({ type }) => type.startsWith("image/")).length;
  const alike = pictures === 0 || pictures === files.length;
  return files.length > 1 && files.length <= LARGEST_ALBUM && alike ? Date.now() : undefined;
}

export class Composer {
  constructor({ store }) {
    Object.assign(this, { store, commands: [], mode: null, drafts: new Map(), folded: false });
    this.field = byId("input");
    this.form = byId("composer");
    this.suggest = new Suggest(byId("suggest"), this.field);
    this.inline = new InlineMode({ store, suggest: this.suggest, clear: () => this.write("") });
    this.#listen();
    store.on("reset selection", () => this.#open());
    store.on("commands", () => this.#loadCommands());
    store.on("people", () => this.#open());
    store.on("log", ({ chatId }) => chatId === store.chatId && this.#changed());
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
    this.#bar();
    this.#keyboard();
    this.#loadCommands();
  }

  #bar() {
    const bar = barrier(this.store);
    this.form.hidden = Boolean(bar);
    byId("barrier").hidden = !bar;
    if (!bar) return;
    const button = bar.act && el("button.quiet", { type: "button", onclick: bar.act }, bar.label);
    byId("barrier").replaceChildren(el("span", {}, bar.words), ...(button ? [button] : []));
  }

  #changed() {
    this.#bar();
    this.#keyboard();
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
    root.replaceChildren(...(keyboard ? replyKeyboard(markup, (text) => this.send(text).catch(failure)) : []));
    this.field.placeholder = markup?.input_field_placeholder || "Message";
    this.#forceReply(markup);
  }

  #forceReply(markup) {
    const last = this.store.messages().at(-1);
    if (!markup?.force_reply || markup.message.message_id === this.forced || this.store.isOut(last)) return;
    this.forced = markup.message.message_id;
    this.setMode({ kind: "reply", message: markup.message });
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
    const asks = this.inline.typed(text);
    if (slash) this.#showCommands(slash[1]);
    else if (!asks) this.suggest.hide();
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
    const sent = mode?.kind === "edit" ? this.#edit(mode.message, text) : this.send(text, mode?.message);
    sent.catch((error) => this.#refused(error, text));
  }

  /** What could not be sent is not lost: it stands in the field again. */
  #refused(error, text) {
    failure(error);
    if (!this.field.value) this.write(text);
  }

  send(text, reply) {
    const { chatId: chat_id, personId: user_id } = this.store;
    return api.send({ chat_id, user_id, text, reply_to_message_id: reply?.message_id });
  }

  /** A command as this chat writes it: in a group it says which bot is meant. */
  sendCommand(command) {
    const { chat, bot } = this.store;
    const bare = chat.type === "private" || command.includes("@");
    return this.send(bare ? command : `${command}@${bot.username}`).catch(failure);
  }

  #edit(message, text) {
    const { chatId: chat_id, personId: user_id } = this.store;
    return api.edit({ chat_id, user_id, message_id: message.message_id, text });
  }

  /** The text in the field becomes the caption; of several files the first one bears it. */
  async #attach(chosen, event) {
    if (!chosen?.length) return;
    event?.preventDefault();
    const files = [...chosen];
    const { chatId: chat_id, personId: user_id } = this.store;
    const reply_to_message_id = this.mode?.kind === "reply" ? this.mode.message.message_id : undefined;
    const common = { chat_id, user_id, album: albumOf(files), reply_to_message_id };
    let caption = this.field.value.trim();
    this.setMode(null);
    this.write("");
    for (const file of files) {
      await api.upload({ ...common, caption, file }).catch(failure);
      caption = "";
    }
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
}
