// Small pictures of plans, and the list of checks.

import { el, lasted, svg } from "./dom.js";

// Of an edit it shows the picture that is changed, faintly, under the boxes.
export function planMap(elements, picture, src) {
  const wide = picture ? picture.width / picture.height : 1;
  return svg(
    "svg",
    { viewBox: `0 0 ${1000 * wide} 1000`, class: "plan-map", role: "img", "aria-label": `Plan with ${elements.map((one) => one.phrase).join(", ")}` },
    src && svg("image", { href: src, width: 1000 * wide, height: 1000, preserveAspectRatio: "none" }),
    elements.map((one) => {
      const [x0, y0, x1, y1] = one.box;
      return svg("rect", {
        x: x0 * wide,
        y: y0,
        width: (x1 - x0) * wide,
        height: y1 - y0,
        rx: 24,
        stroke: one.colour,
        fill: one.colour,
      });
    }),
  );
}

export function checksList(checks, took, isOpen) {
  if (!checks.length) return null;
  const passed = checks.filter((check) => check.passed).length;
  return el(
    "details",
    { class: "checks", open: isOpen && passed < checks.length },
    el("summary", {}, `${passed} of ${checks.length} checks pass`, lasted(took)),
    el(
      "ul",
      {},
      checks.map((check) =>
        el(
          "li",
          { class: check.passed ? "yes" : "no", title: check.evidence || null },
          el("span", { "aria-hidden": "true" }, check.passed ? "✓" : "✗"),
          el("span", { class: "unseen" }, check.passed ? "yes: " : "no: "),
          el("span", { class: "what" }, check.name),
          check.evidence && el("span", { class: "evidence" }, check.evidence),
        ),
      ),
    ),
  );
}
