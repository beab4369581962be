// Pictures, albums, files and the card of a link.
import { fileAddress } from "./api.js";
import { el, icon } from "./dom.js";

const UNITS = ["B", "KB", "MB", "GB"];
const FILE_KINDS = ["document", "audio", "video", "voice", "animation", "video_note", "sticker"];

export function sizeWords(bytes = 0) {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)));
  return `${(bytes / 1024 ** power).toFixed(power ? 1 : 0)} ${UNITS[power]}`;
}

function photo(message) {
  const largest = message.photo.at(-1);
  const address = fileAddress(largest.file_id);
  const picture = el("img", {
    src: address,
    alt: message.caption || "Photo",
    width: largest.width,
    height: largest.height,
    loading: "lazy",
  });
  const classes = message.has_media_spoiler ? "a.photo.veiled" : "a.photo";
  return el(classes, { href: address, target: "_blank", rel: "noopener" }, picture);
}

function file(attachment) {
  const name = attachment.file_name ?? "file";
  const size = sizeWords(attachment.file_size);
  return el(
    "a.file",
    { href: fileAddress(attachment.file_id), download: name, "aria-label": `Download ${name}` },
    el("span.file-icon", { "aria-hidden": "true" }, icon("file")),
    el("span.file-words", {}, el("span.file-name", {}, name), el("span.file-size", {}, size)),
  );
}

/** The pictures (a grid when there are several) and files of the messages of one bubble. */
export function media(messages) {
  const photos = messages.filter((message) => message.photo?.length).map(photo);
  const files = messages.flatMap((message) => FILE_KINDS.map((kind) => message[kind])).filter(Boolean).map(file);
  const grid = photos.length ? [el("div.photos", { "data-count": Math.min(photos.length, 10) }, photos)] : [];
  return [...grid, ...files];
}

/** Where Telegram would show a preview of a page: the sandbox has no network, so only its address. */
export function linkCard(message) {
  const options = message.link_preview_options ?? {};
  const found = (message.entities ?? []).find(({ type }) => type === "url" || type === "text_link");
  const address = options.url ?? found?.url ?? (found && message.text.substr(found.offset, found.length));
  if (options.is_disabled || !address || !message.text) return null;
  const url = parse(address);
  if (!url) return null;
  return el("a.preview", {
    href: url.href,
    target: "_blank",
    rel: "noopener noreferrer",
    "aria-label": `Link preview: ${url.host}`,
    "data-host": url.host.replace(/^www\./, ""),
    "data-path": decode(url.pathname === "/" ? "" : url.pathname),
    "data-size": options.prefer_large_media ? "large" : "small",
  });
}

function parse(address) {
  try {
    const url = new URL(/^\w+:/.test(address) ? address : "https://" + address);
    return /^https?:$/.test(url.protocol) ? url : null;
  } catch {
    return null; // a bot may send what no browser can read
  }
}

function decode(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a stray % is shown as it is
  }
}
