"""Promises: what must hold in every later picture, in words that can be checked."""

import re
from typing import cast

from PIL.Image import Image
from pydantic import ValidationError

from got_models.errors import BadInput
from got_models.naming import colour_in, kind_in
from got_models.sceneworld.vocabulary import COLOURS
from got_models.thought import Box, Chain, Element
from got_models.value import Value
from got_models.wish_facts import WishGroup, facts_of_wish
from tools import frames, reframe
from tools.frames import Frame
from tools.reframe import QuarterTurns

LONGEST = 300
_PLACE = re.compile(r" at \((\d{1,3}),(\d{1,3})\),\((\d{1,3}),(\d{1,3})\)$")
_KEEPING = re.compile(
    r"\b(stays?|remains?|keeps?|must|should|always|be|is|are|don't touch|do not touch|leave)\b"
)


class Promise(Value):
    """What a promise asks for: things of a kind, perhaps in a colour, perhaps in a place.

    `group` is None when the words name nothing that can be checked; such a promise is told to the
    planner and never counts as broken. In a picture that was cut or turned since, `box` is where
    the place is now, `quarter_turns` is how far it was turned, and `cut_away` says that the place
    is not in it any more.
    """

    text: str
    group: WishGroup | None = None
    box: Box | None = None
    quarter_turns: int = 0
    cut_away: bool = False

    def is_lock_of(self, phrase: str) -> bool:
        """Say whether this promises that the object of a phrase stays in its place."""
        return self.box is not None and self.text.startswith(f"the {phrase} stays at (")


def read(text: str) -> Promise:
    """Read a promise.

    Raises:
        BadInput: It is empty or too long.
    """
    words = " ".join(text.split())
    if not 1 <= len(words) <= LONGEST:
        raise BadInput(f"a promise has 1 to {LONGEST} characters, got {len(words)}")
    box = None
    plain = words
    if place := _PLACE.search(words):
        try:
            x0, y0, x1, y1 = (int(corner) for corner in place.groups())
            box = Box(x0=x0, y0=y0, x1=x1, y1=y1)
            plain = words[: place.start()]
        except ValidationError:
            box = None
    groups = facts_of_wish(_KEEPING.sub("", plain)).groups
    group = groups[0] if groups else _group_of(plain)
    if group is not None and group.colour is None:
        group = group.model_copy(update={"colour": _colour_after(plain)})
    return Promise(text=words, group=group, box=box)


def lock(element: Element) -> str:
    """Return the promise that an object stays where it is."""
    x0, y0, x1, y1 = element.box.corners
    return f"the {element.phrase} stays at ({x0},{y0}),({x1},{y1})"


def carried(promise: Promise, made: Frame, now: Frame) -> Promise:
    """Return a promise that was made about one picture as it reads in another.

    A picture of another origin is another motif: there the promise reads as it was made.
    """
    if made.origin != now.origin:
        return promise
    box = promise.box and frames.carried(promise.box, made, now)
    return promise.model_copy(
        update={
            "box": box,
            "quarter_turns": (now.quarter_turns - made.quarter_turns) % 4,
            "cut_away": promise.box is not None and box is None,
        }
    )


def upright(picture: Image, scene: Chain, promise: Promise) -> tuple[Image, Chain, Promise]:
    """Return a picture, what is in it and a promise the way round in which it was made."""
    back = -promise.quarter_turns % 4
    if not back:
        return picture, scene, promise
    box = promise.box and reframe.turned_box(promise.box, back)
    return (
        reframe.rotate(picture, cast(QuarterTurns, back)),
        reframe.rotated_scene(scene, cast(QuarterTurns, back)),
        promise.model_copy(update={"box": box, "quarter_turns": 0}),
    )


def concerned(promise: Promise, scene: Chain) -> tuple[int, ...]:
    """Return the elements of a scene that a promise is about, whatever their colour is now."""
    if promise.group is None:
        return ()
    kind = promise.group.kind
    return tuple(i for i, e in enumerate(scene.elements) if kind_in(e.phrase) == kind)


def _group_of(text: str) -> WishGroup | None:
    kind = kind_in(text)
    return None if kind is None else WishGroup(kind=kind, colour=colour_in(text))


def _colour_after(text: str) -> str | None:
    """Return the colour in "the cup stays blue"."""
    last = re.findall(r"[a-z]+", text.lower())[-1:]
    return last[0] if last and last[0] in COLOURS and last[0] != "orange" else None
