// The conversation: one card per turn, drawn again from its events whenever one comes.

import { button, counted, el, lasted, perFrame, replaced } from "./dom.js";
import { checksList, planMap } from "./plan_card.js";
import * as stage from "./plan.js";
import { complain, current, earlier, elsewhere, on, order, pictureOf, running, state, timed, tryTo, waiting } from "./store.js";
import { picture as address, post } from "./wire.js";

const cards = new Map();

export function talk(composer) {
  const list = el("ol", { class: "turns" });
  const more = button("Earlier turns", () => tryTo(readEarlier), { class: "quiet more" });
  const scroll = el("div", { class: "scroll", tabindex: "0", "aria-label": "Conversation" }, more, list);

  async function readEarlier() {
    const height = scroll.scrollHeight;
    await earlier();
    draw();
    scroll.scrollTop += scroll.scrollHeight - height;
  }

  list.addEventListener("click", (event) => {
    const fold = event.target.closest("summary")?.parentElement;
    if (fold) fold.dataset.byHand = "yes";
  });

  let stuck = true;
  const stick = () => {
    if (stuck) scroll.scrollTop = scroll.scrollHeight;
  };
  const looked = () => (stuck = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80);
  for (const way of ["wheel", "touchmove", "keyup", "pointerup"]) scroll.addEventListener(way, looked, { passive: true });
  new ResizeObserver(stick).observe(list);

  // A turn that somebody looks for may be earlier than those that are there.
  async function showWanted() {
    const { turn: number, session } = state.wanted;
    while (number && !state.turns.has(number) && state.earlier && state.place.session === session) await earlier();
    if (state.place.session !== session || !state.turns.has(number)) return;
    draw();
    stuck = false;
    const { node } = cards.get(number);
    node.tabIndex = -1;
    node.focus({ preventScroll: true });
    node.scrollIntoView({ block: "start" });
  }

  const draw = () => timed(drawTurns);

  // Between two steps only the line about what is under way changes.
  function drawLive() {
    for (const turn of running()) {
      const card = cards.get(turn.turn);
      if (card) underWay(turn, card.live);
    }
    stick();
  }

  function drawTurns() {
    more.hidden = !state.earlier;
    const last = [...state.turns.keys()].at(-1);
    const wanted = [];
    for (const [number, turn] of state.turns) {
      const isLast = number === last;
      let card = cards.get(number);
      if (!card || turn.touched || card.turn !== turn || card.isLast !== isLast) {
        const live = underWay(turn, card?.live);
        const node = turnCard(turn, isLast, live);
        if (card) keepOpen(card.node, node);
        card = { node, turn, isLast, live };
        cards.set(number, card);
        turn.touched = false;
      }
      wanted.push(card.node);
    }
    const above = state.messages.map(oldMessage);
    const now = [...above, ...wanted];
    greet(!now.length);
    if (now.length) patch(list, now);
    stick();
  }

  // Made only when it says something else: a button that is replaced under a finger is not pressed.
  function greet(isEmpty) {
    const about = isEmpty ? `${Boolean(current())} ${state.about.examples}` : "";
    if (list.dataset.welcome === about) return;
    list.dataset.welcome = about;
    if (isEmpty) replaced(list, welcome());
  }

  on("session", () => {
    cards.clear();
    list.dataset.welcome = "";
    replaced(list);
    stuck = true;
    draw();
  });
  on("wanted", () => tryTo(showWanted));
  on("turns pictures about", perFrame(draw));
  on("live queue", perFrame(() => timed(drawLive)));
  return el("section", { class: "talk", "aria-label": "Conversation" }, scroll, composer);
}

function patch(list, wanted) {
  wanted.forEach((node, at) => {
    if (list.children[at] !== node) list.insertBefore(node, list.children[at] ?? null);
  });
  while (list.children.length > wanted.length) list.lastChild.remove();
}

