// Where one writes: words, pictures that come with them, and what the message is about.

import { el, iconButton, perFrame, replaced } from "./dom.js";
import { complain, current, on, order, pictureOf, running, state, tell, tryTo, upload, waiting } from "./store.js";
import { goTo, newKey, say } from "./talk.js";
import { picture as address } from "./wire.js";

const MOST_BYTES = 25 * 1024 * 1024;

export function composer() {
  const text = el("textarea", { rows: 1, placeholder: "Say what to draw or change…", "aria-label": "Message", maxlength: "4000" });
  const chips = el("div", { class: "chips" });
  const file = el("input", { type: "file", accept: "image/png,image/jpeg,image/webp,image/gif,image/bmp,image/tiff", multiple: true, hidden: true, tabindex: "-1" });
  const go = iconButton("send", "Send", submit, { class: "main round" });
  const stop = iconButton("stop", "Stop", cancel, { class: "round stop" });

  // What could not be sent keeps its key: if it arrived all the same, it is not said twice.
  let unsent = { about: "", key: "" };

  function submit() {
    const words = text.value.trim();
    if (!words) return text.focus();
    if (go.disabled) return null;
    return tryTo(async () => {
      const { session } = state.place;
      const attached = [...state.attached];
      const takesAll = !waiting();
      const about = JSON.stringify([session, words, attached]);
      if (unsent.about !== about) unsent = { about, key: newKey() };
      go.disabled = true;
      try {
        await say(words, attached, unsent.key);
      } finally {
        go.disabled = false;
      }
      unsent = { about: "", key: "" };
      // What was written meanwhile stays.
      if (text.value.trim() === words) text.value = "";
      grow();
      if (takesAll && state.place.session === session) state.attached = state.attached.filter((one) => !attached.includes(one));
      tell("chips");
    });
  }

  function grow() {
    text.style.height = "";
    if (text.value) text.style.height = `${Math.min(text.scrollHeight, 180)}px`;
  }

  text.addEventListener("input", grow);
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  file.addEventListener("change", () => {
    takeIn(file.files);
    file.value = "";
  });
  const busy = () => {
    const some = running().length > 0;
    stop.hidden = !some;
    text.placeholder = waiting() ? "Say what should be different…" : current() ? "Say what to change…" : "Say what to draw…";
  };
  on("turns place", perFrame(busy));
  on("place pictures session chips", perFrame(() => replaced(chips, subject(), state.attached.map(reference))));
  busy();
  dropping();
  return el(
    "form",
    { class: "composer", onsubmit: (event) => event.preventDefault() },
    chips,
    el("div", { class: "line" }, iconButton("clip", "Add pictures", () => file.click()), file, text, stop, go),
  );
}

function cancel() {
  return tryTo(() => Promise.all(running().map((turn) => order({ do: "cancel", turn: turn.turn }, { strict: false }))));
}

function chip(number, label, about) {
  return el(
    "span",
    { class: "chip" },
    el("img", { src: address(state.place.session, pictureOf(number).digest, 96), alt: "", width: 24, height: 24 }),
    label,
    about,
  );
}

function subject() {
  const here = current();
  if (!here) return null;
  const list = el(
    "select",
    { "aria-label": "The picture this is about" },
    el("option", { value: "" }, "a new picture"),
    state.pictures.slice(-50).map((one) => el("option", { value: one.number, selected: one.number === here.number }, `picture ${one.number}`)),
    here.number <= state.pictures.length - 50 ? el("option", { value: here.number, selected: true }, `picture ${here.number}`) : null,
  );
  list.addEventListener("change", () => tryTo(() => goTo(list.value ? Number(list.value) : null)));
  return chip(here.number, el("label", {}, "About ", list), iconButton("plus", `Use picture ${here.number} as a reference`, () => {
    if (!state.attached.includes(here.number)) state.attached.push(here.number);
    tell("chips");
  }));
}

function reference(number) {
  return chip(number, `Reference: picture ${number}`, iconButton("close", `Leave out picture ${number}`, () => {
    state.attached = state.attached.filter((one) => one !== number);
    tell("chips");
  }));
}

async function takeIn(files) {
  for (const file of files) {
    if (file.size > MOST_BYTES) {
      complain(new Error(`“${file.name}” is larger than 25 MiB; choose a smaller one.`));
      continue;
    }
    await tryTo(() => upload(file));
  }
}

function dropping() {
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length) {
      event.preventDefault();
      takeIn(files);
    }
  });
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    document.getElementById("got").classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.getElementById("got").classList.remove("dropping");
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    document.getElementById("got").classList.remove("dropping");
    takeIn(event.dataTransfer?.files ?? []);
  });
}

