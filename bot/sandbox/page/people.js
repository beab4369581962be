// Who is talking: the person switch, and what each person is (language, role).
import * as api from "./api.js";
import { avatar, byId, el } from "./dom.js";
import { moveFocus } from "./menu.js";
import { failure, toast } from "./toast.js";

const LANGUAGES = ["en", "be", "ru", "uk", "pl", "de", "fr", "es", "it", "pt", "tr", "zh", "ja", "ar"];
const ROLES = ["reader", "admin"];

export class People {
  constructor(store) {
    this.store = store;
    this.button = byId("person-switch");
    this.card = byId("people");
    this.list = byId("people-list");
    store.on("reset selection people log seen", () => this.draw());
    this.card.addEventListener("toggle", (event) => this.#toggled(event.newState === "open"));
    this.list.addEventListener("keydown", (event) => this.#moved(event));
    byId("person-form").addEventListener("submit", (event) => this.#add(event));
    fill(byId("new-language"), LANGUAGES);
    fill(byId("new-role"), ROLES);
  }

  draw() {
    const { person } = this.store;
    if (!person) return;
    const about = `${person.language_code ?? "–"} · ${person.role}`;
    const words = el("span.who", {}, el("span.who-name", {}, person.first_name), el("span.who-about", {}, about));
    this.button.replaceChildren(avatar(person.id, person.first_name), words);
    this.button.setAttribute("aria-label", `You are ${person.first_name} (${about}). Change person`);
    if (!this.card.matches(":popover-open")) return;
    if (!this.list.contains(document.activeElement)) this.#drawList();
  }

  #toggled(open) {
    this.button.setAttribute("aria-expanded", String(open));
    if (!open) return;
    this.#drawList();
    this.list.querySelector("[aria-checked=true]")?.focus();
  }

  #drawList() {
    this.list.replaceChildren(...this.store.users.map((user) => this.#row(user)));
  }

  #row(user) {
    const mine = user.id === this.store.personId;
    const unread = this.#unread(user);
    const name = el("span.who-name", {}, user.first_name);
    const badge = unread && !mine ? el("span.badge", { "aria-label": `${unread} unread` }, String(unread)) : "";
    const attributes = { type: "button", role: "radio", "aria-checked": String(mine), "data-user-id": user.id };
    const pick = () => {
      this.card.hidePopover();
      const { chat } = this.store;
      this.store.choose(user.id, chat?.type === "private" ? user.id : chat?.id);
    };
    return el(
      "div.person",
      {},
      el("button.person-pick", { ...attributes, onclick: pick }, avatar(user.id, user.first_name), name, badge),
      this.#select(user, "language_code", LANGUAGES, "Language"),
      this.#select(user, "role", ROLES, "Role"),
    );
  }

  #unread(user) {
    const chat = this.store.chats.get(user.id);
    return chat ? this.store.unread(chat, user.id) : 0;
  }

  #select(user, field, values, label) {
    const change = async (event) => {
      const saved = await api.changeUser(user.id, { [field]: event.target.value }).catch(failure);
      if (saved) this.store.apply({ type: "user", user: { ...user, ...saved } });
    };
    const select = el("select", { "aria-label": `${label} of ${user.first_name}`, onchange: change });
    const known = values.includes(user[field]) || !user[field] ? values : [user[field], ...values];
    fill(select, known, user[field]);
    return select;
  }

  #moved(event) {
    const picks = [...this.list.querySelectorAll(".person-pick")];
    if (picks.includes(document.activeElement)) moveFocus(event, picks);
  }

  async #add(event) {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(event.target));
    const user = await api.addUser(fields).catch(failure);
    if (!user) return;
    event.target.reset();
    this.store.apply({ type: "user", user: { role: fields.role, ...user } });
    this.card.hidePopover();
    this.store.choose(user.id);
    toast(`You are ${user.first_name} now`);
  }
}

function fill(select, values, chosen) {
  select.replaceChildren(...values.map((value) => el("option", { value, selected: value === chosen }, value)));
}
