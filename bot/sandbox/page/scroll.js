// The log stays at its end only if the reader was there; else a button counts what is new.
import { byId } from "./dom.js";

const NEAR = 60; // px from the end that still count as "at the end"

export class Scroller {
  constructor(root, onEnd) {
    Object.assign(this, { root, onEnd, fresh: 0 });
    this.button = byId("to-end");
    this.button.addEventListener("click", () => this.toEnd("smooth"));
    root.addEventListener("scroll", () => this.#settle(), { passive: true });
    // Pictures load and the composer grows after the fact: the end stays the end.
    new ResizeObserver(() => this.stuck && this.toEnd()).observe(root.firstElementChild);
    new ResizeObserver(() => this.stuck && this.toEnd()).observe(root);
    document.addEventListener("visibilitychange", () => this.#settle());
    this.stuck = true;
  }

  get atEnd() {
    return this.root.scrollHeight - this.root.scrollTop - this.root.clientHeight < NEAR;
  }

  /** Change the log with `change`; then go to the end, or keep the place and count. */
  around(change, { jump, arrived }) {
    const stay = !jump && !this.stuck;
    const top = this.root.scrollTop;
    change();
    if (stay) this.root.scrollTop = top;
    else this.toEnd();
    this.fresh = stay ? this.fresh + arrived : 0;
    this.#settle();
  }

  toEnd(behavior = "instant") {
    this.stuck = true;
    this.root.scrollTo({ top: this.root.scrollHeight, behavior });
  }

  #settle() {
    this.stuck = this.atEnd;
    if (this.stuck) this.fresh = 0;
    if (this.stuck && this.root.clientHeight && !document.hidden) this.onEnd();
    this.button.hidden = this.stuck;
    this.button.dataset.count = this.fresh || "";
    this.button.setAttribute("aria-label", this.fresh ? `${this.fresh} new, go to the end` : "Go to the end");
    byId("to-end-words").textContent = this.fresh ? `${this.fresh} new` : "";
  }
}