// What somebody has opened or closed by hand stays so.
function keepOpen(before, after) {
  const was = before.querySelectorAll("details");
  after.querySelectorAll("details").forEach((one, at) => {
    if (!was[at]?.dataset.byHand) return;
    one.open = was[at].open;
    one.dataset.byHand = "yes";
  });
  before.replaceWith(after);
}

function welcome() {
  const note = el(
    "p",
    { class: "small" },
    "The built-in model is small: scenes of a few everyday things, like emoji, no photos.",
  );
  if (current()) {
    return el(
      "li",
      { class: "welcome" },
      el("h1", {}, "What shall be different?"),
      el("p", {}, "Say what to change in the picture, or take hold of its boxes."),
      note,
    );
  }
  return el(
    "li",
    { class: "welcome" },
    el("h1", {}, "What shall we draw?"),
    el("p", {}, "Say it in words. You see the plan first: every object in a box that you can move, before and after it is drawn."),
    el(
      "div",
      { class: "examples" },
      state.about.examples.map((wish) => button(wish, () => tryTo(() => say(wish)))),
    ),
    note,
  );
}

export const newKey = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;

export async function say(text, attached = [], key = newKey()) {
  const answering = waiting();
  if (answering) return order({ do: "answer", turn: answering.turn, decision: "respond", text });
  return order({ do: "say", text, attached, key });
}

function oldMessage(message) {
  return el(
    "li",
    { class: "turn" },
    el("p", { class: message.role === "user" ? "bubble mine" : "bubble" }, message.text),
  );
}

function turnCard(turn, isLast, live) {
  const parts = turn.events.flatMap((event, at) => shown(turn, event, at) ?? []);
  if (!turn.events.some((event) => event.kind === "began") && turn.request) {
    parts.unshift(el("p", { class: "bubble mine" }, spoken(turn.request)));
  }
  return el("li", { class: "turn", "data-turn": turn.turn, "data-state": turn.state }, parts, live, end(turn, isLast));
}

const SHOWN = {
  began: (turn, event) => [
    el("p", { class: "bubble mine" }, spoken(event.message)),
    event.attached?.length ? el("p", { class: "small right" }, `with ${event.attached.map((n) => `picture ${n}`).join(", ")}`) : null,
  ],
  understood: (turn, event) => {
    const names = (event.calls ?? []).map((call) => call.name.replaceAll("_", " "));
    return names.length && event.seconds >= 0.05 ? step(`Understood: ${names.join(", ")}`, event.seconds) : null;
  },
  called: (turn, event) =>
    event.failed
      ? el("p", { class: "said trouble" }, event.answer)
      : ["draw_picture", "edit_picture", "vary", "cherry_pick", "change_layout"].includes(event.tool)
        ? null
        : step(event.tool.replaceAll("_", " "), event.seconds),
  planned: planCard,
  painted: (turn, event) =>
    el(
      "div",
      { class: "candidate" },
      hasOne(turn) ? null : el("img", {
        src: address(state.place.session, event.digest, 96),
        alt: `Candidate with seed ${event.seed}`,
        width: 48,
        height: 48,
        loading: "lazy",
      }),
      step(
        `Drawn${event.round ? `, round ${event.round + 1}` : ""}, seed ${event.seed}` +
          (event.changed_outside_px === undefined || event.changed_outside_px === null
            ? ""
            : event.is_global
              ? ". A change of the whole picture"
              : `. Changed outside: ${event.changed_outside_px} px`),
        event.seconds,
      ),
    ),
  judged: (turn, event) => (event.attempt ? checksList(event.checks ?? [], event.seconds, counts(turn, event.attempt)) : null),
  promised: (turn, event) => checksList(event.checks ?? [], event.seconds, true),
  mending: (turn, event) => step(`Tried again: ${event.why}`, event.seconds),
  remembered: (turn, event) => pictureCard(event),
  kept_parent: (turn, event) => step(`Picture ${event.picture} stays: ${event.why}`, event.seconds),
  answered: (turn, event) => step({ accept: "Approved", revise: "Changed by you", respond: "Answered", reject: "Not drawn" }[event.decision], 0),
  said: (turn, event) => el("p", { class: "said" }, event.text),
};

