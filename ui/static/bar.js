// The bar: which session this is, back and forward, who draws, settings, dark and light.

import { button, counted, el, icon, iconButton, perFrame, replaced } from "./dom.js";
import { asked } from "./history.js";
import { forgetSettings, prepareSettings, turnSettings } from "./settings.js";
import { elsewhere, newSession, on, openSession, order, refreshAbout, running, show, state, tryTo } from "./store.js";
import { turnTheme } from "./theme.js";
import { remove, send } from "./wire.js";

export function bar() {
  const title = el("button", { type: "button", class: "title", "aria-haspopup": "true", "aria-expanded": "false" });
  const list = el("div", { class: "sessions", hidden: true });
  const who = el("div", { class: "who", role: "status" });
  const undo = iconButton("undo", "Undo", () => tryTo(() => order({ do: "undo" })));
  const redo = iconButton("redo", "Redo", () => tryTo(() => order({ do: "redo" })));
  const file = el("input", { type: "file", accept: ".zip,application/zip", hidden: true, tabindex: "-1" });
  file.addEventListener("change", () => {
    const [one] = file.files;
    if (one) tryTo(async () => {
        await show(send("/import", one, one.name));
        await refreshAbout();
      });
    file.value = "";
  });

  const gear = iconButton("gear", "Settings", turnSettings, { class: "settings-button" });
  for (const near of ["pointerenter", "focus"]) gear.addEventListener(near, prepareSettings);

  on("settings", forgetSettings);

  const fold = (open) => {
    list.hidden = !open;
    title.setAttribute("aria-expanded", String(open));
    if (open) tryTo(refreshAbout);
  };
  title.addEventListener("click", () => fold(list.hidden));
  document.addEventListener("click", (event) => {
    if (!list.hidden && !list.contains(event.target) && !title.contains(event.target)) fold(false);
  });
  list.addEventListener("keydown", (event) => {
    if (event.key === "Escape") fold(false), title.focus();
  });
  const then = (work) => () => {
    fold(false);
    return tryTo(work);
  };

  on("place session about", perFrame(() => {
    replaced(title, el("span", {}, state.place.title || "New session"), icon("down"));
    undo.disabled = !state.place.head;
    redo.disabled = !state.place.ahead;
    replaced(
      list,
      el("div", { class: "quick" },
        button("New session", then(newSession), { class: "main" }),
        button("Rename…", then(rename)),
        button("Delete…", then(drop)),
      ),
      el("div", { class: "quick" },
        ...["project", "png", "sheet"].map((form) =>
          el("a", { class: "button", download: "", href: `/page/sessions/${state.place.session}/export?form=${form}`, hidden: !state.pictures.length }, { project: "Export session", png: "Save picture", sheet: "Contact sheet" }[form]),
        ),
        button("Import…", () => {
          fold(false);
          file.click();
        }),
      ),
      el("ul", {}, state.about.sessions.map((one) =>
        el("li", {}, button(one.title || "Untitled", then(() => openSession(one.id)), { "aria-current": one.id === state.place.session ? "true" : null, title: `Last used ${new Date(one.touched).toLocaleString()}` })),
      )),
      el("p", { class: "small" }, worker()),
    );
  }));
  on("about turns queue", perFrame(() => replaced(who, status())));

  return el(
    "header",
    { class: "bar" },
    el("span", { class: "brand", "aria-hidden": "true" }, "got"),
    el("div", { class: "session" }, title, list, file),
    undo,
    redo,
    el("span", { class: "space" }),
    who,
    gear,
    iconButton("moon", "Dark or light", turnTheme),
  );
}

function worker() {
  const { model, painter, weights, device, error } = state.about;
  return [painter || model, weights && `weights ${weights}`, device === "auto" ? "device: automatic" : device, error].filter(Boolean).join(" · ");
}

function status() {
  const { models, model, painter } = state.about;
  const words = { loading: "loading…", ready: "ready", failed: "cannot draw" }[models];
  const about = worker();
  const [here, others] = [running().length, elsewhere()];
  const under = [here && `${counted(here, "turn")} under way`, others && `${others} in other sessions`].filter(Boolean);
  return el("span", { title: about, class: models }, el("i", { class: "light" }), el("span", { class: "unseen" }, `${about}. `), [painter || model, ...(under.length ? under : [words])].join(" · "));
}

async function rename() {
  const title = await asked("Name of the session", state.place.title);
  if (title) await order({ do: "rename", title });
  await refreshAbout();
}

async function drop() {
  const word = await asked("Everything in this session goes. Type delete to go on.", "");
  if (word.toLowerCase() !== "delete") return;
  await remove(`/sessions/${state.place.session}`);
  await refreshAbout();
  const [next] = state.about.sessions;
  await (next ? openSession(next.id) : newSession());
}
