"""Moving the boxes of a chain: every function returns a new chain and stays on the canvas.

Sizes are kept unless a function is about size. Elements are named by their index in
`chain.elements`; lengths and places are in grid units. The text is left to `chain_words`.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from got_models.errors import BadInput
from got_models.thought import COORDINATE_MAX, Box, Chain, Element

Edge = Literal["left", "right", "top", "bottom", "centre", "middle"]
"""`centre` lines up on a vertical line, `middle` on a horizontal one."""

Direction = Literal["across", "down"]


def element_at(chain: Chain, index: int) -> Element:
    """Return one element.

    Raises:
        BadInput: There is no element with this index.
    """
    count = len(chain.elements)
    if not 0 <= index < count:
        known = f"0 to {count - 1}" if count else "none, for it has no objects"
        raise BadInput(f"The plan has no object with index {index}; it has {known}.")
    return chain.elements[index]


def with_boxes(chain: Chain, boxes: Mapping[int, Box]) -> Chain:
    """Return the chain with other boxes for some of its elements."""
    for index in boxes:
        element_at(chain, index)
    parts: list[str | Element] = []
    count = 0
    for part in chain.parts:
        if isinstance(part, Element):
            part = part.model_copy(update={"box": boxes.get(count, part.box)})
            count += 1
        parts.append(part)
    return chain.model_copy(update={"parts": tuple(parts)})


def box_around(x: float, y: float, width: float, height: float) -> Box:
    """Return the box of this size whose centre is as near to `(x, y)` as the canvas allows."""
    width, height = (min(max(round(side), 1), COORDINATE_MAX) for side in (width, height))
    x0 = min(max(round(x - width / 2), 0), COORDINATE_MAX - width)
    y0 = min(max(round(y - height / 2), 0), COORDINATE_MAX - height)
    return Box(x0=x0, y0=y0, x1=x0 + width, y1=y0 + height)


def shifted(box: Box, dx: float, dy: float) -> Box:
    """Return the box moved by `(dx, dy)`, as far as the canvas allows."""
    x, y = box.centre
    return box_around(x + dx, y + dy, box.width, box.height)


def move(chain: Chain, index: int, dx: int, dy: int) -> Chain:
    """Move one element, as far as the canvas allows."""
    return with_boxes(chain, {index: shifted(element_at(chain, index).box, dx, dy)})


def place(chain: Chain, index: int, x: int, y: int) -> Chain:
    """Put the centre of one element at `(x, y)`, or as near as the canvas allows."""
    box = element_at(chain, index).box
    return with_boxes(chain, {index: box_around(x, y, box.width, box.height)})


def resize(chain: Chain, index: int, factor: float) -> Chain:
    """Scale one element about its centre, up to the size of the canvas.

    Raises:
        BadInput: `factor` is not a positive number.
    """
    if not 0 < factor < float("inf"):
        raise BadInput(f"A size factor must be a positive number such as 1.5, got {factor}.")
    box = element_at(chain, index).box
    return resize_to(
        chain,
        index,
        max(round(min(box.width * factor, COORDINATE_MAX)), 1),
        max(round(min(box.height * factor, COORDINATE_MAX)), 1),
    )


def resize_to(chain: Chain, index: int, width: int, height: int) -> Chain:
    """Give one element a size, keeping its centre where the canvas allows.

    Raises:
        BadInput: A side is not between 1 and the canvas's.
    """
    if not (1 <= width <= COORDINATE_MAX and 1 <= height <= COORDINATE_MAX):
        raise BadInput(
            f"Width and height must be between 1 and {COORDINATE_MAX}, got {width} and {height}."
        )
    x, y = element_at(chain, index).box.centre
    return with_boxes(chain, {index: box_around(x, y, width, height)})


def swap(chain: Chain, first: int, second: int) -> Chain:
    """Let two elements change places; each keeps its own size."""
    a, b = element_at(chain, first).box, element_at(chain, second).box
    moved = {
        first: box_around(*b.centre, a.width, a.height),
        second: box_around(*a.centre, b.width, b.height),
    }
    return chain if first == second else with_boxes(chain, moved)


def align(chain: Chain, indices: Sequence[int], edge: Edge) -> Chain:
    """Line elements up: on their outermost edge, or on the mean of their centres."""
    boxes = _chosen(chain, indices, at_least=1)
    x = sum(box.centre[0] for box in boxes.values()) / len(boxes)
    y = sum(box.centre[1] for box in boxes.values()) / len(boxes)
    left, right = min(b.x0 for b in boxes.values()), max(b.x1 for b in boxes.values())
    top, bottom = min(b.y0 for b in boxes.values()), max(b.y1 for b in boxes.values())

    def shift(box: Box) -> tuple[float, float]:
        return {
            "left": (left - box.x0, 0.0),
            "right": (right - box.x1, 0.0),
            "top": (0.0, top - box.y0),
            "bottom": (0.0, bottom - box.y1),
            "centre": (x - box.centre[0], 0.0),
            "middle": (0.0, y - box.centre[1]),
        }[edge]

    return with_boxes(chain, {index: shifted(box, *shift(box)) for index, box in boxes.items()})


def distribute(chain: Chain, indices: Sequence[int], direction: Direction) -> Chain:
    """Make the gaps between elements equal; the two outermost stay where they are.

    Where they do not fit side by side, the gaps are negative and the boxes overlap evenly.

    Raises:
        BadInput: There are fewer than three different elements, or one does not exist.
    """
    boxes = _chosen(chain, indices, at_least=3)
    across = direction == "across"
    order = sorted(boxes, key=lambda index: boxes[index].centre[0 if across else 1])
    sides = [boxes[index].width if across else boxes[index].height for index in order]
    first, last = boxes[order[0]], boxes[order[-1]]
    span = (last.x1 - first.x0) if across else (last.y1 - first.y0)
    gap = (span - sum(sides)) / (len(order) - 1)
    edge = float(first.x0 if across else first.y0)
    moved: dict[int, Box] = {}
    for index, side in zip(order, sides, strict=True):
        box = boxes[index]
        dx, dy = (edge - box.x0, 0.0) if across else (0.0, edge - box.y0)
        moved[index] = shifted(box, dx, dy)
        edge += side + gap
    return with_boxes(chain, moved)


def fit(chain: Chain, margin: int = 0) -> Chain:
    """Bring every element inside a margin along the edge; only what is too large shrinks.

    Raises:
        BadInput: The margin leaves no room.
    """
    room = COORDINATE_MAX - 2 * margin
    if margin < 0 or room < 1:
        raise BadInput(f"A margin must be between 0 and {(COORDINATE_MAX - 1) // 2}, got {margin}.")
    return with_boxes(
        chain,
        {index: _inside(element.box, margin, room) for index, element in enumerate(chain.elements)},
    )


def _inside(box: Box, margin: int, room: int) -> Box:
    width, height = min(box.width, room), min(box.height, room)
    x0 = min(max(box.x0, margin), margin + room - width)
    y0 = min(max(box.y0, margin), margin + room - height)
    return Box(x0=x0, y0=y0, x1=x0 + width, y1=y0 + height)


def _chosen(chain: Chain, indices: Sequence[int], *, at_least: int) -> dict[int, Box]:
    boxes = {index: element_at(chain, index).box for index in indices}
    if len(boxes) < at_least:
        raise BadInput(f"This needs at least {at_least} different objects, got {len(boxes)}.")
    return boxes
