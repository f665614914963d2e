// Dark and light: what was chosen here last, else what the system prefers. The document looks once
// before anything is painted, so that the dark does not begin with a flash.

const KEY = "got-theme";
const root = document.documentElement;

export const isDark = () => root.classList.contains("dark");

const listeners = [];

// Call something now and whenever the theme is turned.
export function onTheme(work) {
  listeners.push(work);
  work(isDark());
}

export function settleTheme() {
  put(isDark());
}

export function turnTheme() {
  put(!isDark());
  localStorage.setItem(KEY, isDark() ? "dark" : "light");
}

function put(dark) {
  root.classList.toggle("dark", dark);
  root.style.colorScheme = dark ? "dark" : "light";
  for (const work of listeners) work(dark);
}
