// One bubble: a message, or the messages of one album.
import { avatar, botAvatar, el, hue, icon } from "./dom.js";
import { rich } from "./entities.js";
import { inlineKeyboard } from "./keyboard.js";
import { linkCard, media } from "./media.js";
import { clock, fullDate } from "./time.js";

const BOT_HUE = 4; // the colour of its picture

export function authorOf(message) {
  return message.sender_chat ?? message.from ?? {};
}

function hueOf(author) {
  return author.is_bot ? BOT_HUE : hue(author.id ?? 0);
}

export function nameOf(message) {
  const sender = authorOf(message);
  return sender.title ?? [sender.first_name, sender.last_name].filter(Boolean).join(" ");
}

/** A message in one line, as lists and quotations show it. */
export function oneLine(message) {
  if (!message) return "";
  const file = message.document ? `📎 ${message.document.file_name ?? "File"}` : "";
  const kind = message.photo ? "🖼 Photo" : file || locationWords(message);
  const words = message.text ?? message.caption ?? serviceWords(message) ?? "";
  return [kind, words.replace(/\s+/g, " ")].filter(Boolean).join(" · ");
}

/** The words of a message that nobody wrote (a member joined …), undefined for all others. */
export function serviceWords(message) {
  const who = nameOf(message);
  const names = (users) => users.map((user) => user.first_name).join(", ");
  if (message.new_chat_members) return `${names(message.new_chat_members)} joined the group`;
  if (message.left_chat_member) return `${message.left_chat_member.first_name} left the group`;
  if (message.pinned_message) return `${who} pinned “${oneLine(message.pinned_message).slice(0, 40)}”`;
  if (message.new_chat_title) return `${who} named the group “${message.new_chat_title}”`;
  if (message.migrate_to_chat_id) return "The group became a supergroup";
  if (message.migrate_from_chat_id) return "This supergroup was a group";
  return undefined;
}

function locationWords({ location }) {
  return location ? `📍 ${location.latitude}, ${location.longitude}` : "";
}

function quotation(message) {
  const origin = message.reply_to_message;
  if (!origin) return null;
  const words = message.quote?.text ?? oneLine(origin);
  const name = el("span.quote-name", { "data-hue": hueOf(authorOf(origin)) }, nameOf(origin));
  const label = `In reply to ${nameOf(origin)}: ${words.slice(0, 80)}`;
  const attributes = { type: "button", "data-goto": origin.message_id, "aria-label": label };
  // The words stand in an attribute, so that a search in the page finds each message once.
  return el("button.quote", attributes, name, el("span.quote-text", { "data-line": words.slice(0, 200) }));
}

function forwarded(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const from = origin.sender_user?.first_name ?? origin.sender_user_name;
  const name = from ?? (origin.chat ?? origin.sender_chat)?.title ?? "";
  return el("div.forwarded", {}, "Forwarded from ", el("b", {}, name));
}

function via(message) {
  const bot = message.via_bot;
  return bot ? el("div.forwarded", {}, "via ", el("b", {}, `@${bot.username}`)) : null;
}

function meta(message, out) {
  const views = message.views && el("span.views", { title: "Views" }, icon("eye"), String(message.views));
  const author = message.author_signature && el("span", {}, message.author_signature);
  const edited = message.edit_date && el("span.edited", { title: fullDate(message.edit_date) }, "edited");
  const iso = new Date(message.date * 1000).toISOString();
  const time = el("time", { datetime: iso, title: fullDate(message.date) }, clock(message.date));
  return el("span.meta", {}, views || null, author || null, edited || null, time, out ? icon("check") : null);
}

function reactions(message) {
  const list = message.reactions ?? [];
  if (!list.length) return null;
  const chip = (reaction) => {
    const emoji = reaction.emoji ?? reaction.type?.emoji ?? "★";
    const count = reaction.total_count > 1 ? ` ${reaction.total_count}` : "";
    return el("span.reaction", {}, emoji + count);
  };
  return el("div.reactions", { role: "group", "aria-label": "Reactions" }, list.map(chip));
}

function words(message, context) {
  if (message.text !== undefined) return rich(message.text, message.entities, context);
  return rich(message.caption ?? locationWords(message), message.caption_entities, context);
}

function body(unit, message, out, context) {
  const text = el("span.text", {}, words(message, context));
  const card = linkCard(message);
  const above = message.link_preview_options?.show_above_text;
  const wordless = !text.textContent;
  return [
    message.show_caption_above_media ? null : el("div.media", {}, media(unit)),
    above && card,
    el(wordless ? "div.body.wordless" : "div.body", {}, text, above || !card ? meta(message, out) : null),
    !above && card ? [card, el("div.body.after", {}, meta(message, out))] : null,
    message.show_caption_above_media ? el("div.media", {}, media(unit)) : null,
  ].flat().filter(Boolean);
}

const BIG_EMOJI = /^(\p{RGI_Emoji}){1,3}$/v;

function bubble(unit, message, out, context) {
  const sender = context.named && !out ? el("div.sender", { "data-hue": hueOf(authorOf(message)) }, nameOf(message)) : null;
  const big = BIG_EMOJI.test(message.text ?? "") && !message.reply_to_message;
  return el(
    big ? "div.bubble.big" : "div.bubble",
    {},
    ...[sender, forwarded(message), via(message), quotation(message)].filter(Boolean),
    ...body(unit, message, out, context),
    reactions(message),
  );
}

function picture(message) {
  const author = authorOf(message);
  return author.is_bot ? botAvatar() : avatar(author.id ?? 0, nameOf(message));
}

/**
 * Draw a unit (one message, or an album) as an article.
 * `context`: { out, named, now, language, taps, actions }.
 */
export function unitNode(unit, context) {
  const message = unit.find((m) => m.caption || m.text) ?? unit[0];
  const service = serviceWords(message);
  const hooks = { "data-testid": "message", "data-message-id": unit[0].message_id, "data-out": String(context.out) };
  if (service) return el("article.service", hooks, el("span", {}, service));
  const label = `${context.out ? "You" : nameOf(message)}, ${clock(message.date)}`;
  const more = { type: "button", "data-more": message.message_id, "aria-haspopup": "menu" };
  return el(
    context.out ? "article.message.out" : "article.message",
    { ...hooks, "aria-label": label },
    context.named && !context.out ? picture(message) : null,
    bubble(unit, message, context.out, context),
    inlineKeyboard(message, context.taps, context.actions),
    el("button.more", { ...more, "aria-label": "Actions" }, icon("more")),
  );
}