function shown(turn, event, at) {
  return SHOWN[event.kind]?.(turn, event, at) ?? null;
}

// What was asked by a button is kept as the name of a tool and what it was given.
function spoken(message) {
  if (message === "(a changed plan)") return "Draw my changed plan";
  const words = message.match(/^\/\w+ (?:wish|instruction): (.*?)(?:, picture: \w+)?$/s);
  if (words) return words[1];
  const tool = message.match(/^\/(\w+)\s?(.*)$/s);
  return tool ? (TOOLS[tool[1]] ?? tool[1].replaceAll("_", " ")) + (tool[2].match(/picture: (\d+)/)?.[1] ? ` (picture ${tool[2].match(/picture: (\d+)/)[1]})` : "") : message;
}

const TOOLS = { vary: "Try again", cherry_pick: "Repeat this change", describe_picture: "Find the objects", compare_pictures: "Compare" };

function step(words, seconds) {
  return el("p", { class: "step" }, words, lasted(seconds));
}

// Between a scene and the steps of an edit there is no difference worth telling.
const isSameTask = (changes) => changes.length && !changes.some((change) => change.startsWith("the task changed"));

// Of several attempts the checks of the one that became the picture count, before that of the last.
function counts(turn, attempt) {
  const kept = new Set(turn.events.filter((event) => event.kind === "remembered").map((event) => event.digest));
  const tried = turn.events.filter((event) => event.kind === "painted");
  const counted = kept.size ? tried.filter((event) => kept.has(event.digest)) : tried.slice(-1);
  return counted.some((event) => event.attempt === attempt);
}

const hasOne = (turn) =>
  turn.events.some((event) => event.kind === "remembered") && turn.events.filter((event) => event.kind === "painted").length === 1;

function planCard(turn, event, at) {
  const elements = event.elements ?? [];
  const reasoning = turn.thought || event.text;
  const subject = event.subject ? pictureOf(event.subject) : null;
  return el(
    "div",
    { class: "plan-card" },
    planMap(elements, subject, subject && address(state.place.session, subject.digest, 192)),
    el(
      "div",
      { class: "plan-words" },
      el("p", { class: "label" }, event.round ? "Mended plan" : event.by === "user" ? "Your plan" : "Plan", lasted(event.seconds)),
      el("ul", { class: "objects" }, elements.map((one) => el("li", {}, el("i", { class: "dot", style: { background: one.colour } }), one.phrase || "object"))),
      isSameTask(event.changes ?? []) ? el("ul", { class: "changes" }, event.changes.map((change) => el("li", {}, change))) : null,
      [...(event.repairs ?? []), ...(event.problems ?? [])].map((note) => el("p", { class: "small" }, note)),
      el("details", {}, el("summary", {}, "Reasoning"), el("p", { class: "reasoning" }, plainWords(reasoning))),
    ),
  );
}

export function plainWords(text) {
  return text
    .replace(/<\|box_start\|>.*?<\|box_end\|>(\s*\([a-z]+\))?/g, "")
    .replace(/<\|\w+\|>/g, "")
    .replace(/\s+([.,;])/g, "$1");
}

function pictureCard(event) {
  return el(
    "button",
    { type: "button", class: "picture-card", onclick: () => tryTo(() => goTo(event.picture)), "aria-label": `Go to picture ${event.picture}` },
    el("img", { src: address(state.place.session, event.digest), alt: `Picture ${event.picture}`, loading: "lazy" }),
    el("span", { class: "badge" }, String(event.picture)),
  );
}

let goal = null;

