// The tree of versions: only the rows that can be seen exist, however long the session is.

import { compare } from "./compare.js";
import { button, counted, el, icon, iconButton, perFrame, replaced, svg } from "./dom.js";
import { on, openSession, order, pictureOf, state, tell, tryTo } from "./store.js";
import { goTo, star } from "./talk.js";
import { get, picture as address } from "./wire.js";

const ROW = 64;
const LANE = 14;
const LANES = 6;
const SPARE = 6;

let lanes = [];

// A first child goes on in its parent's lane; every other child begins a lane of its own.
function layOut() {
  const grown = new Set();
  let used = 0;
  lanes = [];
  for (const { parent } of state.pictures) {
    const isFirst = !grown.has(parent);
    lanes.push(isFirst ? (lanes[parent - 1] ?? 0) : (used += 1));
    grown.add(parent);
  }
}

const laneOf = (number) => Math.min(lanes[number - 1] ?? 0, LANES - 1);
const x = (number) => 10 + laneOf(number) * LANE;
const y = (number) => (state.pictures.length - number) * ROW + ROW / 2;

export function tree() {
  const rows = el("div", { class: "rows", role: "list" });
  const lines = svg("svg", { class: "lines", "aria-hidden": "true" });
  const scroll = el("div", { class: "scroll", tabindex: "0", "aria-label": "Versions" }, rows);
  const head = el("div", { class: "tree-head" });
  const found = el("div", { class: "found", "aria-live": "polite" });
  const drawn = new Map();

  // While one scrolls only the rows that come into view are made.
  function draw(anew) {
    const count = state.pictures.length;
    rows.style.height = `${count * ROW}px`;
    const first = Math.max(0, Math.floor(scroll.scrollTop / ROW) - SPARE);
    const last = Math.min(count, Math.ceil((scroll.scrollTop + (scroll.clientHeight || 600)) / ROW) + SPARE);
    const wanted = new Set();
    for (let at = first; at < last; at += 1) wanted.add(count - at);
    for (const [number, node] of drawn) {
      if (!wanted.has(number)) {
        node.remove();
        drawn.delete(number);
      }
    }
    for (const number of wanted) {
      const held = drawn.get(number);
      if (held && !anew) continue;
      const node = row(number);
      if (held?.contains(document.activeElement) && held.dataset.head === node.dataset.head) {
        held.style.top = node.style.top;
        continue;
      }
      const focused = held?.contains(document.activeElement);
      held ? held.replaceWith(node) : rows.append(node);
      drawn.set(number, node);
      if (focused) node.querySelector(".go").focus();
    }
    lines.setAttribute("height", String(count * ROW));
    replaced(lines, [...wanted].flatMap(edges));
    if (!rows.contains(lines)) rows.prepend(lines);
  }

  function drawHead() {
    const { ahead, elsewhere, branches, branch } = state.place;
    const list = el("select", { "aria-label": "Branch" }, branches.map((one) => el("option", { value: one.name, selected: one.name === branch }, one.name)));
    list.addEventListener("change", () => tryTo(() => order({ do: "switch", name: list.value })));
    replaced(
      head,
      branches.length > 1 ? el("label", { class: "small" }, "Branch ", list) : null,
      el(
        "p",
        { class: "small" },
        [
          ahead ? `${counted(ahead, "later version")} after this one` : "",
          elsewhere ? `${counted(elsewhere, "version")} on another branch` : "",
        ].filter(Boolean).join(" · ") || (state.pictures.length ? "This is the newest version." : "Every version is kept here."),
      ),
    );
  }

  const soon = perFrame(() => draw(false));
  scroll.addEventListener("scroll", soon, { passive: true });
  new ResizeObserver(soon).observe(scroll);
  on("pictures", () => {
    layOut();
    for (const node of drawn.values()) node.remove();
    drawn.clear();
    soon();
  });
  on("place", perFrame(() => {
    draw(true);
    drawHead();
  }));
  on("session", () => {
    replaced(found);
    scroll.scrollTop = 0;
  });

  return el("section", { class: "tree", "aria-label": "History" }, el("h2", {}, "History"), search(found), found, head, scroll);
}

function edges(number) {
  const { parent } = pictureOf(number);
  const dot = svg("circle", { cx: x(number), cy: y(number), r: number === state.place.head ? 5 : 3.5, class: number === state.place.head ? "here" : "" });
  if (!parent) return [dot];
  const [x0, y0, x1, y1] = [x(parent), y(parent), x(number), y(number)];
  const line = x0 === x1 ? `M${x0} ${y0}V${y1}` : `M${x0} ${y0}C${x0} ${y0 - 30} ${x1} ${y0 - 30} ${x1} ${y0 - ROW}V${y1}`;
  return [svg("path", { d: line }), dot];
}

