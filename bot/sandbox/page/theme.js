// Dark or light: the system's choice until a person makes one.

const KEY = "gazette-sandbox-theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

function current() {
  return document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light");
}

export function startTheme(button) {
  const saved = localStorage.getItem(KEY);
  if (saved) document.documentElement.dataset.theme = saved;
  const name = () => button.setAttribute("aria-label", current() === "dark" ? "Light theme" : "Dark theme");
  button.addEventListener("click", () => {
    const next = current() === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    localStorage.setItem(KEY, next);
    name();
  });
  dark.addEventListener("change", name);
  name();
}
