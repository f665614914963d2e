"""What of an answer the message leaves open, and how much its loss counts.

Most of the loss of what a writer may choose is chance. Left as it is, its gradient drowns what must
be copied from the message: coordinates that nothing is said of, and a background nobody asked for.
"""

import re
from typing import NamedTuple

from got_models.sceneworld.captions import Wish

FREE_BOX = 0.4
"""Weight of the coordinates of a thing of which no relation and no place is said."""

FREE_BACKGROUND = 0.05
"""Weight of what is not said of a background."""

ASKED_BACKGROUND = 10.0
"""Weight of what is said of it: one or two words of sixty."""

_BOX = re.compile(r"\((\d+),(\d+)\),\((\d+),(\d+)\)")
_BACKGROUND = re.compile(r"The background is (?P<kind>\w+)(?P<colour>[^.]*)\.")


class Weighed(NamedTuple):
    """Characters `start` to `end` of an answer, whose tokens' losses have this weight."""

    start: int
    end: int
    weight: float


def weighed(answer: str, wish: Wish) -> tuple[Weighed, ...]:
    """Find what weighs other than 1 in a chain that was written for a wish.

    Args:
        answer: The chain as text, its boxes in the order in which the wish mentions the things.
        wish: What was asked for.
    """
    bound = {thing for fact in wish.facts for thing in (*fact.subject, *fact.reference)}
    boxes = zip(wish.order, _BOX.finditer(answer), strict=True)
    free = [box for thing, box in boxes if thing not in bound]
    found = [
        Weighed(box.start(corner), box.end(corner), FREE_BOX)
        for box in free
        for corner in range(1, 5)
    ]
    if ground := _BACKGROUND.search(answer):
        for part in ("kind", "colour"):
            asked = wish.background in (part, "both")
            weight = ASKED_BACKGROUND if asked else FREE_BACKGROUND
            found.append(Weighed(ground.start(part), ground.end(part), weight))
    return tuple(found)
