// Short words that pass, and words that wait to be read.
import { byId, el } from "./dom.js";

const SHOWN = 4500; // ms

export function toast(text, kind = "note") {
  const note = el(`div.toast.${kind}`, { "data-testid": "toast" }, text);
  byId("toasts").append(note);
  setTimeout(() => note.classList.add("leaving"), SHOWN);
  setTimeout(() => note.remove(), SHOWN + 300);
}

export function failure(error) {
  toast(error.message, "fault");
}

/** Show a dialog and hand back what was chosen ("" when it was closed). */
export function ask(title, choices) {
  return new Promise((resolve) => {
    const buttons = choices.map(({ value, label }) => el("button.choice", { value }, label));
    const heading = el("p.dialog-text", { id: "dialog-text", dir: "auto" }, title);
    const form = el("form", { method: "dialog" }, heading, el("div.dialog-buttons", {}, buttons));
    const dialog = el("dialog.dialog", { "aria-labelledby": "dialog-text", "data-testid": "dialog" }, form);
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

export function showAlert(text) {
  return ask(text, [{ value: "ok", label: "OK" }]);
}
