"""Events as lines of text; what changes while it runs goes to stderr and is written over."""

import json
from collections.abc import Callable, Sequence
from typing import TextIO

from agent.events import (
    Called,
    Judged,
    KeptParent,
    Mending,
    Painted,
    Painting,
    Planned,
    Promised,
    Remembered,
    TurnEvent,
)
from memory.values import Check

Show = Callable[[str], str]
"""Returns where the picture of a digest lies, and shows it if the terminal can."""

_BAR = 20
_QUIET = ("draw_picture", "draw_plan", "edit_picture", "vary", "change_layout", "cherry_pick")
"""Tools whose answer is the picture that follows."""


class Teller:
    """Tells events to a person.

    Args:
        out: Where results go.
        err: Where progress goes.
        live: Whether progress may be written over.
        show: Shows a picture and says where it is.
    """

    def __init__(self, out: TextIO, err: TextIO, *, live: bool, show: Show) -> None:
        self._out, self._err, self._live, self._show = out, err, live, show

    def tell(self, event: TurnEvent) -> None:
        """Tell one event."""
        if isinstance(event, Painting):
            self._progress(f"drawing [{_bar(event.done, event.total)}] {event.done}/{event.total}")
            return
        if event.kind == "thinking":
            self._progress("planning ...")
            return
        self._clear()
        for line in _lines(event):
            self._say(line)
        if isinstance(event, Remembered):
            self._say(f"  {self._show(event.digest)}")

    def _say(self, line: str) -> None:
        self._out.write(f"{line}\n".encode(errors="backslashreplace").decode())
        self._out.flush()

    def _progress(self, words: str) -> None:
        if self._live:
            self._err.write(f"\r\x1b[K{words}")
            self._err.flush()

    def _clear(self) -> None:
        if self._live:
            self._err.write("\r\x1b[K")
            self._err.flush()


def tell_json(event: TurnEvent, turn: int, out: TextIO) -> None:
    """Write an event as one line of JSON."""
    told = {"turn": turn, **event.model_dump(mode="json")}
    out.write(json.dumps(told, ensure_ascii=False) + "\n")
    out.flush()


def _lines(event: TurnEvent) -> list[str]:
    match event:
        case Planned():
            return _plan(event)
        case Called(failed=False) if event.tool not in _QUIET:
            return [f"  {event.tool}"]
        case Painted():
            return [_painted(event)]
        case Judged() | KeptParent() | Mending():
            return _judgement(event)
        case Promised():
            return [f"  promises in picture {event.picture}", *_marks(event.checks)]
        case Remembered():
            return [f"picture {event.picture}"]
        case _:
            return _talk(event)


def _talk(event: TurnEvent) -> list[str]:
    if event.kind == "asked":
        return ["Draw this? (yes, no, or say what should be different)"]
    if event.kind == "said":
        return [event.text]
    if event.kind == "ended" and event.state == "failed":
        return [f"failed: {event.error}"]
    return []


def _painted(event: Painted) -> str:
    outside = event.changed_outside_px
    kept = "" if outside is None or event.is_global else f", {outside} px changed outside"
    return f"  drawn in {event.seconds:.1f} s (seed {event.seed}{kept})"


def _plan(event: Planned) -> list[str]:
    about = f" of picture {event.subject}" if event.subject else ""
    lines = [f"plan {event.chain}{about}, by the {event.by}"]
    lines += [f"  {place}. {e.phrase:<24} {e.box}" for place, e in enumerate(event.elements, 1)]
    lines += [f"  changed: {sentence}" for sentence in event.changes]
    lines += [f"  mended: {sentence}" for sentence in event.repairs]
    return lines + [f"  problem: {sentence}" for sentence in event.problems]


def _judgement(event: Judged | KeptParent | Mending) -> list[str]:
    if isinstance(event, Mending):
        return [f"  round {event.round}: {event.how} ({event.why})"]
    if isinstance(event, KeptParent):
        return [f"  picture {event.picture} stays: {event.why}"]
    whose = "the parent" if event.attempt is None else "this"
    lines = [f"  {whose} scores {event.score:.0%}"] if event.checks else []
    return lines + _marks(event.checks)


def _marks(checks: Sequence[Check]) -> list[str]:
    marks = {True: "yes", False: "NO "}
    return [f"    {marks[check.passed]}  {check.name}  ({check.evidence})" for check in checks]


def _bar(done: int, total: int) -> str:
    filled = _BAR * done // max(total, 1)
    return f"{'#' * filled:<{_BAR}}"
