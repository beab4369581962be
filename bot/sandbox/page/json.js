// JSON as coloured nodes.
import { el } from "./dom.js";

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function kind(match) {
  if (match[1]) return match[2] ? "key" : "string";
  return /^[tfn]/.test(match[0]) ? "word" : "number";
}

/** Pretty-print a value with two spaces; a string stays as it is. */
export function json(value) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2) ?? "";
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    const token = match[1] ?? match[0];
    nodes.push(text.slice(at, match.index), el(`span.${kind(match)}`, {}, token));
    at = match.index + token.length;
  }
  return [...nodes, text.slice(at)];
}
