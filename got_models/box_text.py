"""Boxes as text: the canonical spelling, the spellings that are forgiven, and what that changes."""

import re
from collections.abc import Callable

from got_models.chain_tokens import BOX_END, BOX_START, Numbers
from got_models.repairs import Repair, RepairKind
from got_models.thought import COORDINATE_MAX, Box

_FULL_WIDTH = 0xFEE0
"""Distance from an ASCII character to its full-width form."""

_WIDE = {ord(plain) + _FULL_WIDTH: plain for plain in "0123456789()[],;.-+"} | {
    ord("\N{IDEOGRAPHIC COMMA}"): ",",
    ord("\N{MINUS SIGN}"): "-",
}

_NUMBER = r"([-+]?\d++(?:\.\d*+)?)"
_GAP = r"[\s,;()\[\]]++"
_COMMA = r"(?:\s*+[,;]\s*+|\s++)"

INSIDE = re.compile(rf"[\s\[(]*+{_NUMBER}{_GAP}{_NUMBER}{_GAP}{_NUMBER}{_GAP}{_NUMBER}")
"""What may stand between the two box tokens, as far as the last number."""

CLOSING = re.compile(r"(?:\s*+[\])]){0,2}")
"""The brackets that close a box after its last number."""

LOOSE = re.compile(
    rf"[\[(]\s*+(?P<double>[\[(]\s*+)?{_NUMBER}{_COMMA}{_NUMBER}(?=[\s,;\])])"
    rf"(?:\s*+[\])])?(?:\s*+[,;])?\s*+(?:[\[(]\s*+)?"
    rf"{_NUMBER}{_COMMA}{_NUMBER}\s*+[\])](?(double)(?:\s*+[\])])?)"
)
"""A box that lost its tokens: four numbers in round or square brackets, in pairs or in a row."""


def narrow(text: str) -> str:
    """Return `text` with full-width digits and brackets as plain ones, at the same positions."""
    return text if text.isascii() else text.translate(_WIDE)


def spell(box: Box) -> str:
    """Write a box with its tokens, without spaces."""
    return f"{BOX_START}({box.x0},{box.y0}),({box.x1},{box.y1}){BOX_END}"


def numbers_of(found: re.Match[str], source: str, at: int) -> Numbers:
    """Keep the four numbers of a match of `INSIDE` or `LOOSE`."""
    a, b, c, d = found.groups()[-4:]
    return Numbers((a, b, c, d), source, at)


def read_box(numbers: Numbers, repairs: list[Repair]) -> Box:
    """Make a box of four spelled numbers, mending what is not a box on the grid.

    Args:
        numbers: The coordinates as spelled: x0, y0, x1, y1.
        repairs: Each mending is appended here.
    """
    _report_form(numbers, repairs)
    corners = _report_digits(numbers, repairs)
    mendings: tuple[tuple[RepairKind, Callable[[_Corners], _Corners]], ...] = (
        ("clamped", _clamped),
        ("sorted", _sorted),
        ("widened", _widened),
    )
    for kind, mend in mendings:
        mended = mend(corners)
        if mended != corners:
            before, after = _shown(corners), _shown(mended)
            repairs.append(Repair(kind=kind, at=numbers.at, before=before, after=after))
        corners = mended
    x0, y0, x1, y1 = (int(value) for value in corners)
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)


_Corners = tuple[float, float, float, float]


def _report_form(numbers: Numbers, repairs: list[Repair]) -> None:
    expected = _shown(numbers.spelled)
    if numbers.source == expected:
        return
    whole = numbers.source.startswith(BOX_START) and numbers.source.endswith(BOX_END)
    kind: RepairKind = "box_form" if whole else "box_tokens"
    repairs.append(Repair(kind=kind, at=numbers.at, before=numbers.source, after=expected))


def _report_digits(numbers: Numbers, repairs: list[Repair]) -> _Corners:
    """Return whole numbers; infinite where more digits were given than a number can have."""
    corners = _each(_whole, tuple(float(raw) for raw in numbers.spelled))
    before, plain = _shown(numbers.spelled), _shown(corners)
    if plain != before:
        kind: RepairKind = "rounded" if "." in before else "digits"
        repairs.append(Repair(kind=kind, at=numbers.at, before=before, after=plain))
    return corners


def _whole(value: float) -> float:
    return value if abs(value) == float("inf") else float(round(value)) + 0.0


def _each(change: Callable[[float], float], corners: tuple[float, ...]) -> _Corners:
    x0, y0, x1, y1 = corners
    return change(x0), change(y0), change(x1), change(y1)


def _clamped(corners: _Corners) -> _Corners:
    return _each(lambda value: min(max(value, 0.0), float(COORDINATE_MAX)), corners)


def _sorted(corners: _Corners) -> _Corners:
    x0, y0, x1, y1 = corners
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _widened(corners: _Corners) -> _Corners:
    x0, y0, x1, y1 = corners
    (x0, x1), (y0, y1) = _stretched(x0, x1), _stretched(y0, y1)
    return x0, y0, x1, y1


def _stretched(low: float, high: float) -> tuple[float, float]:
    if low < high:
        return low, high
    return (low, high + 1) if high < COORDINATE_MAX else (low - 1, high)


def _shown(corners: tuple[float | str, ...]) -> str:
    x0, y0, x1, y1 = (value if isinstance(value, str) else f"{value:.0f}" for value in corners)
    return f"{BOX_START}({x0},{y0}),({x1},{y1}){BOX_END}"
