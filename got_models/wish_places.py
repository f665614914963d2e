"""Ways to say in which part of the picture a thing shall stand."""

import re
from typing import Literal, NamedTuple

from got_models.sceneworld.facts import place_of
from got_models.thought import Box

Place = Literal["on the left", "on the right", "at the top", "at the bottom", "in the middle"]
"""A third of the picture, or its innermost fifth, in which the middle of a thing lies."""

MOST_WORDS = 13
"""A longer place than any that is known, in words, with what decides whether it is one."""

_PLACE = re.compile(
    r"""
    (?:(?:over|up|down|right|way)\ )?
    (?:on|at|to|in|into|along|near|by|towards?)\ the\ (?:(?:far|very|extreme)\ )?
    (?:
        (?P<high>top|upper|bottom|lower)(?:[\ -](?P<corner>left|right))?
        | (?P<wide>left|right) | (?P<middle>middle|cent(?:er|re))
    )
    (?:-hand|most|\ hand(?=\ (?:side|edge|part|half|border|third|corner|area|end)))?
    (?P<part>\ (?:side|edge|part|half|border|third|corner|area|end))?
    (?:(?P<of>\ of)(?:\ (?:the|this|my)\ (?:picture|image|scene|photo|frame|canvas|drawing))?)?
    (?![^\ ])
    """,
    re.VERBOSE,
)
_ALONE = re.compile(
    r"(?:(?P<top>(?:way )?high up|(?:way )?up high|up top)"
    r"|(?P<bottom>(?:way )?low down|(?:way )?down low)|(?P<middle>dead cent(?:er|re)))(?![^ ])"
)
_HIGH: dict[str, Place] = {
    "top": "at the top", "upper": "at the top", "bottom": "at the bottom", "lower": "at the bottom",
}  # fmt: skip
_WIDE: dict[str, Place] = {"left": "on the left", "right": "on the right"}


class SaidPlace(NamedTuple):
    """What was said of a place, in words, and where it is: two parts for a corner."""

    words: int
    places: tuple[Place, ...]


def place_said(text: str) -> SaidPlace | None:
    """Return the place that a text begins with; None if it begins with none.

    "On the left of the dog" is none: it says where the dog is, not where in the picture.

    Args:
        text: Words in small letters with single spaces between them.
    """
    if alone := _ALONE.match(text):
        at: Place = "in the middle" if alone["middle"] else "at the bottom"
        return _said(alone[0], "at the top" if alone["top"] else at)
    found = _PLACE.match(text)
    if found is None or (found["of"] and found[0].endswith(" of")):
        return None
    if found["middle"]:
        return _said(found[0], "in the middle")
    if found["wide"]:
        return _said(found[0], _WIDE[found["wide"]])
    if found["high"] in ("upper", "lower") and not (found["part"] or found["corner"]):
        return None
    corner = (_WIDE[found["corner"]],) if found["corner"] else ()
    return _said(found[0], _HIGH[found["high"]], *corner)


def _said(words: str, *places: Place) -> SaidPlace:
    return SaidPlace(words.count(" ") + 1, places)


def lies(box: Box, place: Place) -> bool:
    """Say whether the middle of a box clearly lies there."""
    return place in place_of(box)