// Go to a picture; it is shown at once, and of several clicks the last one counts.
export async function goTo(number) {
  const before = state.place.head;
  if (number === before) return;
  goal = number;
  state.place.head = number;
  stage.show();
  try {
    await order({ do: "go", picture: number });
    if (goal === number) return;
    state.place.head = goal;
  } catch (error) {
    if (goal === number) state.place.head = before;
    throw error;
  } finally {
    stage.show();
  }
}

// What is under way, in the same element from step to step: nothing flickers, a scroll stays.
function underWay(turn, place = el("div", { class: "under-way" })) {
  const isBusy = turn.state === "running" || turn.state === "queued";
  const way = !isBusy ? "over" : turn.painting ? "painting" : turn.thinking ? "thinking" : "working";
  if (place.dataset.way !== way) {
    place.dataset.way = way;
    replaced(place, WAYS[way]());
  }
  if (way === "painting") showPainting(place, turn.painting);
  if (way === "thinking") place.querySelector(".reasoning").textContent = plainWords(turn.thinking);
  if (way === "working") place.firstChild.textContent = working();
  return place;
}

function working() {
  if (state.about.models === "loading") return "The model is loading…";
  return elsewhere() ? "Waiting for a turn in another session…" : "Working…";
}

const WAYS = {
  over: () => [],
  painting: () => [el("img", { class: "preview", alt: "The picture emerging", hidden: true }), el("div", {}, el("progress", { "aria-label": "Drawing" }), el("span", {}))],
  thinking: () => [el("details", { open: true, class: "thinking" }, el("summary", {}, "Planning…"), el("p", { class: "reasoning" }))],
  working: () => [el("p", {})],
};

function showPainting(place, { done, total, preview }) {
  const image = place.querySelector("img");
  image.hidden = !preview;
  if (preview && image.src !== preview) image.src = preview;
  const bar = place.querySelector("progress");
  bar.max = total;
  bar.value = done;
  place.querySelector("span").textContent = `Drawing, step ${done} of ${total}`;
}

function end(turn, isLast) {
  if (turn.state === "waiting") return question(turn);
  if (turn.state === "failed") return el("p", { class: "said trouble", role: "alert" }, turn.error || "That did not work.");
  if (turn.state === "interrupted") {
    return el("p", { class: "quick" }, "This was interrupted. ", button("Go on", () => tryTo(() => order({ do: "resume", turn: turn.turn }))));
  }
  const made = turn.events.findLast((event) => event.kind === "remembered");
  if (!isLast || turn.state !== "finished" || !made) return null;
  return el(
    "div",
    { class: "quick", role: "group", "aria-label": "Quick replies" },
    button("Try again", () => tryTo(() => order({ do: "tool", tool: "vary", arguments: { count: 1, picture: made.picture } }))),
    button("Keep this", () => tryTo(() => star(made.picture))),
  );
}

export async function star(number, starred = true) {
  const one = pictureOf(number);
  await order({ do: "star", picture: number, starred }, { strict: false });
  one.starred = starred;
  stage.told("pictures");
}

function question(turn) {
  const answer = (decision) => {
    for (const one of place.querySelectorAll("button")) one.disabled = true;
    return tryTo(() => order({ do: "answer", turn: turn.turn, decision })).finally(() => {
      for (const one of place.querySelectorAll("button")) one.disabled = false;
    });
  };
  const place = el(
    "div",
    { class: "quick", role: "group", "aria-label": "Answer about the plan" },
    button("Draw it", () => answer("accept"), { class: "main" }),
    button("Change it", () => tryTo(() => stage.showWaiting(turn, true))),
    button("Always just draw", () => tryTo(async () => {
      await answer("accept");
      await post("/settings", { approval: "auto" }).catch(complain);
    })),
    button("Do not draw", () => answer("reject"), { class: "quiet" }),
    el("span", { class: "small" }, counted(turn.events.findLast((event) => event.kind === "planned")?.elements?.length ?? 0, "object")),
  );
  return place;
}
