"""The question that stands in for an act the planner is not sure of."""

from collections.abc import Iterable, Mapping
from typing import Any

from got_models.tool_calls.call_text import ToolCall

_ACTS = {
    "draw_picture": "draw something new ({wish})",
    "edit_picture": "change {picture} ({instruction})",
    "describe_picture": "say what {picture} shows",
    "locate": "look for {phrase} in {picture}",
    "critique_picture": "check {picture}",
    "vary": "draw variants of {picture}",
    "change_layout": "rearrange the current picture",
    "undo": "go back",
    "redo": "go forward again",
    "go_to": "go to {picture}",
    "branch": "begin a new branch",
    "name_picture": "name {picture} {name}",
    "star_picture": "put a star on {picture}",
    "compare_pictures": "compare {first} with {second}",
    "cherry_pick": "do again here what made {picture}",
    "search_history": "search for {query}",
    "keep": "promise: {promise}",
    "release": "let go of the promise: {promise}",
    "crop": "cut out a part of {picture}",
    "rotate": "turn {picture}",
    "upscale": "enlarge {picture}",
    "composite": "put a part of {second} into {first}",
    "export": "write a file",
}
_PICTURES = ("picture", "first", "second")


def apart(readings: Iterable[ToolCall]) -> list[ToolCall]:
    """Return the readings that sound different when they are asked about."""
    found: dict[str, ToolCall] = {}
    for reading in readings:
        found.setdefault(act(reading), reading)
    return list(found.values())


def question(likeliest: ToolCall, next_one: ToolCall | None = None) -> str:
    """Ask which of two acts is meant, or whether the only one is."""
    if next_one is None:
        return f"Shall I {act(likeliest)}? If not, tell me in other words."
    return f"I am not sure what you mean. Shall I {act(likeliest)}, or {act(next_one)}?"


def act(call: ToolCall) -> str:
    """Say what a call would do, behind "Shall I"."""
    known = _ACTS.get(call.name)
    return _Words(call.arguments).fill(known) if known else call.name.replace("_", " ")


class _Words:
    """The arguments of a call in words; a picture that is not named is the current one."""

    def __init__(self, arguments: Mapping[str, Any]) -> None:
        self._arguments = arguments

    def fill(self, act: str) -> str:
        return act.format_map(self)

    def __getitem__(self, name: str) -> str:
        value = self._arguments.get(name)
        if name in _PICTURES:
            return "the current picture" if value is None else f"picture {value}"
        return f'"{value}"'
