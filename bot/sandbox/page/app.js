// The one place where the page is wired together.
import * as api from "./api.js";
import { Chats } from "./chats.js";
import { Composer } from "./composer.js";
import { byId, hydrateIcons } from "./dom.js";
import { deepLink, opener, Taps } from "./keyboard.js";
import { chatMenu } from "./membership.js";
import { openMenu } from "./menu.js";
import { MessageLog } from "./messages.js";
import { Panel } from "./panel.js";
import { People } from "./people.js";
import { listen } from "./socket.js";
import { Store } from "./store.js";
import { startTheme } from "./theme.js";
import { ask, failure, toast } from "./toast.js";

const store = new Store();
const now = () => Date.now() / 1000;
const app = byId("app");

async function start(payload = "") {
  store.choose(store.personId);
  app.dataset.view = "chat";
  if (matchMedia("(hover: hover)").matches) byId("input").focus();
  await api.start({ user_id: store.personId, payload }).catch(failure);
}

const open = opener(start, () => store.bot.username);

async function pickChat(title) {
  const choices = store.visible().map((chat) => ({ value: String(chat.id), label: store.title(chat) }));
  return Number(await ask(title, choices));
}

async function forward(message) {
  const chat_id = await pickChat("Forward to…");
  if (!chat_id) return;
  const origin = { from_chat_id: message.chat.id, message_id: message.message_id };
  await api.forward({ chat_id, user_id: store.personId, ...origin }).catch(failure);
}

const actions = {
  open,
  isDeepLink: (url) => deepLink(url, store.bot.username) !== null,
  command: (text) => composer.sendCommand(text),
  mention: (text) => composer.write(`${text} `),
  inlineHere: (query) => composer.write(`@${store.bot.username} ${query}`),
  async inlineElsewhere(query) {
    const chatId = await pickChat("Share to…");
    if (!chatId) return;
    actions.openChat(chatId);
    actions.inlineHere(query);
  },
  reply: (message) => composer.setMode({ kind: "reply", message }),
  goTo: (messageId) => log.goTo(messageId),
  openChat(chatId) {
    app.dataset.view = "chat";
    store.choose(store.personId, chatId);
  },
  menu(message, anchor) {
    const text = message.text ?? message.caption;
    const mine = store.isOut(message);
    const ids = { chat_id: store.chatId, message_ids: [message.message_id] };
    const copy = () => navigator.clipboard.writeText(text).then(() => toast("Copied"), failure);
    openMenu(anchor, "Message", [
      { label: "Reply", icon: "reply", act: () => actions.reply(message) },
      ...(text ? [{ label: "Copy text", icon: "copy", act: copy }] : []),
      ...(mine && message.text ? [{ label: "Edit", icon: "pencil", act: () => edit(message) }] : []),
      { label: "Forward", icon: "share", act: () => forward(message) },
      { label: "Delete", icon: "trash", act: () => api.remove(ids).catch(failure) },
    ]);
  },
};

function edit(message) {
  composer.setMode({ kind: "edit", message });
}

/** The address keeps the person and the chat, so that a reload comes back to them. */
function remember() {
  const address = new URL(location.href);
  address.searchParams.set("user", store.personId);
  address.searchParams.set("chat", store.chatId);
  history.replaceState(null, "", address);
}

/** Take the person and chat from the address once; later states keep what was chosen. */
function settle() {
  const query = new URLSearchParams(location.search);
  const wanted = [Number(query.get("user")), Number(query.get("chat"))];
  const [user, chat] = store.personId ? [store.personId, store.chatId] : wanted;
  store.choose(user, chat || user);
  app.dataset.ready = "";
}

// A letter typed while nothing has the focus belongs into the message field.
function catchTyping(event) {
  if (document.activeElement !== document.body || event.key.length !== 1) return;
  if (!event.ctrlKey && !event.metaKey && !event.altKey && event.key !== " ") byId("input").focus();
}

hydrateIcons();
startTheme(byId("theme-toggle"));
// Before any view listens: every view then draws with a person and a chat chosen.
store.on("reset", settle);
const composer = new Composer({ store });
const taps = new Taps(store);
const log = new MessageLog({ store, taps, actions, now });
new Chats({ store, actions });
new People(store);
new Panel(store);
store.on("selection", remember);
store.on("open", ({ url }) => open(url));
store.on("start", ({ payload }) => start(payload));
byId("start").addEventListener("click", () => start());
byId("chat-menu").addEventListener("click", (event) => openMenu(event.currentTarget, "Chat", chatMenu(store)));
byId("back").addEventListener("click", () => {
  app.dataset.view = "list";
  byId("chat-list").querySelector("[aria-current]")?.focus();
});
document.addEventListener("keydown", catchTyping);
listen("/sandbox/ws", (event) => store.apply(event), (online) => store.setOnline(online));
