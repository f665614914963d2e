// Two pictures side by side, under a slider, or what differs between them.

import { button, el, iconButton, replaced } from "./dom.js";
import { current, on, pictureOf, state, tell } from "./store.js";
import { picture as address } from "./wire.js";

const held = { first: null, second: null, from: null, way: "slider" };
const WAYS = { slider: "Slider", sides: "Side by side", heat: "Difference" };

export function compare(number) {
  const here = current();
  held.first = Math.min(number, here?.number ?? number);
  held.second = Math.max(number, here?.number ?? number);
  if (held.first === held.second) held.first = pictureOf(number).parent ?? Math.max(number - 1, 1);
  held.from = number;
  tell("compare", "show-stage");
  document.querySelector(".compare [aria-pressed=true]")?.focus();
}

export function compareView() {
  const place = el("div", { class: "compare", hidden: true });
  on("session", () => {
    held.first = null;
    tell("compare");
  });
  on("compare", () => {
    place.hidden = held.first === null;
    document.getElementById("got")?.classList.toggle("comparing", !place.hidden);
    if (place.hidden) return;
    const focused = place.contains(document.activeElement) && document.activeElement.dataset.part;
    replaced(place, head(), body());
    if (focused) place.querySelector(`[data-part="${focused}"]`)?.focus();
  });
  return place;
}

function head() {
  return el(
    "div",
    { class: "compare-head" },
    el("div", { class: "pair" }, picker("first"), el("span", {}, "and"), picker("second")),
    iconButton("close", "Close the comparison", () => {
      held.first = null;
      tell("compare");
      document.querySelector(`.version[data-number="${held.from}"] .go`)?.focus();
    }),
    el(
      "div",
      { class: "ways", role: "group", "aria-label": "How to compare" },
      Object.entries(WAYS).map(([way, label]) =>
        button(label, () => {
          held.way = way;
          tell("compare");
        }, { "aria-pressed": String(held.way === way), "data-part": way }),
      ),
    ),
  );
}

function picker(which) {
  const list = el(
    "select",
    { "aria-label": which === "first" ? "First picture" : "Second picture", "data-part": which },
    state.pictures.map((one) => el("option", { value: one.number, selected: one.number === held[which] }, `Picture ${one.number}`)),
  );
  list.addEventListener("change", () => {
    held[which] = Number(list.value);
    tell("compare");
  });
  return list;
}

function body() {
  const first = pictureOf(held.first);
  const second = pictureOf(held.second);
  const show = (one) => el("img", { src: address(state.place.session, one.digest), alt: `Picture ${one.number}` });
  if (held.way === "sides") {
    return el("div", { class: "sides" }, [first, second].map((one) => el("figure", {}, show(one), el("figcaption", {}, `Picture ${one.number}`))));
  }
  if (held.way === "heat") return heat(first, second);
  const top = show(second);
  const slide = el("input", { type: "range", min: 0, max: 100, value: 50, "aria-label": `How much of picture ${second.number} is shown` });
  const seam = el("i", { class: "seam" });
  const cut = () => {
    top.style.clipPath = `inset(0 0 0 ${slide.value}%)`;
    seam.style.left = `${slide.value}%`;
  };
  slide.addEventListener("input", cut);
  cut();
  return [
    el("div", { class: "over", style: { "aspect-ratio": `${first.width} / ${first.height}` } }, show(first), top, seam),
    slide,
    el("p", { class: "small" }, `Left: picture ${first.number}. Right: picture ${second.number}.`),
  ];
}

function heat(first, second) {
  const said = el("p", { class: "small", role: "status" }, "Comparing…");
  const map = el("canvas", { class: "heat", role: "img", "aria-label": "Where the pictures differ" });
  if (first.width !== second.width || first.height !== second.height) {
    said.textContent = "The pictures differ in size, so they cannot be compared pixel by pixel.";
    return said;
  }
  difference(first, second, map).then((share) => {
    const related = second.parent === first.number && second.outside !== null;
    said.textContent =
      (share ? `${(share * 100).toFixed(1)} % of the pixels differ.` : "Not one pixel differs.") +
      (related ? ` Changed outside: ${second.outside} px.` : "");
  }).catch(() => (said.textContent = "The pictures could not be loaded. Choose again how to compare them."));
  return [map, said];
}

async function difference(first, second, map) {
  const [a, b] = await Promise.all([first, second].map(pixels));
  map.width = first.width;
  map.height = first.height;
  const pen = map.getContext("2d");
  const out = pen.createImageData(first.width, first.height);
  let changed = 0;
  for (let at = 0; at < a.length; at += 4) {
    const apart = Math.max(Math.abs(a[at] - b[at]), Math.abs(a[at + 1] - b[at + 1]), Math.abs(a[at + 2] - b[at + 2]));
    changed += apart > 0;
    const heat = Math.sqrt(apart / 255);
    const grey = 24 + (a[at] + a[at + 1] + a[at + 2]) / 16;
    out.data.set(apart ? [255 * Math.min(1, 0.35 + heat), 230 * heat * heat, 40, 255] : [grey, grey, grey + 6, 255], at);
  }
  pen.putImageData(out, 0, 0);
  return changed / (a.length / 4);
}

async function pixels(one) {
  const image = new Image();
  image.src = address(state.place.session, one.digest);
  await image.decode();
  const sheet = new OffscreenCanvas(one.width, one.height);
  const pen = sheet.getContext("2d");
  pen.drawImage(image, 0, 0);
  return pen.getImageData(0, 0, one.width, one.height).data;
}
