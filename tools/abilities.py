"""What a painter can do, held against what is asked, before anything is computed."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PIL.Image import Image

from got_models.brushes.capabilities import SSGM, Capabilities
from got_models.errors import BadInput, BadSize
from got_models.thought import Task
from tools.desk import Order
from tools.ports import Painter, Renderer

_HOW = {
    "mask only": "{name} is told the places of things in words when it draws; boxes hold it only "
    "when it edits.",
    "words only": "{name} is told the places of things in words; boxes do not hold it.",
}

_UNTOLD = (
    "{name} cannot be told a mask: it draws the change where its plan says, and of that only what "
    "the mask opens is kept."
)


def of(painter: Painter) -> Capabilities:
    """Return what a painter can do; one that does not say is GoT's own."""
    return painter.capabilities if isinstance(painter, Renderer) else SSGM


def check(
    painter: Painter,
    task: Task,
    *,
    size: tuple[int, int] | None = None,
    references: int = 0,
    masked: bool = False,
) -> tuple[str, ...]:
    """Return what the painter does less well than asked, a sentence each.

    Args:
        painter: Who is to paint.
        task: Whether a new picture is drawn or a given one changed.
        size: Width and height in pixels that are asked for; None for the painter's own.
        references: How many pictures it is to look at besides.
        masked: Whether a mask says where the picture may change.

    Raises:
        BadInput: It cannot do what is asked at all; the message says what to do instead.
    """
    can = of(painter)
    if task == "edit" and can.edits == "none":
        raise BadInput(
            f"{painter.name} draws new pictures and cannot edit; name a renderer that can, "
            "such as got-tiny, an inpainting pipeline or an Images server"
        )
    if task == "generate" and not can.draws:
        raise BadInput(
            f"{painter.name} changes given pictures and cannot draw new ones; "
            "give a picture, or name another renderer"
        )
    can.check_references(painter.name, references)
    if can.sizes is not None and size is not None and size not in can.sizes:
        there = ", ".join(f"{width}x{height}" for width, height in can.sizes)
        raise BadSize(f"{painter.name} draws {there}, got {size[0]}x{size[1]}; choose one of those")
    if task == "generate" and can.boxes in _HOW:
        return (_HOW[can.boxes].format(name=painter.name),)
    if masked and not can.masks:
        return (_UNTOLD.format(name=painter.name),)
    return ()


def notes_on(order: Order, painter: Painter) -> tuple[str, ...]:
    """Return what a painter does less well than an order asks besides, a sentence each.

    Raises:
        BadInput: It cannot look at so many references.
    """
    of(painter).check_references(painter.name, len(order.references))
    if order.mask is None:
        return ()
    return check(painter, "edit", masked=True)


def paint_of(
    painter: Painter, *, references: Sequence[Image] = (), mask: Image | None = None
) -> Callable[..., list[Image]]:
    """Return how to let a painter paint with all it can be told besides; a mask it may not see.

    Raises:
        BadInput: It cannot look at so many references.
    """
    can = of(painter)
    can.check_references(painter.name, len(references))
    told: dict[str, Any] = {"references": references} if references else {}
    if mask is not None and can.masks:
        told["mask"] = mask
    return partial(painter.paint, **told)


def size_like(painter: Painter, shape: tuple[int, int]) -> tuple[int, int] | None:
    """Return the size that suits an edit of a picture: its shape, at the painter's own area.

    Args:
        painter: Who is to paint.
        shape: Width and height of the picture.

    Returns:
        Width and height in pixels; None where the painter is to choose, because it was made for
        one shape only.
    """
    can = of(painter)
    if can.sizes is not None:
        aspect = shape[0] / shape[1]
        return min(can.sizes, key=lambda one: abs(one[0] / one[1] - aspect))
    if not can.any_aspect:
        return None
    width, height = painter.default_size
    scale = (width * height / (shape[0] * shape[1])) ** 0.5
    multiple = painter.size_multiple
    longest = painter.max_side // multiple * multiple
    sides = (round(side * scale / multiple) * multiple for side in shape)
    wide, high = (min(max(side, multiple), longest) for side in sides)
    return wide, high
