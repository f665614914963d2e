// Talking to the server: JSON there and back, events as they come. Nothing is asked while idle.

const PAGE = crypto.randomUUID?.() ?? String(Math.random()).slice(2);

export class Refusal extends Error {
  constructor(about, status) {
    super(about.error ?? "The server did not answer as expected.");
    this.kind = about.kind ?? "";
    this.status = status;
  }
}

const asked = (path, init) => answered(fetch(`/page${path}`, init));

async function answered(asking) {
  let answer;
  try {
    answer = await asking;
  } catch {
    throw new Refusal({ error: "got does not answer. Is it still running?", kind: "Offline" }, 0);
  }
  const about = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refusal(about, answer.status);
  return about;
}

// The document asks for what is shown first before any module is there.
export const firstAnswer = () => answered(window.gotFirst);

export const get = (path) => asked(path);
export const remove = (path) => asked(path, { method: "DELETE" });

export const post = (path, data) =>
  asked(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(data ?? {}),
  });

export const send = (path, body, name = "") =>
  asked(path, {
    method: "POST",
    headers: {
      "Content-Type": "application/octet-stream",
      "X-Name": encodeURIComponent(name).slice(0, 500),
      "X-Page": PAGE,
    },
    body,
  });

export const command = (session, about) => post(`/sessions/${session}`, { page: PAGE, command: about });

export const isMine = (notice) => notice.by === PAGE;

export const picture = (session, digest, side) =>
  `/page/sessions/${session}/pictures/${digest}${side ? `?side=${side}` : ""}`;

// One connection per visible page. A hidden page lets go of it and catches up when it is seen again.
export class Stream {
  constructor(session, known, heard, opened, lost) {
    this.session = session;
    this.known = known;
    this.heard = heard;
    this.opened = opened;
    this.lost = lost;
    this.seen = () => (document.hidden ? this.rest() : this.open());
    document.addEventListener("visibilitychange", this.seen);
    if (!document.hidden) this.open();
  }

  open() {
    if (this.source) return;
    this.source = new EventSource(`/page/sessions/${this.session}/events?after=${this.known()}`);
    this.source.onopen = () => this.opened();
    this.source.onmessage = (message) => this.heard(JSON.parse(message.data));
    // Left to itself it would come back with the last event's name alone; several turns may be open.
    this.source.onerror = () => {
      const wasRefused = this.source?.readyState === EventSource.CLOSED;
      this.rest();
      if (wasRefused) this.lost();
      setTimeout(() => !document.hidden && !this.over && this.open(), wasRefused ? 2000 : 1000);
    };
  }

  rest() {
    this.source?.close();
    this.source = null;
  }

  close() {
    this.over = true;
    this.rest();
    document.removeEventListener("visibilitychange", this.seen);
  }
}
