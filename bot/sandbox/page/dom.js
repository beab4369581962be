// Elements are built from values, never from strings of HTML: nothing a bot sends can become markup.

/**
 * Build an element. `spec` is a tag with classes ("p.note.quiet"); keys that begin with "on" are
 * listeners; true sets an empty attribute, false and null leave it out.
 */
export function el(spec, attributes = {}, ...children) {
  const [tag, ...classes] = spec.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(" ");
  setAttributes(node, attributes);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
}

export function byId(id) {
  return document.getElementById(id);
}

const SHAPES = {
  back: "M15 5l-7 7 7 7",
  send: "M4 12l16-8-6 16-3-7z M11 13l9-9",
  attach: "M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7l-8.4 8.4a1.6 1.6 0 0 1-2.3-2.3L14.5 7.5",
  keys: "M3 6h18v12H3z M7 10h.01 M11 10h.01 M15 10h.01 M8 14h8",
  close: "M6 6l12 12 M18 6L6 18",
  tools: "M4 7h9 M19 7h1 M4 17h1 M11 17h9 M16 4.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z M8 14.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z",
  theme: "M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z",
  sun: "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8z M12 2v2 M12 20v2 M2 12h2 M20 12h2 M5 5l1.4 1.4 M17.6 17.6L19 19 M5 19l1.4-1.4 M17.6 6.4L19 5",
  down: "M12 5v14 M6 13l6 6 6-6",
  more: "M6 12h.01 M12 12h.01 M18 12h.01",
  reply: "M10 6l-6 6 6 6 M4 12h9a7 7 0 0 1 7 7",
  pencil: "M4 20l1-4L16 5l3 3L8 19z",
  pin: "M9 4h6l-1 6 4 4H6l4-4z M12 14v6",
  eye: "M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12z M12 9.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z",
  check: "M3 13l4.5 4.5L17 7 M11 16.5l1 1L21.5 7",
  file: "M6 3h8l5 5v13H6z M14 3v5h5",
  link: "M8 16L17 7 M9 7h8v8",
  copy: "M9 9h11v11H9z M5 15H4V4h11v1",
  share: "M14 6l6 6-6 6 M20 12h-9a7 7 0 0 0-7 7",
  chevron: "M7 10l5 5 5-5",
  trash: "M4 7h16 M9 7V4h6v3 M6 7l1 13h10l1-13",
  plus: "M12 5v14 M5 12h14",
  news: "M4 5h13v14H6a2 2 0 0 1-2-2z M17 9h3v8a2 2 0 0 1-3 1.7 M7.5 9h6 M7.5 12.500h6 M7.5 16h4",
  block: "M12 3.500a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17z M6 6l12 12",
  people: "M9 4.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7z M2.5 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6 M16 5a3.5 3.5 0 0 1 0 6.5 M18 14.5c2.2.8 3.5 2.8 3.5 5.5",
  channel: "M4 10v4h3l9 4V6l-9 4z M19.5 9.5a4 4 0 0 1 0 5",
};

/** A line icon of 24 × 24 units, hidden from screen readers: its control carries the name. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

/** One of seven colours, always the same for one person or chat. */
export function hue(id) {
  return (id > 0 ? id : 3 - id) % 7;
}

/** The bot's picture. */
export function botAvatar() {
  return el("span.avatar.bot", { "aria-hidden": "true" }, icon("news"));
}

/** A round picture of initials. */
export function avatar(id, name) {
  const initials = [...name.trim().split(/\s+/)].slice(0, 2).map((word) => [...word][0] ?? "").join("");
  return el("span.avatar", { "aria-hidden": "true", "data-hue": hue(id), "data-initials": initials.toUpperCase() });
}

/** Fill every <i data-icon="name"> of the static page. */
export function hydrateIcons(root = document) {
  for (const slot of root.querySelectorAll("[data-icon]")) slot.replaceWith(icon(slot.dataset.icon));
}
