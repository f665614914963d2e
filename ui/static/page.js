// The page: puts the parts together and shows the session that is wanted.

import { bar } from "./bar.js";
import { canvas } from "./canvas.js";
import { composer } from "./composer.js";
import { el, button, replaced } from "./dom.js";
import { tree } from "./history.js";
import { complain, hush, newSession, on, openSession, show, spent, state, tell, tryTo } from "./store.js";
import { talk } from "./talk.js";
import { settleTheme } from "./theme.js";
import { firstAnswer } from "./wire.js";

function notices() {
  const place = el("div", { class: "notices", "aria-live": "polite" });
  on("notice", () =>
    replaced(
      place,
      state.stale &&
        el(
          "p",
          { class: "notice" },
          "This session was changed in another tab. Nothing was mixed in. ",
          button("Show what is there now", () => tryTo(() => openSession(state.place.session))),
        ),
      state.trouble &&
        el(
          "p",
          { class: "notice trouble", role: "alert" },
          state.trouble,
          " ",
          button("Close", hush, { class: "quiet" }),
        ),
    ),
  );
  return place;
}

function tabs(main) {
  const names = { talk: "Talk", stage: "Plan", tree: "History" };
  const turn = (name) => {
    main.dataset.shown = name;
    for (const one of place.children) one.setAttribute("aria-pressed", String(one.dataset.name === name));
  };
  const place = el(
    "nav",
    { class: "tabs", "aria-label": "Parts of the page" },
    Object.entries(names).map(([name, label]) => button(label, () => turn(name), { "data-name": name })),
  );
  turn("talk");
  on("show-stage", () => turn("stage"));
  on("show-talk", () => turn("talk"));
  return place;
}

async function start() {
  const place = document.getElementById("got");
  settleTheme();
  const main = el("main", { class: "parts" }, talk(composer()), canvas(), tree());
  replaced(place, bar(), notices(), main, tabs(main));
  try {
    const { about, view } = await firstAnswer();
    state.about = about;
    if (view) await show(view);
    else await newSession();
    tell("about");
  } catch (error) {
    complain(error);
  }
  place.dataset.state = "open";
  window.got = { state, spent, openSession, interactive: performance.now() };
}

start();
