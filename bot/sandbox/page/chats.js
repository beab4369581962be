// The list of chats, and the header of the one that is open.
import { nameOf, oneLine } from "./bubble.js";
import { avatar, botAvatar, byId, el, icon } from "./dom.js";
import { clock } from "./time.js";

const ACTIONS = {
  typing: "typing…",
  upload_photo: "sending a photo…",
  upload_document: "sending a file…",
  choose_sticker: "choosing a sticker…",
  find_location: "finding a place…",
};
const ACTION_LIFE = 5000; // ms: Telegram shows an action for five seconds

export class Chats {
  constructor({ store, actions }) {
    Object.assign(this, { store, actions, timers: new Map(), pinnedAt: -1 });
    this.list = byId("chat-list");
    store.on("reset selection log bot action seen people", () => this.drawList());
    store.on("reset selection log bot action online people", () => this.drawHead());
    store.on("reset selection log", () => this.drawPinned());
    store.on("action", ({ chatId }) => this.#expire(chatId));
    byId("pinned").addEventListener("click", () => this.#nextPinned());
  }

  #expire(chatId) {
    clearTimeout(this.timers.get(chatId));
    if (!this.store.actions.has(chatId)) return;
    this.timers.set(chatId, setTimeout(() => this.store.setAction(chatId, null), ACTION_LIFE));
  }

  #acting(chat) {
    const action = this.store.actions.get(chat.id);
    return action && (ACTIONS[action] ?? "working…");
  }

  // --- the list

  drawList() {
    const focused = document.activeElement?.dataset?.chatId;
    this.list.replaceChildren(...this.store.visible().map((chat) => el("li", {}, this.#item(chat))));
    if (focused) this.list.querySelector(`[data-chat-id="${focused}"]`)?.focus();
  }

  #item(chat) {
    const { store } = this;
    const last = store.last(chat);
    const unread = store.unread(chat);
    const title = store.title(chat);
    const line = this.#line(chat, last);
    const name = [title, { private: "bot", channel: "channel" }[chat.type] ?? "group", unread && `${unread} unread`];
    const attributes = {
      type: "button",
      "data-chat-id": chat.id,
      "data-acting": Boolean(this.#acting(chat)),
      "aria-current": chat.id === store.chatId ? "true" : null,
      "aria-label": name.filter(Boolean).join(", "),
      "aria-description": line,
      onclick: () => this.actions.openChat(chat.id),
    };
    return el(
      "button.chat-item",
      attributes,
      this.#picture(chat),
      el("span.chat-words", {}, this.#titleRow(chat, title, last), this.#lineRow(line, unread)),
    );
  }

  #picture(chat) {
    return chat.type === "private" ? botAvatar() : avatar(chat.id, this.store.title(chat));
  }

  #titleRow(chat, title, last) {
    const mark = { channel: "channel", group: "people", supergroup: "people" }[chat.type];
    const time = el("span.chat-time", {}, last ? clock(last.date) : "");
    return el("span.chat-row", {}, el("span.chat-title", {}, mark && icon(mark), title), time);
  }

  /** The words stand in an attribute: a search in the page finds a message only where it is. */
  #lineRow(line, unread) {
    const badge = unread ? el("span.badge", {}, unread > 99 ? "99+" : String(unread)) : null;
    return el("span.chat-row", {}, el("span.chat-line", { "data-line": line }), badge);
  }

  #line(chat, last) {
    const acting = this.#acting(chat);
    if (acting) return acting;
    if (!last) return chat.type === "private" ? "Press Start to begin" : "Nothing here yet";
    const who = this.store.isOut(last) ? "You" : nameOf(last).split(" ")[0];
    const named = this.store.isOut(last) || (chat.type !== "private" && chat.type !== "channel");
    return `${named ? `${who}: ` : ""}${oneLine(last)}`.slice(0, 120);
  }

  // --- the header

  drawHead() {
    const { store } = this;
    const { chat } = store;
    if (!chat) return;
    const title = store.title(chat);
    byId("title").textContent = title;
    byId("title-avatar").replaceChildren(this.#picture(chat));
    const [words, state] = this.#status(chat);
    if (byId("status").textContent !== words) byId("status").textContent = words;
    byId("status").dataset.state = state;
    document.title = `${title} · Gazette sandbox`;
    this.#drawIntro(chat);
  }

  #status(chat) {
    const { store } = this;
    if (!store.online) return ["connecting…", "waiting"];
    if (this.#acting(chat)) return [this.#acting(chat), "acting"];
    if (chat.type !== "private") return [members(chat), "quiet"];
    if (store.bot.connected === false) return ["the bot is not running", "waiting"];
    return [["bot", store.bot.short_description].filter(Boolean).join(" · "), "quiet"];
  }

  #drawIntro(chat) {
    const empty = chat.byId.size === 0;
    const mine = chat.type === "private";
    byId("intro").hidden = !empty;
    byId("start").hidden = !mine;
    byId("intro-title").textContent = mine ? "What can this bot do?" : this.store.title(chat);
    byId("intro-text").textContent = mine ? this.store.bot.description || "Press Start and see." : "No messages yet.";
  }

  // --- what is pinned

  #pinnedIds() {
    const { chat } = this.store;
    return (chat?.pinned ?? []).filter((id) => chat.byId.has(id)).sort((a, b) => b - a);
  }

  drawPinned() {
    const ids = this.#pinnedIds();
    byId("pinned").hidden = !ids.length;
    if (!ids.length) return;
    const message = this.store.chat.byId.get(ids[Math.max(0, this.pinnedAt) % ids.length]);
    byId("pinned-text").dataset.line = oneLine(message);
    byId("pinned").setAttribute("aria-label", `Pinned message: ${oneLine(message).slice(0, 80)}`);
  }

  #nextPinned() {
    const ids = this.#pinnedIds();
    this.pinnedAt = (this.pinnedAt + 1) % ids.length;
    this.actions.goTo(ids[this.pinnedAt]);
    this.drawPinned();
  }
}

function members(chat) {
  const count = (chat.members?.length ?? 0) + (chat.bot_member && chat.type !== "channel" ? 1 : 0);
  const people = chat.type === "channel" ? "subscriber" : "member";
  return `${count} ${people}${count === 1 ? "" : "s"}`;
}
