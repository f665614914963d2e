"""Pixels moved without a model: cut out, turned, enlarged, laid over each other; boxes follow."""

from collections.abc import Callable
from typing import Literal

from PIL import Image
from pydantic import ValidationError

from got_models.errors import BadInput
from got_models.thought import COORDINATE_MAX, Box, Chain, Element
from tools.intake import MAX_PIXELS, MIN_SIDE
from tools.region import pixels_of

QuarterTurns = Literal[1, 2, 3]
"""How often a picture is turned by 90 degrees, clockwise."""

LEAST_LEFT = 0.3
"""Share of an element that must lie inside a cut-out for it to count as being there."""

_TURNS = {
    1: Image.Transpose.ROTATE_270,
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_90,
}


def crop(picture: Image.Image, box: Box) -> Image.Image:
    """Return the part of a picture inside a box.

    Raises:
        BadInput: Fewer pixels than a picture needs would be left.
    """
    x0, x1 = pixels_of(box.x0, box.x1, picture.width)
    y0, y1 = pixels_of(box.y0, box.y1, picture.height)
    if min(x1 - x0, y1 - y0) < MIN_SIDE:
        raise BadInput(
            f"only {x1 - x0} x {y1 - y0} pixels would be left; cut out at least "
            f"{MIN_SIDE} x {MIN_SIDE}"
        )
    return picture.crop((x0, y0, x1, y1))


def rotate(picture: Image.Image, quarter_turns: QuarterTurns) -> Image.Image:
    """Return a picture turned clockwise; no pixel is made up."""
    return picture.transpose(_TURNS[quarter_turns])


def upscale(picture: Image.Image, factor: int) -> Image.Image:
    """Return a picture with `factor` times the width and height, each pixel repeated.

    Raises:
        BadInput: The result would have too many pixels.
    """
    width, height = picture.width * factor, picture.height * factor
    if width * height > MAX_PIXELS:
        raise BadInput(f"{width} x {height} pixels are too many; take a smaller factor")
    return picture.resize((width, height), Image.Resampling.NEAREST)


def composite(first: Image.Image, second: Image.Image, box: Box) -> Image.Image:
    """Return the first picture with the second one's content inside `box`, at the same place."""
    other = second.resize(first.size, Image.Resampling.LANCZOS)
    x0, x1 = pixels_of(box.x0, box.x1, first.width)
    y0, y1 = pixels_of(box.y0, box.y1, first.height)
    laid = first.copy()
    laid.paste(other.crop((x0, y0, x1, y1)), (x0, y0))
    return laid


def cropped_box(box: Box, cut: Box) -> Box | None:
    """Return where a box lies in a cut-out; None if less than `LEAST_LEFT` of it is inside."""
    if box.intersection(cut) < LEAST_LEFT * box.area:
        return None
    return _box(
        (box.x0 - cut.x0) * COORDINATE_MAX / cut.width,
        (box.y0 - cut.y0) * COORDINATE_MAX / cut.height,
        (box.x1 - cut.x0) * COORDINATE_MAX / cut.width,
        (box.y1 - cut.y0) * COORDINATE_MAX / cut.height,
    )


def uncropped_box(box: Box, cut: Box) -> Box:
    """Return where a box of a cut-out lies in the whole picture."""
    x0, y0, x1, y1 = (
        start + round(at * side / COORDINATE_MAX)
        for at, start, side in zip(
            box.corners, (cut.x0, cut.y0) * 2, (cut.width, cut.height) * 2, strict=True
        )
    )
    return Box(x0=x0, y0=y0, x1=max(x1, x0 + 1), y1=max(y1, y0 + 1))


def turned_box(box: Box, quarter_turns: int) -> Box:
    """Return where a box lies after turns clockwise."""
    for _ in range(quarter_turns):
        box = Box(x0=COORDINATE_MAX - box.y1, y0=box.x0, x1=COORDINATE_MAX - box.y0, y1=box.x1)
    return box


def cropped_scene(scene: Chain, box: Box) -> Chain:
    """Return what is known to be inside a cut-out, on its own grid."""
    return _with(scene, lambda element: cropped_box(element.box, box))


def rotated_scene(scene: Chain, quarter_turns: QuarterTurns) -> Chain:
    """Return what is known to be in a turned picture."""
    return _with(scene, lambda element: turned_box(element.box, quarter_turns))


def _with(scene: Chain, moved: Callable[[Element], Box | None]) -> Chain:
    """Return a scene with its elements moved; those that go leave their phrase in the text."""
    parts: list[str | Element] = []
    for part in scene.parts:
        if isinstance(part, str):
            parts.append(part)
            continue
        box = moved(part)
        parts.append(part.phrase if box is None else part.model_copy(update={"box": box}))
    return scene.model_copy(update={"parts": tuple(parts)})


def _box(x0: float, y0: float, x1: float, y1: float) -> Box | None:
    corners = (min(max(round(at), 0), COORDINATE_MAX) for at in (x0, y0, x1, y1))
    try:
        return Box(**dict(zip(("x0", "y0", "x1", "y1"), corners, strict=True)))
    except ValidationError:
        return None
