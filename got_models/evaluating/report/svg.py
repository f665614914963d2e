"""Plots as inline SVG: bars with intervals, and curves over turns."""

from collections.abc import Sequence
from html import escape

from got_models.evaluating.intervals import Interval

WIDTH, BAR, GAP, LEFT, RIGHT = 640, 16, 6, 210, 60
HEIGHT, BOTTOM = 240, 34

COLOURS = ("#2f6db3", "#d0722b", "#6a9c3a", "#8a5bb0")


def bars(title: str, values: Sequence[tuple[str, Interval, float | None]]) -> str:
    """Return horizontal bars from 0 to 1 with whiskers; the third value is chance, a tick."""
    height = (BAR + GAP) * len(values) + 30
    span = WIDTH - LEFT - RIGHT
    parts = [_open(title, height)]
    for at, (name, share, chance) in enumerate(values):
        y = 24 + at * (BAR + GAP)
        middle = y + BAR / 2
        parts.append(_text(LEFT - 8, y + BAR - 4, name, "end"))
        parts.append(_rect(LEFT, y, span, BAR, "#eceff3"))
        parts.append(_rect(LEFT, y, span * _within(share.mean), BAR, COLOURS[0]))
        low, high = (LEFT + span * _within(bound) for bound in (share.low, share.high))
        parts.append(_line(low, middle, high, middle, "#1c1c1c"))
        if chance is not None:
            x = LEFT + span * _within(chance)
            parts.append(_line(x, y - 2, x, y + BAR + 2, "#c03030"))
        parts.append(_text(WIDTH - RIGHT + 6, y + BAR - 4, f"{share.mean:.2f}", "start"))
    return "".join((*parts, "</svg>"))


def curves(title: str, names: Sequence[str], turns: Sequence[str],
           values: Sequence[Sequence[float]]) -> str:  # fmt: skip
    """Return one curve per name over the turns, all from 0 to 1."""
    span, rise = WIDTH - 60 - RIGHT, HEIGHT - BOTTOM - 30
    parts = [_open(title, HEIGHT)]
    for level in (0.0, 0.5, 1.0):
        y = 26 + rise * (1 - level)
        parts += [_line(50, y, 50 + span, y, "#dde2e8"), _text(44, y + 4, f"{level:.1f}", "end")]
    step = span / max(len(turns) - 1, 1)
    for at, turn in enumerate(turns):
        parts.append(_text(50 + at * step, HEIGHT - 12, turn.removeprefix("turn "), "middle"))
    for at, (name, curve) in enumerate(zip(names, values, strict=True)):
        colour = COLOURS[at % len(COLOURS)]
        points = [(50 + k * step, 26 + rise * (1 - _within(v))) for k, v in enumerate(curve)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(_text(60 + at * 190, 16, name, "start", colour))
    return "".join((*parts, "</svg>"))


def _within(share: float) -> float:
    return min(max(share, 0.0), 1.0)


def _open(title: str, height: int) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg">'
    )


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'
    )


def _line(x0: float, y0: float, x1: float, y1: float, colour: str) -> str:
    return (
        f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}" stroke="{colour}" '
        f'stroke-width="1.6"/>'
    )


def _text(x: float, y: float, words: str, anchor: str, colour: str = "#333") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="12" text-anchor="{anchor}" '
        f'fill="{colour}">{escape(words)}</text>'
    )
