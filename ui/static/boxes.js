// Boxes that can be dragged, sized and driven by keys. Nothing is asked of the server meanwhile.

import { el, icon } from "./dom.js";
import { plan, reword } from "./plan.js";
import { tell, tryTo } from "./store.js";

const MOST = 999;
const LEAST = 20;
const HANDLES = ["nw", "ne", "sw", "se"];
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const STEP = 10;

const within = (value, least, most) => Math.min(Math.max(value, least), most);

export function moved([x0, y0, x1, y1], dx, dy) {
  const across = within(Math.round(dx), -x0, MOST - x1);
  const down = within(Math.round(dy), -y0, MOST - y1);
  return [x0 + across, y0 + down, x1 + across, y1 + down];
}

export function sized([x0, y0, x1, y1], handle, dx, dy) {
  if (handle.includes("w")) x0 = within(Math.round(x0 + dx), 0, x1 - LEAST);
  if (handle.includes("e")) x1 = within(Math.round(x1 + dx), x0 + LEAST, MOST);
  if (handle.includes("n")) y0 = within(Math.round(y0 + dy), 0, y1 - LEAST);
  if (handle.includes("s")) y1 = within(Math.round(y1 + dy), y0 + LEAST, MOST);
  return [x0, y0, x1, y1];
}

const percent = (value) => `${value / 10}%`;

function put(node, [x0, y0, x1, y1]) {
  node.style.left = percent(x0);
  node.style.top = percent(y0);
  node.style.width = percent(x1 - x0);
  node.style.height = percent(y1 - y0);
}

export function boxNode(one, index, count) {
  const isLocked = index in plan.locked;
  const node = el(
    "div",
    {
      class: `box${plan.selected === index ? " chosen" : ""}${isLocked ? " locked" : ""}`,
      tabindex: "0",
      role: "group",
      "aria-roledescription": "movable box",
      "aria-label": `${one.phrase || "object"}, ${index + 1} of ${count}${isLocked ? ", locked" : ""}. Arrows move, shift and arrows size, enter renames, delete removes.`,
      "data-index": index,
      style: { "--mask": one.colour },
    },
    el("span", { class: "box-name" }, isLocked ? icon("lock") : null, one.phrase || "object"),
    HANDLES.map((handle) => el("i", { class: `handle ${handle}`, "data-handle": handle })),
  );
  put(node, one.box);
  node.addEventListener("pointerdown", (event) => grab(event, node, one, index, isLocked));
  node.addEventListener("keydown", (event) => typed(event, node, one, index, isLocked));
  node.addEventListener("focus", () => choose(index));
  node.addEventListener("dblclick", () => toName(index));
  for (const [way, isLit] of [["pointerenter", true], ["pointerleave", false]]) {
    node.addEventListener(way, () => document.querySelector(`.word[data-index="${index}"]`)?.classList.toggle("lit", isLit));
  }
  return node;
}

export function choose(index) {
  if (plan.selected === index) return;
  plan.selected = index;
  tell("chosen");
}

function grab(event, node, one, index, isLocked) {
  if (event.button !== 0) return;
  event.preventDefault();
  node.focus({ preventScroll: true });
  if (isLocked) return;
  const area = node.parentElement.getBoundingClientRect();
  const handle = event.target.dataset.handle;
  const start = { x: event.clientX, y: event.clientY, box: one.box };
  node.setPointerCapture(event.pointerId);
  node.classList.add("held");
  const move = (now) => {
    const dx = ((now.clientX - start.x) / area.width) * 1000;
    const dy = ((now.clientY - start.y) / area.height) * 1000;
    one.box = handle ? sized(start.box, handle, dx, dy) : moved(start.box, dx, dy);
    put(node, one.box);
  };
  const leave = () => {
    node.removeEventListener("pointermove", move);
    node.classList.remove("held");
    if (one.box !== start.box) tell("plan");
  };
  node.addEventListener("pointermove", move);
  node.addEventListener("pointerup", leave, { once: true });
  node.addEventListener("pointercancel", leave, { once: true });
}

function typed(event, node, one, index, isLocked) {
  const way = KEYS[event.key];
  if (event.key === "Escape") {
    plan.selected = null;
    node.blur();
    tell("chosen");
  } else if (isLocked) {
    return;
  } else if (way) {
    event.preventDefault();
    const [dx, dy] = way.map((unit) => unit * STEP);
    one.box = event.shiftKey ? sized(one.box, "se", dx, dy) : moved(one.box, dx, dy);
    put(node, one.box);
    tell("measured");
  } else if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    tryTo(() => reword("remove", { index }));
  } else if (event.key === "Enter") {
    event.preventDefault();
    toName(index);
  }
}

function toName(index) {
  const table = document.querySelector(".objects-table details");
  if (table) table.open = true;
  table?.querySelector(`[data-name="${index}"]`)?.select();
}
