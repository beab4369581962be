// The drawer for whoever builds the bot: faults on demand, and what goes over the wire.
import { byId } from "./dom.js";
import { Faults } from "./faults.js";
import { Traffic } from "./traffic.js";

const TABS = ["faults", "traffic"];

export class Panel {
  constructor(store) {
    this.store = store;
    this.root = byId("panel");
    this.toggle = byId("panel-toggle");
    this.faults = new Faults(store);
    this.traffic = new Traffic(store, () => this.#shows("traffic"));
    this.toggle.addEventListener("click", () => this.open(this.root.hidden));
    byId("panel-close").addEventListener("click", () => this.open(false));
    this.root.addEventListener("keydown", (event) => event.key === "Escape" && this.open(false));
    for (const name of TABS) byId(`tab-${name}`).addEventListener("click", () => this.show(name));
    byId("tabs").addEventListener("keydown", (event) => this.#arrows(event));
    store.on("reset faults", () => this.#mark());
  }

  open(open) {
    this.root.hidden = !open;
    this.toggle.setAttribute("aria-expanded", String(open));
    if (open) this.traffic.draw();
    (open ? byId("tabs").querySelector("[aria-selected=true]") : this.toggle).focus();
  }

  show(name) {
    for (const other of TABS) {
      const tab = byId(`tab-${other}`);
      tab.setAttribute("aria-selected", String(other === name));
      tab.tabIndex = other === name ? 0 : -1;
      byId(`pane-${other}`).hidden = other !== name;
    }
    this.traffic.draw();
  }

  #shows(name) {
    return !this.root.hidden && !byId(`pane-${name}`).hidden;
  }

  #arrows(event) {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const other = TABS.find((name) => byId(`tab-${name}`).getAttribute("aria-selected") !== "true");
    this.show(other);
    byId(`tab-${other}`).focus();
  }

  #mark() {
    this.toggle.classList.toggle("alarmed", this.store.faults.length > 0 || this.store.limiter);
  }
}