function row(number) {
  const one = pictureOf(number);
  const isHere = number === state.place.head;
  return el(
    "div",
    { class: `version${isHere ? " here" : ""}`, role: "listitem", "data-number": number, "data-head": String(isHere), style: { top: `${y(number) - ROW / 2}px`, "padding-left": `${24 + laneOf(number) * LANE}px` } },
    el(
      "button",
      { type: "button", class: "go", onclick: () => tryTo(() => goTo(number)), "aria-current": isHere ? "true" : null, "aria-label": `Picture ${number}, ${one.name || one.wish || one.operation}${one.starred ? ", starred" : ""}` },
      el("img", { src: address(state.place.session, one.digest, 96), alt: "", width: 44, height: 44, loading: "lazy" }),
      el("span", { class: "about" }, el("b", {}, one.name || `Picture ${number}`), el("span", {}, `${one.name ? `Picture ${number} · ` : ""}${one.wish || one.operation}`)),
      one.starred ? el("span", { class: "starred" }, icon("star")) : null,
    ),
    iconButton("more", `More about picture ${number}`, (event) => menu(event.currentTarget, one), { "aria-haspopup": "menu" }),
  );
}

let openMenu = null;

function menu(anchor, one) {
  const close = () => {
    openMenu?.remove();
    openMenu = null;
  };
  if (openMenu?.dataset.number === String(one.number)) return close();
  close();
  const item = (label, work) =>
    button(label, () => {
      close();
      anchor.focus();
      tryTo(work);
    }, { role: "menuitem" });
  openMenu = el(
    "div",
    { class: "menu", role: "menu", "data-number": one.number },
    item(one.starred ? "Take the star away" : "Star", () => star(one.number, !one.starred)),
    item("Name…", () => named(one)),
    item("Branch from here…", () => branched(one)),
    state.pictures.length > 1 ? item("Compare with this one", () => compare(one.number)) : null,
    item("Repeat its change here", () => order({ do: "tool", tool: "cherry_pick", arguments: { picture: one.number } })),
    item("More like this", () => order({ do: "tool", tool: "vary", arguments: { count: 2, picture: one.number } })),
  );
  anchor.closest(".version").append(openMenu);
  openMenu.scrollIntoView({ block: "nearest" });
  openMenu.querySelector("button").focus({ preventScroll: true });
  openMenu.addEventListener("keydown", (event) => {
    const all = [...openMenu.children];
    const at = all.indexOf(document.activeElement);
    if (event.key === "Escape") close(), anchor.focus();
    if (event.key === "ArrowDown") all[(at + 1) % all.length].focus();
    if (event.key === "ArrowUp") all[(at - 1 + all.length) % all.length].focus();
  });
  setTimeout(() => document.addEventListener("click", (event) => !openMenu?.contains(event.target) && close(), { once: true }));
}

async function named(one) {
  const name = await asked("Name this version", one.name ?? "");
  if (!name) return;
  await order({ do: "name", picture: one.number, name }, { strict: false });
  one.name = name;
  tell("pictures");
}

async function branched(one) {
  const name = await asked("Name of the new branch", "");
  if (name) await order({ do: "branch", name, picture: one.number });
}

// A question in a dialog of the page's own.
export function asked(question, value) {
  return new Promise((answer) => {
    const field = el("input", { value, maxlength: "200", "aria-label": question });
    const dialog = el(
      "dialog",
      { class: "ask" },
      el(
        "form",
        { method: "dialog" },
        el("label", {}, question, field),
        el("div", { class: "quick" }, el("button", { class: "main", value: "yes" }, "Save"), el("button", { value: "", formnovalidate: true }, "Cancel")),
      ),
    );
    dialog.addEventListener("close", () => {
      answer(dialog.returnValue === "yes" ? field.value.trim() : "");
      dialog.remove();
    });
    document.getElementById("got").append(dialog);
    dialog.showModal();
    field.select();
  });
}

function search(found) {
  const field = el("input", { type: "search", placeholder: "Search wishes and plans", "aria-label": "Search wishes and plans", maxlength: "200" });
  return el(
    "form",
    {
      class: "search",
      role: "search",
      onsubmit: (event) => {
        event.preventDefault();
        if (!field.value.trim()) return replaced(found);
        const mine = (searches += 1);
        return tryTo(async () => {
          const hits = await get(`/search?words=${encodeURIComponent(field.value)}`);
          if (mine === searches) replaced(found, results(hits, found));
        });
      },
    },
    field,
    el("button", { class: "quiet", "aria-label": "Search", title: "Search" }, icon("search")),
  );
}

// Of several searches the last one is shown, whichever answer comes first.
let searches = 0;

function results(hits, found) {
  if (!hits.length) return el("p", { class: "small" }, "Nothing found.");
  const turns = new Set();
  const first = hits.filter((hit) => !turns.has(hit.turn ?? hit.excerpt) && turns.add(hit.turn ?? hit.excerpt));
  return [
    first.map((hit) =>
      button(
        [el("span", {}, ...excerpt(hit.excerpt)), hit.session === state.place.session ? null : el("span", { class: "small" }, `in ${hit.title || "another session"}`)],
        () => tryTo(() => open(hit)),
        { class: "hit" },
      ),
    ),
    button("Close the results", () => replaced(found), { class: "quiet" }),
  ];
}

function* excerpt(text) {
  for (const piece of text.replace(/\s+([.,;])/g, "$1").split("\x01")) {
    const [matched, rest] = piece.includes("\x02") ? piece.split("\x02") : [null, piece];
    if (matched !== null) yield el("mark", {}, matched);
    yield rest;
  }
}

async function open(hit) {
  if (hit.session !== state.place.session && !(await openSession(hit.session))) return;
  state.wanted = hit;
  tell("show-talk", "wanted");
}
