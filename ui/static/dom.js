// Elements from plain values: text is always text, so nothing that somebody wrote becomes markup.

const SVG = "http://www.w3.org/2000/svg";

export function el(tag, about = {}, ...children) {
  return filled(document.createElement(tag), about, children);
}

export function svg(tag, about = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), about, children);
}

function filled(made, about, children) {
  for (const [name, value] of Object.entries(about)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "style") for (const [key, one] of Object.entries(value)) made.style.setProperty(key, one);
    else if (name === "value") made.value = value;
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.flat(3).filter((one) => one !== null && one !== undefined && one !== false));
  return made;
}

export function replaced(place, ...children) {
  place.replaceChildren(...children.flat(3).filter((one) => one !== null && one !== undefined && one !== false));
  return place;
}

// Several calls before the next frame become one.
export function perFrame(work) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      work();
    });
  };
}

export function counted(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

export const seconds = (number) => `${number.toFixed(1)}\u00a0s`;

// How long a step took, where it took long enough to be worth saying.
export const lasted = (number) => (number >= 0.05 ? el("span", { class: "seconds" }, seconds(number)) : null);

const ICONS = {
  undo: "M9 7 4 12l5 5M4 12h10a6 6 0 0 1 6 6",
  redo: "m15 7 5 5-5 5M20 12H10a6 6 0 0 0-6 6",
  plus: "M12 5v14M5 12h14",
  gear: "M4 7h10M18 7h2M4 17h2M10 17h10M14 4v6M6 14v6",
  moon: "M20 14.5A8 8 0 0 1 9.5 4 8 8 0 1 0 20 14.5Z",
  clip: "m20 11-8.5 8.5a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 4.8 4.8L9.5 17a1.8 1.8 0 0 1-2.5-2.5L14.5 7",
  send: "M12 19V5M5 12l7-7 7 7",
  stop: "M7 7h10v10H7Z",
  close: "M6 6l12 12M18 6 6 18",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  star: "m12 4 2.5 5.2 5.5.8-4 4 1 5.7-5-2.7-5 2.7 1-5.7-4-4 5.5-.8Z",
  lock: "M6 11h12v9H6ZM9 11V8a3 3 0 0 1 6 0v3",
  open: "M6 11h12v9H6ZM9 11V8a3 3 0 0 1 5.6-1.5",
  trash: "M5 7h14M10 7V5h4v2M7 7l1 13h8l1-13",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM20 20l-4-4",
  down: "m6 9 6 6 6-6",
  compare: "M12 4v16M4 7h5v10H4ZM15 7h5v10h-5Z",
};

export function icon(name) {
  return svg(
    "svg",
    { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" },
    svg("path", { d: ICONS[name] }),
  );
}

export function button(label, onclick, about = {}) {
  return el("button", { type: "button", onclick, ...about }, label);
}

export function iconButton(name, label, onclick, about = {}) {
  return el(
    "button",
    { type: "button", onclick, "aria-label": label, title: label, ...about, class: `quiet ${about.class ?? ""}` },
    icon(name),
  );
}
