"""Change a plan by hand: move, size, line up, add, take away, rename and recolour its objects."""

from collections.abc import Callable, Sequence
from typing import Literal, TypeVar, get_args

from got_models import chain_words, layout
from got_models.errors import BadInput
from got_models.layout import Direction, Edge
from got_models.overlaps import separate
from got_models.thought import Box, Chain
from tools.pointing import pointed

LayoutOperation = Literal[
    "move_left",
    "move_right",
    "move_up",
    "move_down",
    "place",
    "set_box",
    "resize",
    "swap",
    "align_left",
    "align_right",
    "align_top",
    "align_bottom",
    "align_centre",
    "align_middle",
    "distribute_across",
    "distribute_down",
    "separate",
    "fit",
    "add",
    "remove",
    "rename",
    "recolour",
    "recolour_mask",
]
OPERATIONS: tuple[LayoutOperation, ...] = get_args(LayoutOperation)

STEP = 150
"""Grid units of a move that does not say how far."""

FACTOR = 1.3
"""By how much an object grows that is resized without saying."""

T = TypeVar("T")

_STEPS = {"move_left": (-1, 0), "move_right": (1, 0), "move_up": (0, -1), "move_down": (0, 1)}


def change_layout(
    chain: Chain,
    operation: LayoutOperation,
    element: str = "",
    *,
    other: str | None = None,
    box: Box | None = None,
    amount: float | None = None,
    phrase: str | None = None,
    colour: str | None = None,
) -> Chain:
    """Return a plan changed by one operation.

    Args:
        chain: The plan of a picture.
        operation: What to do.
        element: The object it is done to, by phrase or number; operations on all objects need none.
        other: A second object, to swap or line up with; without it all objects are lined up.
        box: Where to, for `place` (its centre counts), `set_box` and `add`.
        amount: Grid units for moves, the margin for `fit`, the gap for `separate`; for `resize` a
            factor.
        phrase: The words for `add` and `rename`.
        colour: For `recolour` and `recolour_mask`; for `add` the mask's.

    Raises:
        BadInput: The object is not there or not clear, or something the operation needs is missing.
    """
    if operation in _STEPS:
        across, down = _STEPS[operation]
        by = round(STEP if amount is None else amount)
        return layout.move(chain, pointed(chain, element), across * by, down * by)
    if operation.startswith("align_"):
        return layout.align(chain, _both_or_all(chain, element, other), _edge(operation))
    if operation.startswith("distribute_"):
        return layout.distribute(chain, range(len(chain.elements)), _direction(operation))
    if operation in ("separate", "fit"):
        margin = round(amount or 0)
        return (
            separate(chain, gap=margin).chain
            if operation == "separate"
            else layout.fit(chain, margin)
        )
    if operation in ("place", "set_box", "resize", "swap"):
        return _placed(chain, operation, element, other, box, amount)
    return _reworded(chain, operation, element, box, phrase, colour)


def _placed(
    chain: Chain,
    operation: LayoutOperation,
    element: str,
    other: str | None,
    box: Box | None,
    amount: float | None,
) -> Chain:
    index = pointed(chain, element)
    if operation == "swap":
        return layout.swap(chain, index, pointed(chain, _needed(other, "other", operation)))
    if operation == "resize":
        return layout.resize(chain, index, FACTOR if amount is None else amount)
    where = _needed(box, "box", operation)
    if operation == "set_box":
        return layout.with_boxes(chain, {index: where})
    return layout.place(chain, index, round(where.centre[0]), round(where.centre[1]))


def _reworded(
    chain: Chain,
    operation: LayoutOperation,
    element: str,
    box: Box | None,
    phrase: str | None,
    colour: str | None,
) -> Chain:
    if operation == "add":
        words = phrase or element
        where = _needed(box, "box", operation)
        return chain_words.add(
            chain, _needed(words or None, "phrase", operation), where, colour=colour
        )
    index = pointed(chain, element)
    steps: dict[str, Callable[[], Chain]] = {
        "remove": lambda: chain_words.remove(chain, index),
        "rename": lambda: chain_words.rename(chain, index, _needed(phrase, "phrase", operation)),
        "recolour": lambda: chain_words.recolour(
            chain, index, _needed(colour, "colour", operation)
        ),
        "recolour_mask": lambda: chain_words.recolour_mask(
            chain, index, _needed(colour, "colour", operation)
        ),
    }
    return steps[operation]()


def _both_or_all(chain: Chain, element: str, other: str | None) -> Sequence[int]:
    if not element or other is None:
        return range(len(chain.elements))
    return [pointed(chain, element), pointed(chain, other)]


def _edge(operation: LayoutOperation) -> Edge:
    edges: dict[str, Edge] = {
        "align_left": "left",
        "align_right": "right",
        "align_top": "top",
        "align_bottom": "bottom",
        "align_centre": "centre",
        "align_middle": "middle",
    }
    return edges[operation]


def _direction(operation: LayoutOperation) -> Direction:
    return "across" if operation == "distribute_across" else "down"


def _needed(value: T | None, name: str, operation: str) -> T:
    if value is None:
        raise BadInput(f"The layout operation {operation!r} needs a {name}.")
    return value
