"""Finding places for boxes that must keep to rules, near where they are.

A search with backtracking over a grid of places: the nearest that agree are taken, and what can
stay stays. Sizes are kept; smaller ones are the caller's to try.
"""

from collections.abc import Callable, Sequence

from got_models.layout import box_around
from got_models.thought import COORDINATE_MAX, Box

PLACES = 13
"""Rows and columns of the places that are tried."""

MOST_TRIES = 1_500
"""Boxes that are tried before it is given up."""

May = Callable[[int, Box], bool]
"""Whether the box with this index may stand there."""

Agree = Callable[[int, Box, int, Box], bool]
"""Whether two boxes may stand there together; asked once per pair."""


def arranged(
    boxes: Sequence[Box], may: May, agree: Agree, order: Sequence[int] | None = None
) -> tuple[Box, ...] | None:
    """Return boxes of the same sizes that keep to all rules; None if none were found.

    Args:
        boxes: Where they are now.
        may: Rule for each box alone.
        agree: Rule for each two.
        order: Which box is placed first, and so moves least; as given, if not told.
    """
    order = range(len(boxes)) if order is None else order
    search = _Search([_candidates(index, boxes[index], may) for index in order], order, agree)
    found = search.found()
    if found is None:
        return None
    at = dict(zip(order, found, strict=True))
    return tuple(at[index] for index in range(len(boxes)))


class _Search:
    def __init__(
        self, candidates: Sequence[Sequence[Box]], order: Sequence[int], agree: Agree
    ) -> None:
        self._candidates, self._order, self._agree = candidates, order, agree
        self._tries = 0

    def found(self, placed: tuple[Box, ...] = ()) -> tuple[Box, ...] | None:
        """Return places for all that are not placed yet, after those that are."""
        at = len(placed)
        if at == len(self._order):
            return placed
        for box in self._candidates[at]:
            self._tries += 1
            if self._tries > MOST_TRIES:
                return None
            if self._agrees(at, box, placed) and (found := self.found((*placed, box))):
                return found
        return None

    def _agrees(self, at: int, box: Box, placed: Sequence[Box]) -> bool:
        index = self._order[at]
        return all(
            self._agree(self._order[other], there, index, box) for other, there in enumerate(placed)
        )


def _candidates(index: int, box: Box, may: May) -> list[Box]:
    """Return the places that one box may take, nearest first."""
    x, y = box.centre

    def distance(other: Box) -> float:
        return abs(other.centre[0] - x) + abs(other.centre[1] - y)

    def middles(side: int) -> list[float]:
        return [side / 2 + (COORDINATE_MAX - side) * at / (PLACES - 1) for at in range(PLACES)]

    grid = [
        box_around(across, down, box.width, box.height)
        for down in middles(box.height)
        for across in middles(box.width)
    ]
    return sorted((one for one in dict.fromkeys([box, *grid]) if may(index, one)), key=distance)
