// The log of a chat: kept in step with the store, message by message.
import { byId, el } from "./dom.js";
import { unitNode, serviceWords } from "./bubble.js";
import { paintWaiting } from "./keyboard.js";
import { Scroller } from "./scroll.js";
import { dayName } from "./time.js";

const GROUPED = 600; // s: messages of one sender within this time stand together

/** Albums become one unit; every other message is a unit of its own. */
export function units(messages) {
  const list = [];
  for (const message of messages) {
    const last = list.at(-1);
    const album = message.media_group_id;
    if (album && last?.[0].media_group_id === album) last.push(message);
    else list.push([message]);
  }
  return list;
}

function follows(before, unit) {
  if (!before) return false;
  const [a, b] = [before.at(-1), unit[0]];
  const author = (message) => message.sender_chat?.id ?? message.from?.id;
  return author(a) === author(b) && b.date - a.date < GROUPED && !serviceWords(a) && !serviceWords(b);
}

export class MessageLog {
  constructor({ store, taps, actions, now }) {
    Object.assign(this, { store, taps, actions, now });
    this.root = byId("messages");
    this.drawn = new Map(); // key of a unit → { node, stamp }
    this.scroller = new Scroller(byId("log"), () => store.markSeen());
    store.on("reset selection", () => this.draw());
    store.on("log", ({ chatId }) => chatId === store.chatId && this.draw());
    store.on("taps", () => this.#paintTaps());
    this.root.addEventListener("click", (event) => this.#clicked(event));
    this.root.addEventListener("contextmenu", (event) => this.#rightClicked(event));
    this.root.addEventListener("dblclick", (event) => this.#doubleClicked(event));
  }

  draw() {
    const { store } = this;
    const view = `${store.personId}:${store.chatId}`;
    const fresh = view !== this.view;
    if (fresh) this.#open(view);
    const list = units(store.messages());
    const arrived = list.filter((unit) => !this.drawn.has(this.#key(unit)) && !store.isOut(unit[0])).length;
    const mine = list.length > 0 && store.isOut(list.at(-1)[0]) && !this.drawn.has(this.#key(list.at(-1)));
    this.scroller.around(() => this.#reconcile(list), { jump: fresh || mine, arrived: fresh ? 0 : arrived });
  }

  #open(view) {
    this.view = view;
    this.drawn.clear();
    this.root.replaceChildren();
    const { chat, person } = this.store;
    this.root.lang = chat?.type === "private" ? person?.language_code ?? "" : "";
  }

  #key(unit) {
    return unit[0].message_id;
  }

  #reconcile(list) {
    const nodes = [];
    let day = "";
    list.forEach((unit, index) => {
      const name = dayName(unit[0].date, this.now());
      if (name !== day) nodes.push(this.#separator(name));
      const joined = name === day && follows(list[index - 1], unit);
      day = name;
      const node = this.#node(unit, joined);
      node.classList.toggle("joined", joined);
      node.classList.toggle("tail", !follows(unit, list[index + 1] ?? [{}]));
      nodes.push(node);
    });
    this.#forget(list);
    this.#place(nodes);
  }

  /** Only what moved is touched: a screen reader then speaks only of what is new. */
  #place(nodes) {
    const wanted = new Set(nodes);
    for (const node of [...this.root.children]) if (!wanted.has(node)) node.remove();
    nodes.forEach((node, index) => {
      if (this.root.children[index] !== node) this.root.insertBefore(node, this.root.children[index] ?? null);
    });
  }

  #forget(list) {
    const keys = new Set(list.map((unit) => this.#key(unit)));
    for (const key of this.drawn.keys()) if (typeof key === "number" && !keys.has(key)) this.drawn.delete(key);
  }

  #separator(name) {
    const key = `day ${name}`;
    if (!this.drawn.has(key)) this.drawn.set(key, { node: el("div.day", {}, el("span", {}, name)) });
    return this.drawn.get(key).node;
  }

  #node(unit, joined) {
    const stamp = JSON.stringify([unit, joined]);
    const known = this.drawn.get(this.#key(unit));
    if (known?.stamp === stamp) return known.node;
    const { store, taps, actions } = this;
    const group = store.chat.type === "group" || store.chat.type === "supergroup";
    const language = store.person?.language_code;
    const context = { out: store.isOut(unit[0]), named: group, now: this.now(), language, taps, actions };
    const node = unitNode(unit, context);
    if (known) this.#swap(known.node, node);
    this.drawn.set(this.#key(unit), { node, stamp, message: unit[0] });
    return node;
  }

  /** An edited message takes its old place; focus on one of its buttons stays on that place. */
  #swap(old, node) {
    const buttons = [...old.querySelectorAll("button, a")];
    const focused = buttons.indexOf(document.activeElement);
    node.classList.add("settled");
    old.replaceWith(node);
    if (focused < 0) return;
    const now = [...node.querySelectorAll("button, a")];
    now[Math.min(focused, now.length - 1)]?.focus({ preventScroll: true });
  }

  #paintTaps() {
    for (const { node, message } of this.drawn.values()) if (message) paintWaiting(node, message, this.taps);
  }

  #clicked(event) {
    const hit = (name) => event.target.closest(`[data-${name}]`)?.dataset[name];
    const anchor = event.target.closest("a[href]");
    if (hit("command")) this.actions.command(hit("command"));
    else if (hit("mention")) this.actions.mention(hit("mention"));
    else if (hit("goto")) this.goTo(Number(hit("goto")));
    else if (hit("more")) this.actions.menu(this.#message(hit("more")), event.target.closest("button"));
    else if (anchor && this.actions.isDeepLink(anchor.href)) {
      event.preventDefault();
      this.actions.open(anchor.href);
    }
  }

  /** The menu of a message; the browser's own stays for links and for selected text. */
  #rightClicked(event) {
    const more = event.target.closest("article")?.querySelector("[data-more]");
    if (!more || event.target.closest("a") || String(getSelection())) return;
    event.preventDefault();
    this.actions.menu(this.#message(more.dataset.more), more);
  }

  #doubleClicked(event) {
    const id = event.target.closest("article")?.dataset.messageId;
    if (id && !event.target.closest("button, a")) this.actions.reply(this.#message(id));
  }

  #message(id) {
    return this.store.chat.byId.get(Number(id));
  }

  goTo(messageId) {
    const node = this.drawn.get(messageId)?.node;
    if (!node) return;
    node.scrollIntoView({ block: "center" });
    node.classList.remove("flash");
    requestAnimationFrame(() => node.classList.add("flash"));
  }
}
