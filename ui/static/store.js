// What the page knows, and who wants to hear when it changes.

import * as wire from "./wire.js";

export const state = {
  about: { sessions: [], examples: [], models: "loading", busy: [] },
  place: { session: "", head: null, revision: 0, branches: [], ahead: 0, elsewhere: 0, title: "" },
  pictures: [],
  turns: new Map(),
  earlier: false,
  messages: [],
  promises: [],
  attached: [],
  wanted: null,
  stale: false,
  trouble: "",
  isOffline: false,
};

const listeners = new Map();

export function on(topics, work) {
  for (const topic of topics.split(" ")) {
    if (!listeners.has(topic)) listeners.set(topic, []);
    listeners.get(topic).push(work);
  }
}

export function tell(...topics) {
  const called = new Set(topics.flatMap((topic) => listeners.get(topic) ?? []));
  for (const work of called) work();
}

export const pictureOf = (number) => state.pictures[number - 1];
export const current = () => (state.place.head ? pictureOf(state.place.head) : null);
export const running = () => [...state.turns.values()].filter((turn) => turn.state === "running" || turn.state === "queued");
export const elsewhere = () => state.about.busy.filter((session) => session !== state.place.session).length;
export const waiting = () => [...state.turns.values()].find((turn) => turn.state === "waiting");

export function complain(error) {
  if (error.kind === "SessionMoved") state.stale = true;
  else Object.assign(state, { trouble: error.message, isOffline: error.kind === "Offline" });
  tell("notice");
}

export function hush() {
  Object.assign(state, { trouble: "", isOffline: false });
  tell("notice");
}

let stream = null;

const known = () => {
  const turns = [...state.turns.values()];
  const open = turns.filter((turn) => !["finished", "failed", "cancelled"].includes(turn.state));
  const first = (open.length ? open : turns.slice(-1)).map((turn) => turn.turn);
  if (!first.length) return "0.0";
  const turn = Math.min(...first);
  return `${turn}.${state.turns.get(turn).events.length}`;
};

// Of several sessions that are asked for the last one is shown, whichever answer comes first.
export async function show(asking) {
  const mine = (shows += 1);
  const view = await asking;
  if (mine === shows) take(view);
  return mine === shows;
}

let shows = 0;

export const openSession = (id) => show(wire.get(`/sessions/${id}`));

export async function newSession() {
  await show(wire.post("/sessions"));
  refreshAbout().catch(complain);
}

function take(view) {
  inDoubt = false;
  stream?.close();
  line = Promise.resolve();
  const { pictures, turns, earlier, messages, promises, ...place } = view;
  Object.assign(state, { place, pictures, earlier, messages, promises, attached: [], stale: false });
  state.turns = new Map(turns.map((turn) => [turn.turn, turn]));
  for (const turn of running()) turn.mine = true;
  history.replaceState(null, "", `#${place.session}`);
  stream = new wire.Stream(place.session, known, heard, opened, lost);
  tell("session", "place", "pictures", "turns", "promises", "notice");
}

// One question at a time. An answer that is under way may know less than whoever asks now, who
// therefore waits for one of their own.
function oneByOne(ask) {
  let asking = null;
  let next = null;
  return function asked() {
    if (!asking) return (asking = ask().finally(() => (asking = null)));
    next ??= asking.catch(() => {}).then(() => {
      next = null;
      return asked();
    });
    return next;
  };
}

export const refreshAbout = oneByOne(async () => {
  state.about = await wire.get("/about");
  tell("about");
});

// After a pause something may have happened that no event told of.
async function opened() {
  for (const turn of running()) turn.thinking = "";
  tell("opened");
  try {
    await Promise.all([look(), refreshAbout()]);
    if (state.isOffline) hush();
  } catch (error) {
    complain(error);
  }
}

// The server is there but does not tell: what it says when asked is why.
async function lost() {
  try {
    await look();
  } catch (error) {
    complain(error);
    if (error.status === 404) stream?.close();
  }
}

// Ask where the session is. Pictures that are there already are not sent again.
export const look = oneByOne(() => lookOnce());

