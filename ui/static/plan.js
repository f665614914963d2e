// The plan in hand: a copy of what a picture shows, changed here until it is drawn or dropped.

import { complain, on, order, running, state, tell, waiting } from "./store.js";
import { get, post } from "./wire.js";

export const plan = { of: null, turn: null, task: "generate", parts: [], locked: {}, checks: [], base: "", selected: null, known: false, scene: false, looking: false };

export const elements = () => plan.parts.filter((part) => typeof part !== "string");
export const isChanged = () => JSON.stringify(plan.parts) !== plan.base;
export const told = (...topics) => tell(...topics);

const NOTHING = { scene: null, locked: {}, checks: [], looking: false };

// Plans as the server told them, and those that were changed here and not drawn yet, by picture.
const kept = new Map();
const drafts = new Map();

on("session", () => {
  kept.clear();
  drafts.clear();
  afresh();
  foresee();
});
on("place", () => show());
on("rested", () => again(state.place.head));
on("seen", () => again(state.seen));
on("opened", () => plan.looking && again(plan.of));
on("turns", () => {
  const turn = waiting();
  if (turn && plan.turn !== turn.turn) showWaiting(turn).catch(complain);
  else if (!turn && plan.turn) {
    foreseen = null;
    afresh();
    foresee();
  }
});

function afresh() {
  plan.turn = null;
  plan.of = undefined;
  show();
}

// What is known of a picture may be more than before.
function again(number) {
  kept.delete(number);
  if (plan.of === number && !plan.turn) ask(number);
}

// Show the plan of the picture the session is at. What was changed in another stays with it.
export function show() {
  if (plan.turn && waiting()) return;
  const number = state.place.head;
  if (plan.of === number) return;
  leave();
  plan.of = number;
  put(kept.get(number) ?? NOTHING, kept.has(number) || !number);
  tell("plan");
  if (number && !kept.has(number)) ask(number);
}

function leave() {
  if (!plan.of || plan.turn || !plan.known) return;
  // What was sent to be drawn is a picture of its own.
  if (isChanged() && JSON.stringify(plan.parts) !== sent) drafts.set(plan.of, plan.parts);
  else drafts.delete(plan.of);
}

let sent = "";

let asked = 0;

async function ask(number) {
  const session = state.place.session;
  const mine = (asked += 1);
  try {
    const found = await get(`/sessions/${session}/plans/${number}`);
    if (state.place.session !== session) return;
    if (mine !== asked) return;
    if (!found.looking) kept.set(number, found);
    if (plan.of !== number || plan.turn) return;
    if (plan.known && isChanged()) drafts.set(number, plan.parts);
    else if (plan.known) drafts.delete(number);
    const { selected } = plan;
    const before = JSON.stringify(plan);
    put(found, true);
    if (selected < elements().length) plan.selected = selected;
    // What is as it was is not drawn again under the hands of somebody who writes.
    if (JSON.stringify(plan) !== before) tell("plan");
  } catch (error) {
    complain(error);
  }
}

export async function showWaiting(turn, grab = false) {
  const shown = turn.events.findLast((event) => event.kind === "planned");
  if (!shown) return;
  if (plan.turn !== turn.turn) {
    leave();
    plan.turn = turn.turn;
    put(NOTHING, false);
    const scene = await post("/read", { text: shown.text });
    // It may have been answered meanwhile.
    if (plan.turn !== turn.turn || waiting() !== turn) return;
    put({ ...NOTHING, scene }, true);
    tell("plan");
  }
  if (!grab) return;
  tell("show-stage");
  requestAnimationFrame(() => document.querySelector(".box")?.focus());
}

// Of a picture's plan what was changed here is put over what is known of it.
function put({ scene, locked, checks, looking }, known) {
  const draft = plan.turn ? null : drafts.get(plan.of);
  plan.task = scene?.task ?? "generate";
  plan.parts = structuredClone(scene?.parts ?? []);
  plan.base = JSON.stringify(plan.parts);
  if (draft && known) plan.parts = draft;
  plan.locked = { ...locked };
  plan.checks = checks;
  plan.selected = null;
  plan.known = known;
  plan.scene = Boolean(scene);
  plan.looking = looking;
}

export function drop() {
  drafts.delete(plan.of);
  plan.parts = JSON.parse(plan.base);
  plan.selected = null;
  tell("plan");
}

export const wirePlan = () => ({ task: plan.task, parts: plan.parts });

// Changes that also change the words are made by the server, which knows the grammar; one after the
// other, and again if a box was moved meanwhile.
export function reword(operation, about) {
  const done = rewording.then(() => reworded(operation, about));
  rewording = done.catch(() => {});
  return done;
}

let rewording = Promise.resolve();

async function reworded(operation, about) {
  const { of, turn } = plan;
  let before, changed;
  do {
    before = JSON.stringify(plan.parts);
    changed = await post("/plan", { plan: wirePlan(), operation, ...about });
    if (plan.of !== of || plan.turn !== turn) return;
  } while (JSON.stringify(plan.parts) !== before);
  plan.parts = changed.parts;
  if (operation === "remove") plan.selected = null;
  if (operation === "add") plan.selected = elements().length - 1;
  tell("plan");
}

export async function draw() {
  if (plan.turn) {
    const turn = plan.turn;
    await order({ do: "answer", turn, decision: "revise", plan: wirePlan() });
    return;
  }
  sent = JSON.stringify(plan.parts);
  try {
    await order({ do: "draw", plan: wirePlan(), picture: plan.of });
  } catch (error) {
    sent = "";
    throw error;
  }
}

export async function lock(index) {
  const { of } = plan;
  const entry = plan.locked[index];
  const { promise } = entry
    ? await order({ do: "release", promise: entry }, { strict: false })
    : await order({ do: "lock", index });
  kept.delete(of);
  if (plan.of !== of) return;
  if (entry) delete plan.locked[index];
  else plan.locked[index] = promise.id;
  tell("plan");
}

// The first plan of a session is shown while its picture is being drawn.
async function foresee() {
  const shown = running().at(-1)?.events.findLast((event) => event.kind === "planned");
  if (!shown || state.place.head || foreseen === shown) return;
  foreseen = shown;
  try {
    const scene = await post("/read", { text: shown.text });
    if (state.place.head || plan.turn || foreseen !== shown || !running().length) return;
    put({ ...NOTHING, scene }, true);
    tell("plan");
  } catch (error) {
    complain(error);
  }
}

let foreseen = null;

on("plan-shown", foresee);
