// Who may write where, and the menu of a chat: blocking, leaving, clearing.
import * as api from "./api.js";
import { failure } from "./toast.js";

/** In a private chat the status is the bot's, and the person is who sets it. */
function setStatus(store, user_id, status) {
  return api.member({ chat_id: store.chatId, user_id, status }).catch(failure);
}

/** Why the person cannot write here, as { words, label, act }; null if nothing is in the way. */
export function barrier(store) {
  const { chat, person } = store;
  if (!chat || !person) return null;
  if (chat.type === "private") {
    const unblock = () => setStatus(store, person.id, "member");
    return chat.bot_member === false ? { words: "You blocked the bot.", label: "Unblock", act: unblock } : null;
  }
  if (!chat.members?.includes(person.id)) {
    const join = () => setStatus(store, person.id, "member");
    return { words: "You are not in this chat.", label: "Join", act: join };
  }
  const reads = chat.type === "channel" && person.role !== "admin";
  return reads ? { words: "Only admins can post here: the person switch makes you one." } : null;
}

async function clearHistory(store) {
  const message_ids = [...store.chat.byId.keys()];
  if (message_ids.length) await api.remove({ chat_id: store.chatId, message_ids }).catch(failure);
}

/** Any place on earth: nobody's own is asked for. */
function sendLocation(store) {
  const place = prompt("Latitude, longitude", "53.9, 27.56");
  const { chatId: chat_id, personId: user_id } = store;
  if (place) api.sendLocation({ chat_id, user_id, place }).catch(failure);
}

/** The items of the menu in the chat's header. */
export function chatMenu(store) {
  const { chat, person, bot } = store;
  const item = (label, icon, act) => ({ label, icon, act });
  const clear = item("Clear history", "trash", () => clearHistory(store));
  if (chat.type === "private") {
    const [label, status] = chat.bot_member === false ? ["Unblock the bot", "member"] : ["Block the bot", "kicked"];
    const locate = item("Send a location", "plus", () => sendLocation(store));
    return [clear, locate, item(label, "block", () => setStatus(store, person.id, status))];
  }
  const inside = chat.members?.includes(person.id);
  const botStatus = chat.type === "channel" ? "administrator" : "member";
  return [
    clear,
    chat.bot_member === false
      ? item("Add the bot", "plus", () => setStatus(store, bot.id, botStatus))
      : item("Remove the bot", "block", () => setStatus(store, bot.id, "kicked")),
    inside
      ? item("Leave", "back", () => setStatus(store, person.id, "left"))
      : item("Join", "plus", () => setStatus(store, person.id, "member")),
  ];
}