async function lookOnce(tries = 5) {
  const over = unsettled().filter((turn) => turn.over);
  const path = `/sessions/${state.place.session}/place?after=${state.pictures.length}`;
  const { pictures, ...place } = await wire.get(path);
  if (place.session !== state.place.session) return;
  // An event has told of something newer meanwhile.
  if (place.revision < state.place.revision && tries) return lookOnce(tries - 1);
  if (state.stale || (place.revision !== state.place.revision && !mine.size && !inDoubt && !unsettled().length)) {
    state.stale = true;
    tell("notice");
    return;
  }
  settle(place, pictures);
  const settled = over.filter((turn) => turn.over);
  for (const turn of settled) turn.settled = true;
  if (settled.length) tell("rested");
}

// Turns of this page's own: until their end was looked at, what changes may be their doing.
const unsettled = () => [...state.turns.values()].filter((turn) => turn.mine && !turn.settled);

// Answers may overtake each other; what is known already is not unlearned, and no picture is
// shown under the number of one that is still to come.
function settle(place, pictures = []) {
  const before = state.pictures.length;
  for (const one of pictures) if (one.number === state.pictures.length + 1) state.pictures.push(one);
  if (place.revision >= state.place.revision) {
    Object.assign(state.place, place);
    tell("place");
  }
  if (state.pictures.length > before) tell("pictures");
}

export async function upload(file) {
  const { session } = state.place;
  const token = {};
  mine.add(token);
  try {
    const { number, pictures, ...place } = await wire.send(`/sessions/${session}/upload`, file, file.name);
    if (state.place.session !== session) return;
    settle(place, pictures);
    if (state.place.head > state.pictures.length) await look();
  } finally {
    mine.delete(token);
  }
}

const mine = new Set();

let line = Promise.resolve();

// Give a command; the answer says where the session is now. Each waits for the one before it, so
// that quick hands do not make a page stale by itself; only a stop waits for nothing.
export function order(about, options) {
  if (about.do === "cancel") return given(about, options);
  const session = state.place.session;
  const mine = line.then(() => {
    if (session === state.place.session) return given(about, options);
    throw new Error("This was not done: another session is shown now.");
  });
  line = mine.catch(() => {});
  return mine;
}

async function given(about, { strict = true } = {}) {
  if (strict && state.stale) throw Object.assign(new Error("The session was changed elsewhere."), { kind: "SessionMoved" });
  const token = {};
  mine.add(token);
  const heard = state.turns.get(about.turn)?.events.length;
  const newest = Math.max(0, ...state.turns.keys());
  try {
    const answer = await commanded(about, strict);
    inDoubt = false;
    if (answer.session !== state.place.session) return answer;
    const { turn, promise, mark, ...place } = answer;
    const own = turn ? owned(turn, about, heard) : null;
    settle(place);
    if (state.place.head > state.pictures.length) await look();
    // A quick turn is over before the command that began it is answered.
    if (own?.over) rested();
    return answer;
  } catch (error) {
    if (error.kind === "Offline") doubted(newest);
    throw error;
  } finally {
    mine.delete(token);
  }
}

// Whether a command was done whose answer never came. What begins then may be of its doing.
let inDoubt = false;

function doubted(newest) {
  inDoubt = true;
  for (const turn of state.turns.values()) if (turn.turn > newest) turn.mine = true;
  if (unsettled().some((turn) => turn.over)) rested();
}

// A turn of this page's own may have moved the session before the page has heard of it. What was
// asked then does not depend on where that led, unless it is one of these.
const BY_PLACE = ["undo", "redo", "lock"];

async function commanded(about, strict) {
  const session = state.place.session;
  const ask = () => wire.command(session, { ...about, revision: strict ? state.place.revision : null });
  for (let tries = 5; ; tries -= 1) {
    try {
      return await ask();
    } catch (error) {
      if (error.kind !== "SessionMoved" || !unsettled().length || !tries) throw error;
      await look();
      if (state.stale || state.place.session !== session) throw error;
      if (BY_PLACE.includes(about.do)) throw new Error("Your last message has just changed the picture. Look, and try again.");
    }
  }
}

// Its events may have been heard before the answer, up to the last: only they tell how it stands.
// A turn that waited goes on with the answer, unless more of it was heard since the question.
function owned(number, about, heard) {
  const turn = state.turns.get(number) ?? begun(number, about.text);
  if (!turn.request && about.text) {
    Object.assign(turn, { request: about.text, touched: true });
    tell("turns");
  }
  if (turn.events.length === heard) goesOn(turn);
  return Object.assign(turn, { mine: true, settled: false });
}

