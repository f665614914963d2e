// The settings: Gradio's page of them in a drawer. It is loaded once somebody wants to see it.

import { el, iconButton } from "./dom.js";
import { isDark, onTheme } from "./theme.js";

const SHELL = "/shell/";
const OPEN = "settings-open";

let drawer = null;

// Begin to load; called when the pointer comes near.
export function prepareSettings() {
  if (drawer) return;
  const frame = el("iframe", { title: "Settings", src: `${SHELL}?__theme=${isDark() ? "dark" : "light"}` });
  drawer = el(
    "aside",
    { id: "got-settings", "aria-label": "Settings", tabindex: "-1" },
    el("div", { class: "head" }, el("h2", {}, "Settings"), iconButton("close", "Close the settings", closeSettings)),
    frame,
  );
  frame.addEventListener("load", () => {
    frame.contentDocument.addEventListener("keydown", leaveByKey);
    onTheme((dark) => frame.contentDocument.body.classList.toggle("dark", dark));
  });
  document.body.append(drawer);
}

export function turnSettings() {
  prepareSettings();
  if (document.body.classList.toggle(OPEN)) drawer.focus({ preventScroll: true });
}

// What was changed elsewhere is shown the next time they are opened.
export function forgetSettings() {
  if (!drawer || document.body.classList.contains(OPEN)) return;
  drawer.remove();
  drawer = null;
}

function leaveByKey(event) {
  if (event.key === "Escape" && document.body.classList.contains(OPEN)) closeSettings();
}

document.addEventListener("keydown", leaveByKey);

function closeSettings() {
  document.body.classList.remove(OPEN);
  document.querySelector(".settings-button")?.focus();
}
