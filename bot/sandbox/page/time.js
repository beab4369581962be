// Instants as people read them. Unix seconds come in; `now` is given, never read.

const DAY = 86400; // s
const RELATIVE = [
  ["year", 31557600],
  ["month", 2629800],
  ["day", DAY],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

function format(seconds, options) {
  return new Intl.DateTimeFormat("en-GB", options).format(new Date(seconds * 1000));
}

export function clock(seconds) {
  return format(seconds, { hour: "2-digit", minute: "2-digit" });
}

export function fullDate(seconds) {
  return format(seconds, { dateStyle: "full", timeStyle: "medium" });
}

/** "Today", "Yesterday", else "23 November" (with the year once that is another one). */
export function dayName(seconds, now) {
  const day = new Date(seconds * 1000).toDateString();
  if (day === new Date(now * 1000).toDateString()) return "Today";
  if (day === new Date((now - DAY) * 1000).toDateString()) return "Yesterday";
  const sameYear = new Date(seconds * 1000).getFullYear() === new Date(now * 1000).getFullYear();
  return format(seconds, { day: "numeric", month: "long", year: sameYear ? undefined : "numeric" });
}

export function relative(seconds, now, language = "en") {
  const gap = seconds - now;
  const [unit, size] = RELATIVE.find(([, length]) => Math.abs(gap) >= length) ?? RELATIVE.at(-1);
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(Math.round(gap / size), unit);
}

/**
 * A Bot API date_time entity: "r" is relative; else w (weekday), d or D (short or long date) and
 * t or T (short or long time), in this order. "" (no format) when the text is to stay as it is.
 */
export function entityDate(seconds, pattern, now, language = "en") {
  if (!pattern) return "";
  if (pattern === "r") return relative(seconds, now, language);
  const date = { d: "short", D: "long" }[pattern.match(/d/i)?.[0]];
  const time = { t: "short", T: "medium" }[pattern.match(/t/i)?.[0]];
  const instant = new Date(seconds * 1000);
  const weekday = pattern.includes("w") ? instant.toLocaleDateString(language, { weekday: "long" }) : "";
  const style = { dateStyle: date, timeStyle: time };
  const rest = date || time ? new Intl.DateTimeFormat(language, style).format(instant) : "";
  return [weekday, rest].filter(Boolean).join(", ");
}
