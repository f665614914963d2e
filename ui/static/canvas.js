// The canvas: the picture with its plan over it, the plan's words, and the same plan as a table.

import { boxNode, choose } from "./boxes.js";
import { compareView } from "./compare.js";
import { button, counted, el, icon, iconButton, perFrame, replaced, seconds } from "./dom.js";
import { draw, drop, elements, isChanged, lock, plan, reword } from "./plan.js";
import { current, on, order, running, state, tell, tryTo } from "./store.js";
import { picture as address } from "./wire.js";

const COLOURS = ["red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "black", "white"];
const SIDES = ["left", "top", "right", "bottom"];

export function canvas() {
  const image = el("img", { class: "shown", alt: "" });
  const emerging = el("img", { class: "shown emerging", alt: "The picture emerging", hidden: true });
  const boxes = el("div", { class: "boxes" });
  const empty = el("p", { class: "empty" });
  const frame = el("div", { class: "frame" }, image, emerging, boxes, empty);
  const words = el("div", { class: "words", "aria-label": "The plan in words" });
  const table = el("div", { class: "objects-table" });
  const doing = el("div", { class: "doing" });
  const facts = el("p", { class: "small facts" });
  const toggle = el("input", { type: "checkbox", checked: true });
  toggle.addEventListener("change", () => boxes.classList.toggle("hidden", !toggle.checked));

  // What is being drawn is seen in place, until the session has moved on to what came of it.
  const drawEmerging = () => {
    const preview = running().find((turn) => turn.painting?.preview)?.painting.preview;
    if (preview) {
      emerging.src = preview;
      emerging.dataset.over = String(state.place.head);
    }
    emerging.hidden = !emerging.src || !running().length || emerging.dataset.over !== String(state.place.head);
    if (emerging.hidden) emerging.removeAttribute("src");
  };

  const drawPicture = () => {
    drawEmerging();
    const shown = plan.turn ? null : current();
    image.hidden = !shown;
    if (shown) {
      const src = address(state.place.session, shown.digest);
      if (image.getAttribute("src") !== src) image.src = src;
      image.alt = `Picture ${shown.number}: ${shown.wish || shown.operation}`;
      frame.style.aspectRatio = `${shown.width} / ${shown.height}`;
    } else {
      image.removeAttribute("src");
      frame.style.aspectRatio = "1";
    }
    facts.textContent = shown
      ? [
          `Picture ${shown.number}`,
          shown.name,
          `${shown.width} × ${shown.height}`,
          shown.operation === "upload" ? "yours" : `seed ${shown.seed}`,
          shown.outside === null ? null : `changed outside: ${shown.outside} px`,
          shown.seconds ? seconds(shown.seconds) : null,
        ].filter(Boolean).join(" · ")
      : "";
    const hasNothing = !shown && !elements().length;
    empty.hidden = !hasNothing;
    empty.textContent = hasNothing ? "The picture and its plan appear here." : "";
  };

  const drawBoxes = () => {
    boxes.inert = !plan.turn && !current();
    const held = document.activeElement?.closest?.(".box")?.dataset.index;
    const all = elements();
    replaced(boxes, all.map((one, index) => boxNode(one, index, all.length)));
    if (held !== undefined) boxes.children[Math.min(Number(held), all.length - 1)]?.focus({ preventScroll: true });
  };

  // Drawn only when something else can be done: nothing is taken from under a hand that writes.
  const drawDoing = () => {
    const busy = [...state.turns.values()].some((turn) => turn.state === "running");
    const { turn, known, scene, looking } = plan;
    const about = JSON.stringify([busy, isChanged(), turn, known, scene, looking, elements().length > 0, current()?.digest, current()?.number]);
    if (doing.dataset.about === about) return;
    doing.dataset.about = about;
    const writes = doing.contains(document.activeElement) && document.activeElement.matches("input");
    replaced(doing, actions(busy));
    if (writes) doing.querySelector("input")?.focus({ preventScroll: true });
  };
  const all = () => {
    drawPicture();
    drawBoxes();
    replaced(words, sentence());
    replaced(table, objects());
    drawDoing();
  };
  on("plan", perFrame(all));
  on("place pictures", perFrame(drawPicture));
  on("turns notice", perFrame(drawDoing));
  on("live turns", perFrame(drawEmerging));
  on("measured", perFrame(() => {
    measured(table);
    drawDoing();
  }));
  on("chosen", perFrame(() => marked(boxes, words, table)));
  on("typed", perFrame(drawDoing));

  const side = compareView();
  return el(
    "section",
    { class: "stage", "aria-label": "Plan and picture" },
    side,
    el(
      "div",
      { class: "stage-inner" },
      el("div", { class: "stage-head" }, facts, el("label", { class: "small toggle" }, toggle, " Boxes")),
      frame,
      doing,
      words,
      table,
    ),
  );
}

function marked(...places) {
  for (const place of places) {
    for (const one of place.querySelectorAll("[data-index]")) {
      one.classList.toggle("chosen", Number(one.dataset.index) === plan.selected);
    }
  }
}

function actions(busy) {
  const changed = isChanged();
  const shown = current();
  if (!elements().length && shown && plan.known && !plan.scene && plan.looking) {
    return [el("p", { class: "small", role: "status" }, "Looking for what is in it…"), adder()];
  }
  if (!elements().length && shown && plan.known && !plan.scene) {
    return el(
      "p",
      {},
      "Nothing is known about what is where in this picture. ",
      button("Find the objects", () => tryTo(() => order({ do: "tool", tool: "describe_picture", arguments: { picture: shown.number } }))),
      " ",
      adder(),
    );
  }
  if (!shown && !elements().length) return null;
  if (!shown && !plan.turn) return el("p", { class: "small" }, "This is being drawn.");
  return [
    changed || plan.turn ? button("Draw this plan", () => tryTo(draw), { class: "main", disabled: busy || !plan.known || null }) : null,
    changed ? button("Drop changes", drop, { class: "quiet" }) : null,
    adder(),
    el("span", { class: "small" }, changed
        ? "Same seed; nothing is planned anew."
        : plan.turn
          ? "This plan waits for you."
          : shown?.operation === "upload"
            ? "Seen by the model: mend what it got wrong. Move a box or change a word, and draw it."
            : "Move a box or change a word, and draw it again."),
  ];
}

// One for good, so that what is being written in it stays.
let adding = null;

const adder = () => (adding ??= makeAdder());

function makeAdder() {
  const name = el("input", { class: "add-name", placeholder: "Add an object…", "aria-label": "Name of an object to add", maxlength: "200" });
  return el(
    "form",
    {
      class: "adder",
      onsubmit: (event) => {
        event.preventDefault();
        const phrase = name.value.trim();
        if (!phrase) return;
        tryTo(async () => {
          await reword("add", { phrase, box: freePlace() });
          if (name.value.trim() === phrase) name.value = "";
        });
      },
    },
    name,
    el("button", { class: "quiet", "aria-label": "Add the object", title: "Add the object" }, icon("plus")),
  );
}

// The corner or middle where the new box covers least of the others.
function freePlace() {
  const places = [350, 40, 660].flatMap((x) => [350, 40, 660].map((y) => [x, y, x + 300, y + 300]));
  const covered = (box) =>
    elements().reduce((sum, { box: other }) => {
      const wide = Math.min(box[2], other[2]) - Math.max(box[0], other[0]);
      const high = Math.min(box[3], other[3]) - Math.max(box[1], other[1]);
      return sum + Math.max(wide, 0) * Math.max(high, 0);
    }, 0);
  return places.reduce((best, box) => (covered(box) < covered(best) ? box : best));
}

function sentence() {
  let index = -1;
  return plan.parts.map((part, at) => {
    if (typeof part !== "string") {
      index += 1;
      return word(part, index);
    }
    const text = el("span", { class: "text", contenteditable: "plaintext-only", role: "textbox", "aria-label": "Words of the plan", spellcheck: "false" }, part);
    text.addEventListener("input", () => {
      plan.parts[at] = text.textContent.replaceAll("\n", " ");
      tell("typed");
    });
    return text;
  });
}

function word(part, index) {
  const node = button(part.phrase || "object", () => choose(index), {
    class: `word${plan.selected === index ? " chosen" : ""}`,
    "data-index": index,
    style: { "--mask": part.colour },
  });
  node.addEventListener("pointerenter", () => document.querySelector(`.box[data-index="${index}"]`)?.classList.add("lit"));
  node.addEventListener("pointerleave", () => document.querySelector(`.box[data-index="${index}"]`)?.classList.remove("lit"));
  return node;
}

function objects() {
  const all = elements();
  if (!all.length) return null;
  return el(
    "details",
    { open: tableOpen, ontoggle: (event) => (tableOpen = event.target.open) },
    el("summary", {}, counted(all.length, "object"), " as a table"),
    el(
      "div",
      { class: "wide" },
      el(
        "table",
        {},
        el("thead", {}, el("tr", {}, ["Object", "Colour", ...SIDES, ""].map((name) => el("th", { scope: "col" }, name || el("span", { class: "unseen" }, "Actions"))))),
        el("tbody", {}, all.map(row)),
      ),
    ),
  );
}

let tableOpen = true;

function row(one, index) {
  const isLocked = index in plan.locked;
  const name = el("input", { value: one.phrase, "aria-label": `Name of object ${index + 1}`, "data-name": index, maxlength: "200", disabled: isLocked });
  name.addEventListener("change", () => {
    const phrase = name.value.trim();
    if (phrase && phrase !== one.phrase) tryTo(() => reword("rename", { index, phrase }));
    else name.value = one.phrase;
  });
  const colour = el(
    "select",
    { "aria-label": `Colour of ${one.phrase || "object"}`, disabled: isLocked },
    el("option", { value: "" }, "—"),
    COLOURS.map((known) => el("option", { value: known, selected: one.phrase.split(" ").includes(known) }, known)),
  );
  colour.addEventListener("change", () => colour.value && tryTo(() => reword("recolour", { index, colour: colour.value })));
  return el(
    "tr",
    { "data-index": index, class: plan.selected === index ? "chosen" : "", onfocusin: () => choose(index) },
    el("td", {}, el("i", { class: "dot", style: { background: one.colour } }), name),
    el("td", {}, colour),
    SIDES.map((side, corner) => el("td", {}, number(one, index, side, corner, isLocked))),
    el(
      "td",
      { class: "tools" },
      iconButton(isLocked ? "lock" : "open", `${isLocked ? "Unlock" : "Lock"} ${one.phrase}`, () => tryTo(() => lock(index)), {
        "aria-pressed": String(isLocked),
        disabled: plan.turn || isChanged() ? true : null,
      }),
      iconButton("trash", `Remove ${one.phrase}`, () => tryTo(() => reword("remove", { index })), { disabled: isLocked || null }),
    ),
  );
}

function number(one, index, side, corner, isLocked) {
  const field = el("input", {
    type: "number",
    min: 0,
    max: 999,
    step: 1,
    value: one.box[corner],
    "aria-label": `${side} of ${one.phrase || "object"}`,
    "data-corner": corner,
    disabled: isLocked,
  });
  field.addEventListener("change", () => {
    const box = [...one.box];
    box[corner] = Math.min(Math.max(Math.round(Number(field.value)) || 0, 0), 999);
    if (box[0] < box[2] && box[1] < box[3]) one.box = box;
    tell("plan");
  });
  return field;
}

function measured(table) {
  const all = elements();
  for (const row of table.querySelectorAll("tr[data-index]")) {
    for (const field of row.querySelectorAll("[data-corner]")) {
      field.value = all[Number(row.dataset.index)].box[Number(field.dataset.corner)];
    }
  }
}

