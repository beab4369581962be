// Faults that the sandbox plays on demand, and Telegram's rate limits.
import * as api from "./api.js";
import { byId, el, icon } from "./dom.js";
import { failure } from "./toast.js";

// kind → [words, the field that it needs, its name, its first value]
const KINDS = {
  retry_after: ["429 Too Many Requests", "retry_after", "Retry after, s", 5],
  blocked: ["403 blocked by the user"],
  kicked: ["403 kicked from the group"],
  deactivated: ["403 user is deactivated"],
  bad_request: ["400 Bad Request"],
  migrate: ["400 group became a supergroup", "migrate_to", "New chat id", -1001000000099],
  server_error: ["500 Internal Server Error"],
  bad_gateway: ["502 Bad Gateway, as HTML"],
  late: ["Applied, answered late", "delay", "Delay, s", 10],
  drop: ["Connection dropped", "applied", "Applied first", true],
  unauthorized: ["401 Unauthorized"],
};
const METHODS = [
  "*",
  "sendMessage",
  "editMessageText",
  "answerCallbackQuery",
  "sendPhoto",
  "sendDocument",
  "sendMediaGroup",
  "sendChatAction",
  "deleteMessage",
  "getUpdates",
  "getMe",
];

export class Faults {
  constructor(store) {
    this.store = store;
    this.form = byId("fault-form");
    this.limiter = byId("limiter");
    byId("fault-method").replaceChildren(...METHODS.map((name) => el("option", { value: name })));
    byId("fault-kind").replaceChildren(
      ...Object.entries(KINDS).map(([kind, [words]]) => el("option", { value: kind }, words)),
    );
    byId("fault-kind").addEventListener("change", () => this.#drawField());
    this.form.addEventListener("submit", (event) => this.#add(event));
    this.limiter.addEventListener("change", () => api.setLimiter(this.limiter.checked).catch(failure));
    byId("faults-clear").addEventListener("click", () => api.clearFaults().catch(failure));
    store.on("reset faults", () => this.draw());
    store.on("reset people", () => this.#drawChats());
    this.#drawField();
  }

  #drawField() {
    const [, field, label, value] = KINDS[byId("fault-kind").value];
    byId("fault-extra").hidden = !field;
    byId("fault-extra-words").textContent = label ?? "";
    const input = byId("fault-extra-input");
    input.type = value === true ? "checkbox" : "number";
    input.checked = value === true;
    input.value = value ?? "";
  }

  #drawChats() {
    const name = (chat) => {
      const user = this.store.users.find(({ id }) => id === chat.id);
      return user ? user.first_name : this.store.title(chat);
    };
    const chats = [...this.store.chats.values()].map((chat) => el("option", { value: chat.id }, name(chat)));
    byId("fault-chat").replaceChildren(el("option", { value: "" }, "any chat"), ...chats);
  }

  #read() {
    const kind = byId("fault-kind").value;
    const fault = { method: byId("fault-method-input").value.trim() || "*", kind };
    const chat = byId("fault-chat").value;
    const times = byId("fault-times").value;
    if (chat) fault.chat_id = Number(chat);
    if (times) fault.times = Number(times);
    const input = byId("fault-extra-input");
    if (KINDS[kind][1]) fault[KINDS[kind][1]] = input.type === "checkbox" ? input.checked : Number(input.value);
    return fault;
  }

  async #add(event) {
    event.preventDefault();
    await api.addFault(this.#read()).catch(failure);
  }

  draw() {
    const { faults, limiter } = this.store;
    this.limiter.checked = limiter;
    byId("faults-none").hidden = faults.length > 0;
    byId("faults-clear").hidden = faults.length === 0;
    byId("fault-list").replaceChildren(...faults.map((fault) => this.#row(fault)));
  }

  #row(fault) {
    const words = KINDS[fault.kind]?.[0] ?? fault.kind;
    const where = fault.chat_id ? `in chat ${fault.chat_id}` : "in any chat";
    const times = fault.times ? `${fault.times} × left` : "until removed";
    const value = fault[KINDS[fault.kind]?.[1]];
    const extra = value === undefined || value === null ? null : `${KINDS[fault.kind][2]}: ${value}`;
    const remove = () => api.removeFault(fault.id).catch(failure);
    const label = `Remove: ${words}, ${fault.method}`;
    return el(
      "li.fault",
      { "data-testid": "fault" },
      el("span.fault-words", {}, el("code", {}, fault.method), el("strong", {}, words)),
      el("span.fault-about", {}, [where, times, extra].filter(Boolean).join(" · ")),
      el("button.icon-button", { type: "button", "aria-label": label, onclick: remove }, icon("close")),
    );
  }
}