function goesOn(turn) {
  if (turn.state === "waiting" || turn.state === "interrupted") {
    turn.state = "running";
    turn.touched = true;
  }
  turn.over = turn.settled = false;
  tell("turns");
}

export async function tryTo(work) {
  try {
    hush();
    return await work();
  } catch (error) {
    complain(error);
    return null;
  }
}

function begun(number, request = "") {
  let turn = state.turns.get(number);
  if (!turn) {
    const isLast = number > Math.max(0, ...state.turns.keys());
    turn = { turn: number, state: "running", request, error: "", events: [], thinking: "", mine: inDoubt };
    state.turns.set(number, turn);
    if (!isLast) state.turns = new Map([...state.turns].sort(([one], [other]) => one - other));
  }
  goesOn(turn);
  return turn;
}

export const spent = { events: 0, ms: 0, most: 0 };

// Count what the page's own work takes, events and what is drawn because of them together.
export function timed(work) {
  const start = performance.now();
  work();
  const ms = performance.now() - start;
  spent.ms += ms;
  spent.most = Math.max(spent.most, ms);
}

function heard(told) {
  spent.events += 1;
  timed(() => takeIn(told));
}

function takeIn(told) {
  if (told.event) return takeEvent(told);
  if (told.kind === "settings") tell("settings");
  if (told.kind === "busy") return isBusy(told);
  if (told.kind === "models" || told.kind === "settings") return void refreshAbout().catch(complain);
  if (told.kind === "trouble") return complain(new Error(told.error));
  if (told.kind === "changed") return changedElsewhere(told);
  if (told.kind === "seen") return seen(told);
  if (told.kind === "turn") return void begun(told.turn, told.request);
  if (told.kind === "rest") return void refreshAbout().catch(complain);
  if (told.state) ended(told);
}

function takeEvent({ turn: number, event, count, revision }) {
  if (count <= state.turns.get(number)?.events.length) return;
  const turn = begun(number);
  // What a turn of this page's own does to the session is no news to it.
  if (revision && turn.mine && !state.stale) state.place.revision = Math.max(revision, state.place.revision);
  if (event.kind === "thinking") turn.thinking = (turn.thinking ?? "") + (event.text ?? "");
  else if (event.kind === "painting") turn.painting = { ...turn.painting, ...event };
  else {
    turn.events.push(event);
    if (event.kind === "planned") turn.thought = turn.thinking || turn.thought;
    if (event.kind === "planned") turn.thinking = "";
    if (event.kind === "painted") turn.painting = null;
    if (event.kind === "ended") turn.state = event.state;
    tell("plan-shown");
    turn.touched = true;
    tell("turns");
  }
  tell("live");
}

function ended({ turn: number, state: now, error }) {
  const turn = state.turns.get(number);
  if (!turn) return;
  Object.assign(turn, { state: now, error, painting: null, over: true });
  turn.touched = true;
  tell("turns");
  rested();
}

// After the end of a turn the session stands where it left it. Who cannot look now does it when
// the connection is there again.
function rested() {
  return look().catch(complain);
}

// In which sessions turns are under way.
function isBusy({ busy }) {
  state.about.busy = busy;
  tell("queue");
}

// Somebody has looked for the objects in a picture.
function seen({ picture }) {
  state.seen = picture;
  tell("seen");
}

function changedElsewhere(notice) {
  if (wire.isMine(notice)) return;
  if (notice.mark && pictureOf(notice.mark.number)) {
    Object.assign(pictureOf(notice.mark.number), notice.mark);
    return tell("pictures");
  }
  if (notice.promise) return tell("rested");
  if (!notice.moved) return;
  state.stale = true;
  tell("notice");
}

export async function earlier() {
  const session = state.place.session;
  const first = Math.min(...state.turns.keys());
  const more = await wire.get(`/sessions/${session}/turns?before=${first}`);
  if (state.place.session !== session) return;
  state.turns = new Map([...more.turns.map((turn) => [turn.turn, turn]), ...state.turns]);
  state.earlier = more.earlier;
  tell("turns");
}
