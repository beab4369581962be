// The list above the message field: commands while typing "/", results of the inline mode.
import { el } from "./dom.js";

/**
 * A listbox that a text field owns (aria-activedescendant): the focus stays in the field.
 * An item is { node, choose(), complete()? }; nothing is selected until an arrow key asks for it.
 */
export class Suggest {
  constructor(root, field) {
    Object.assign(this, { root, field, items: [], at: -1 });
    root.addEventListener("mousedown", (event) => event.preventDefault());
  }

  get open() {
    return !this.root.hidden;
  }

  show(kind, label, items) {
    if (!items.length) return this.hide();
    Object.assign(this, { items, at: -1, kind });
    this.root.dataset.testid = kind;
    this.root.setAttribute("aria-label", label);
    this.root.replaceChildren(...items.map((item, index) => this.#option(item, index)));
    this.root.hidden = false;
    return this.#paint();
  }

  hide() {
    this.root.hidden = true;
    this.items = [];
    this.at = -1;
    this.field.removeAttribute("aria-activedescendant");
  }

  #option(item, index) {
    const attributes = { role: "option", id: `option-${index}`, "aria-selected": "false", onclick: () => item.choose() };
    return el("div.option", attributes, item.node);
  }

  #move(step) {
    const { length } = this.items;
    this.at = this.at < 0 ? (step > 0 ? 0 : length - 1) : (this.at + step + length) % length;
    this.#paint();
  }

  #paint() {
    [...this.root.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === this.at)));
    if (this.at < 0) return this.field.removeAttribute("aria-activedescendant");
    this.field.setAttribute("aria-activedescendant", `option-${this.at}`);
    return this.root.children[this.at].scrollIntoView({ block: "nearest" });
  }

  /** Enter with nothing selected sends what was typed; Tab with nothing to complete moves on. */
  #leaves(event, item) {
    if (event.key === "Enter") return this.at < 0;
    return event.key === "Tab" && (!item.complete || event.shiftKey);
  }

  /** Take a key of the field; true when it was used up here. */
  key(event) {
    if (!this.open) return false;
    const item = this.items[Math.max(this.at, 0)];
    const uses = {
      ArrowDown: () => this.#move(1),
      ArrowUp: () => this.#move(-1),
      Escape: () => this.hide(),
      Enter: () => item.choose(),
      Tab: () => item.complete(),
    };
    if (!uses[event.key] || this.#leaves(event, item)) return false;
    event.preventDefault();
    uses[event.key]();
    return true;
  }
}

export function commandItem(command, choose, complete) {
  const name = el("span.command-name", {}, `/${command.command}`);
  const node = el("span.command", {}, name, el("span.command-about", {}, command.description));
  return { node, choose, complete };
}

export function resultItem(result, choose) {
  const title = result.title ?? result.caption ?? result.type;
  const words = [el("span.result-title", {}, title), el("span.result-about", {}, result.description ?? "")];
  const initial = el("span.result-picture", { "aria-hidden": "true", "data-initials": [...title][0] ?? "" });
  return { node: el("span.result", {}, initial, el("span.result-words", {}, words)), choose };
}
