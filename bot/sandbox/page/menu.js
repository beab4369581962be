// A small menu beside the thing that it is about.
import { el, icon } from "./dom.js";

/** Open a menu under `anchor`. An item is { label, icon, act() }. Arrows move, Escape closes. */
export function openMenu(anchor, label, items) {
  const buttons = items.map((item) => {
    const act = () => {
      close();
      item.act();
    };
    return el("button.menu-item", { role: "menuitem", type: "button", onclick: act }, icon(item.icon), item.label);
  });
  const menu = el("div.menu", { role: "menu", popover: "auto", "aria-label": label }, buttons);
  const close = () => menu.hidePopover();
  menu.addEventListener("keydown", (event) => moveFocus(event, buttons));
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    menu.remove();
    if (document.activeElement === document.body) anchor.focus();
  });
  document.body.append(menu);
  menu.showPopover();
  place(menu, anchor.getBoundingClientRect());
  buttons[0]?.focus();
}

export function moveFocus(event, nodes) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const at = nodes.indexOf(document.activeElement);
  nodes[(at + step + nodes.length) % nodes.length].focus();
}

function place(menu, anchor) {
  const left = Math.min(anchor.left, innerWidth - menu.offsetWidth - 8);
  const below = anchor.bottom + 4;
  const top = below + menu.offsetHeight > innerHeight ? anchor.top - menu.offsetHeight - 4 : below;
  Object.assign(menu.style, { left: `${Math.max(8, left)}px`, top: `${Math.max(8, top)}px` });
}
