// What goes over the wire between the bot and the sandbox, newest last.
import { byId, el } from "./dom.js";
import { json } from "./json.js";
import { clock } from "./time.js";

export class Traffic {
  constructor(store, isShown) {
    Object.assign(this, { store, isShown, paused: false, from: 0, rows: new Map() });
    this.list = byId("traffic-list");
    byId("traffic-filter").addEventListener("input", () => this.draw());
    byId("traffic-polls").addEventListener("change", () => this.draw());
    byId("traffic-pause").addEventListener("click", (event) => this.#pause(event.currentTarget));
    byId("traffic-clear").addEventListener("click", () => this.#clear());
    store.on("reset", () => this.#forget());
    store.on("traffic", () => this.#later());
  }

  #pause(button) {
    this.paused = !this.paused;
    button.setAttribute("aria-pressed", String(this.paused));
    this.draw();
  }

  #clear() {
    this.from = this.store.traffic.at(-1)?.n ?? this.from;
    this.draw(true);
  }

  #forget() {
    this.rows.clear();
    this.from = 0;
    this.draw();
  }

  /** A burst of entries is drawn once. */
  #later() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.draw();
    });
  }

  #wanted(entry) {
    const filter = byId("traffic-filter").value.trim().toLowerCase();
    if (entry.n <= this.from) return false;
    if (!byId("traffic-polls").checked && entry.method === "getUpdates") return false;
    return !filter || `${entry.method} ${JSON.stringify(entry.params)}`.toLowerCase().includes(filter);
  }

  draw(always = false) {
    if ((this.paused && !always) || !this.isShown()) return;
    const atEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 40;
    const entries = this.store.traffic.filter((entry) => this.#wanted(entry));
    this.list.replaceChildren(...entries.map((entry) => this.#row(entry)));
    byId("traffic-none").hidden = entries.length > 0;
    if (atEnd) this.list.scrollTop = this.list.scrollHeight;
  }

  #row(entry) {
    if (!this.rows.has(entry.n)) this.rows.set(entry.n, row(entry));
    return this.rows.get(entry.n);
  }
}

function row(entry) {
  const call = entry.direction === "call";
  const good = !entry.status || entry.status < 400;
  const summary = el(
    "summary",
    {},
    el("span.arrow", { "aria-hidden": "true" }, call ? "→" : "←"),
    el("span.method", {}, entry.method || "update"),
    el("span.brief", { "data-line": brief(entry) }),
    call ? el(good ? "span.status" : "span.status.bad", {}, String(entry.status ?? "")) : null,
    el("span.at", {}, call ? `${Math.round(entry.ms ?? 0)} ms` : clock(entry.at / 1000)),
  );
  const details = el("details.entry", { "data-testid": "traffic-entry" }, summary);
  details.addEventListener("toggle", () => details.children.length === 1 && details.append(...parts(entry)));
  return el("li", {}, details);
}

function brief(entry) {
  const { text, caption } = entry.params ?? {};
  const { message, callback_query, inline_query } = (entry.direction === "update" && entry.response) || {};
  const words = text ?? caption ?? message?.text ?? callback_query?.data ?? inline_query?.query ?? "";
  return String(words).slice(0, 80);
}

function parts(entry) {
  const titled = (title, value) => [el("h4", {}, title), el("pre.json", { tabindex: "0" }, json(value))];
  if (entry.direction === "update") return titled("Update", entry.response ?? entry.params);
  return [...titled("Asked", entry.params), ...titled("Answered", entry.response)];
}
