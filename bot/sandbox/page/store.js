// What the page knows. Events from the server change it; the views listen and draw.

const TRAFFIC_KEPT = 400;

const reducers = {
  state(store, event) {
    const fresh = store.chats.size === 0;
    Object.assign(store, { bot: event.bot, users: event.users, faults: event.faults ?? [] });
    store.limiter = Boolean(event.limiter);
    store.traffic = (event.traffic ?? []).slice().sort((a, b) => a.n - b.n);
    store.chats = new Map(event.chats.map((chat) => [chat.id, withMessages(chat)]));
    for (const chat of store.chats.values()) store.startCounting(chat, fresh);
    store.emit("reset");
  },
  message(store, { chat_id, message }) {
    const chat = store.chats.get(chat_id);
    if (!chat) return;
    chat.byId.set(message.message_id, withReactions(chat.byId, message));
    if (message.from?.id === store.bot.id) store.setAction(chat_id, null);
    store.emit("log", { chatId: chat_id });
  },
  deleted(store, { chat_id, message_ids }) {
    for (const id of message_ids) store.chats.get(chat_id)?.byId.delete(id);
    store.emit("log", { chatId: chat_id });
  },
  reaction(store, { chat_id, message_id, reactions }) {
    const chat = store.chats.get(chat_id);
    const message = chat?.byId.get(message_id);
    if (message) chat.byId.set(message_id, { ...message, reactions });
    store.emit("log", { chatId: chat_id });
  },
  chat(store, { chat }) {
    const known = store.chats.get(chat.id);
    const byId = new Map(known?.byId);
    for (const message of chat.messages ?? []) byId.set(message.message_id, withReactions(byId, message));
    store.chats.set(chat.id, { ...known, ...chat, byId });
    store.emit("log", { chatId: chat.id });
  },
  gone(store, { chat_id }) {
    store.chats.delete(chat_id);
    if (store.chatId === chat_id) store.choose(store.personId);
    store.emit("log", { chatId: chat_id });
  },
  user(store, { user }) {
    const others = store.users.filter((known) => known.id !== user.id);
    store.users = [...others, user].sort((a, b) => a.id - b.id);
    store.emit("people");
  },
  users(store, { users }) {
    store.users = users;
    store.emit("people");
  },
  action: (store, { chat_id, action }) => store.setAction(chat_id, action),
  bot(store, { bot }) {
    store.bot = { ...store.bot, ...bot };
    store.emit("bot");
  },
  faults(store, { faults, limiter }) {
    Object.assign(store, { faults, limiter });
    store.emit("faults");
  },
  traffic(store, { entry }) {
    store.traffic.push(entry);
    if (store.traffic.length > TRAFFIC_KEPT) store.traffic.shift();
    store.emit("traffic");
  },
  commands: (store) => store.emit("commands"),
  answer: (store, event) => store.emit("answer", event),
  inline: (store, event) => store.emit("inline", event),
};

function withMessages(chat) {
  return { ...chat, byId: new Map((chat.messages ?? []).map((message) => [message.message_id, message])) };
}

/** Reactions come as events of their own: a message that comes again keeps those it had. */
function withReactions(byId, message) {
  const { reactions } = byId.get(message.message_id) ?? {};
  return reactions ? { reactions, ...message } : message;
}

function newest(chat) {
  return Math.max(0, ...chat.byId.keys());
}

export class Store extends EventTarget {
  bot = { first_name: "" };
  users = [];
  chats = new Map();
  faults = [];
  limiter = false;
  traffic = [];
  actions = new Map(); // chat id → "typing", "upload_photo", …
  seen = new Map(); // chat id, or "group:person" → newest message that was on the screen
  online = false;
  personId = null;
  chatId = null;

  on(names, listener) {
    for (const name of names.split(" ")) this.addEventListener(name, (event) => listener(event.detail));
  }

  emit(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** Take one event of the server; kinds that this page does not know are left alone. */
  apply(event) {
    reducers[event.type]?.(this, event);
  }

  setOnline(online) {
    this.online = online;
    this.emit("online");
  }

  setAction(chatId, action) {
    if (action) this.actions.set(chatId, action);
    else this.actions.delete(chatId);
    this.emit("action", { chatId });
  }

  get person() {
    return this.users.find((user) => user.id === this.personId);
  }

  get chat() {
    return this.chats.get(this.chatId);
  }

  /** Messages of a chat, oldest first. */
  messages(chat = this.chat) {
    return chat ? [...chat.byId.values()].sort((a, b) => a.message_id - b.message_id) : [];
  }

  last(chat) {
    return chat.byId.get(newest(chat));
  }

  /** The chats a person may look into: the own private one, and what is shared. */
  visible(personId = this.personId) {
    const mine = [...this.chats.values()].filter((chat) => chat.type !== "private" || chat.id === personId);
    return mine.sort((a, b) => (b.type === "private") - (a.type === "private"));
  }

  /** Be a person and look into a chat; one that this person cannot see becomes the private one. */
  choose(personId, chatId = personId) {
    const person = this.users.find((user) => user.id === personId) ?? this.users[0];
    if (!person) return;
    this.personId = person.id;
    this.chatId = this.visible().some((chat) => chat.id === chatId) ? chatId : person.id;
    this.emit("selection");
  }

  #mark(chat, personId) {
    return chat.type === "private" ? chat.id : `${chat.id}:${personId}`;
  }

  /** What is there at first has been seen; a sandbox that was started anew counts from its own start. */
  startCounting(chat, fresh) {
    if (fresh) this.seen.set(chat.id, newest(chat));
    for (const [mark, seen] of this.seen) {
      if (String(mark).split(":")[0] === String(chat.id) && seen > newest(chat)) this.seen.set(mark, newest(chat));
    }
  }

  markSeen(chat = this.chat) {
    if (!chat || this.unread(chat) === 0) return;
    this.seen.set(this.#mark(chat, this.personId), newest(chat));
    this.emit("seen");
  }

  unread(chat, personId = this.personId) {
    const seen = this.seen.get(this.#mark(chat, personId)) ?? this.seen.get(chat.id) ?? 0;
    return this.messages(chat).filter((m) => m.message_id > seen && m.from?.id !== personId).length;
  }

  isOut(message) {
    return message.from?.id === this.personId;
  }

  title(chat) {
    return chat.type === "private" ? this.bot.first_name : chat.title ?? String(chat.id);
  }
}
