// Text and its entities to nodes. Offsets are UTF-16 units, which is how JavaScript counts too.
import { el } from "./dom.js";
import { entityDate, fullDate } from "./time.js";

const SAFE_SCHEME = /^(https?|tg|mailto|tel):/i;
const LONG_QUOTE = 180; // characters: an expandable quotation shorter than this has nothing to hide

const builders = {
  bold: () => el("strong"),
  italic: () => el("em"),
  underline: () => el("u"),
  strikethrough: () => el("s"),
  code: () => el("code"),
  pre: (entity) => el("pre", { tabindex: "0", "data-language": entity.language ?? null }),
  blockquote: () => el("blockquote"),
  expandable_blockquote: expandable,
  spoiler,
  text_link: (entity) => link(entity.url),
  url: (entity, text) => link(SAFE_SCHEME.test(text) ? text : "https://" + text),
  email: (entity, text) => link(`mailto:${text}`),
  phone_number: (entity, text) => link(`tel:${text.replace(/[^\d+]/g, "")}`),
  bot_command: (entity, text) => el("button.link", { type: "button", "data-command": text }),
  mention: (entity, text) => el("button.link", { type: "button", "data-mention": text }),
  text_mention: () => el("span.link"),
  hashtag: () => el("span.link"),
  cashtag: () => el("span.link"),
  custom_emoji: () => el("span.emoji"),
  date_time: dateTime,
};

/** A link in a new tab; an address with another scheme (javascript:) stays plain text. */
export function link(address) {
  if (!SAFE_SCHEME.test(address)) return el("span");
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer", title: address });
}

function spoiler() {
  const node = el("span.spoiler", { role: "button", tabindex: "0", "aria-label": "Hidden text: show" });
  const reveal = (event) => {
    if (node.classList.contains("shown") || (event.type === "keydown" && !["Enter", " "].includes(event.key))) return;
    event.preventDefault();
    event.stopPropagation();
    node.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  };
  node.addEventListener("click", reveal, { capture: true });
  node.addEventListener("keydown", reveal);
  return node;
}

function expandable(entity) {
  if (entity.length < LONG_QUOTE) return el("blockquote");
  return el("blockquote.expandable.folded");
}

function dateTime(entity, text, context) {
  const shown = entityDate(entity.unix_time, entity.date_time_format, context.now, context.language);
  const iso = new Date(entity.unix_time * 1000).toISOString();
  const node = el("time.link", { datetime: iso, title: fullDate(entity.unix_time) });
  return shown ? [node, shown] : node;
}

function addFold(node) {
  if (!node.classList.contains("expandable")) return;
  const toggle = el("button.fold", {
    type: "button",
    "aria-expanded": "false",
    "aria-label": "Show the whole quotation",
    onclick: () => toggle.setAttribute("aria-expanded", String(!node.classList.toggle("folded"))),
  });
  node.append(toggle);
}

/**
 * Render as a fragment. Entities nest; one that crosses its parent's end is cut there.
 * `context`: { now (unix seconds), language }.
 */
export function rich(text, entities = [], context = { now: 0 }) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const fragment = document.createDocumentFragment();
  fragment.append(...piece(text, 0, text.length, sorted, context));
  return fragment;
}

function piece(text, from, to, entities, context) {
  const nodes = [];
  let at = from;
  let rest = entities;
  while (rest.length) {
    const [entity, ...others] = rest;
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    const inside = others.filter((other) => other.offset < end);
    rest = others.slice(inside.length);
    if (end <= start) continue;
    nodes.push(text.slice(at, start), wrap(text, start, end, entity, inside, context));
    at = afterBlock(text, end, entity);
  }
  nodes.push(text.slice(at, to));
  return nodes.filter((node) => node !== "");
}

/** A block ends its line itself: the line feed after it would show as an empty line. */
function afterBlock(text, end, { type }) {
  const block = type === "pre" || type.endsWith("blockquote");
  return block && text[end] === "\n" ? end + 1 : end;
}

function wrap(text, start, end, entity, inside, context) {
  const build = builders[entity.type] ?? (() => el("span"));
  const [node, replacement] = [build(entity, text.slice(start, end), context)].flat();
  node.append(...(replacement ? [replacement] : piece(text, start, end, inside, context)));
  addFold(node);
  return node;
}
