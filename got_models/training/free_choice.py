"""What of an answer the message leaves open, and how much its loss counts.

Most of the loss of what a writer may choose is chance. Left as it is, its gradient drowns what must
be copied from the message: coordinates that nothing is said of, and a background nobody asked for.
"""

import re
from typing import NamedTuple

from got_models.sceneworld.captions import Wish
from got_models.tokens import OBJECT_REF_END, OBJECT_REF_START

FREE_BOX, BOUND_BOX = 0.15, 0.3
"""Weight of the coordinates of a thing of which no relation and no place is said, and of others:
what binds those has its own loss, without the chance in them (`kept_facts`)."""

NAMED = 2.0
"""Weight of the names of things: class and colour are copied, or not."""

FREE_BACKGROUND = 0.05
"""Weight of what is not said of a background."""

ASKED_BACKGROUND = 10.0
"""Weight of what is said of it: one or two words of sixty."""

BOX = re.compile(r"\((\d+),(\d+)\),\((\d+),(\d+)\)")
_NAME = re.compile(rf"{re.escape(OBJECT_REF_START)}(.*?){re.escape(OBJECT_REF_END)}")
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
    found = [Weighed(*name.span(1), NAMED) for name in _NAME.finditer(answer)]
    for thing, box in zip(wish.order, BOX.finditer(answer), strict=True):
        weight = BOUND_BOX if thing in bound else FREE_BOX
        found += [Weighed(*box.span(corner), weight) for corner in range(1, 5)]
    if ground := _BACKGROUND.search(answer):
        for part in ("kind", "colour"):
            asked = wish.background in (part, "both")
            weight = ASKED_BACKGROUND if asked else FREE_BACKGROUND
            found.append(Weighed(ground.start(part), ground.end(part), weight))
    return tuple(found)
