"""What the eye learns from: cuttings of objects and of nothing, and whole pictures with boxes.

Every example is a function of its number. Ground, colour, size and object are independent.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from got_models.evaluating.seeing import rasterising
from got_models.evaluating.seeing.cutting import CONTEXT, MASK, NOTHING, SIDE
from got_models.evaluating.seeing.sprites import Sprites
from got_models.sceneworld.vocabulary import CLASSES, COLOURS

NEGATIVE_SHARE = 0.25
"""Share of cuttings that show no object, or not one."""

NATURAL_SHARE = 0.55
NEIGHBOUR_SHARE = 0.3
SMALLEST = 13
"""Longest side in pixels of the smallest object that must still be read."""

EMPTY_SHARE, BLOB_SHARE = 0.08, 0.25
"""Share of pictures with nothing in them, and of those with a blob under their objects."""

CANVAS = 128


class Cutting(NamedTuple):
    """`(SIDE, SIDE, 3)` uint8, the object or `NOTHING`, and where it is, `(MASK, MASK)` 0 to 1."""

    pixels: NDArray[np.uint8]
    kind: int
    mask: NDArray[np.float32]


class Picture(NamedTuple):
    """`(CANVAS, CANVAS, 3)` uint8, boxes `(n, 4)` in pixels, objects and colours by name."""

    pixels: NDArray[np.uint8]
    boxes: NDArray[np.float32]
    kinds: tuple[str, ...]
    colours: tuple[str | None, ...]


def sample_cutting(sprites: Sprites, number: int) -> Cutting:
    """Make one cutting."""
    rng = np.random.default_rng(number)
    if rng.random() < NEGATIVE_SHARE:
        return _negative(sprites, rng)
    return _positive(sprites, rng)


def sample_picture(sprites: Sprites, number: int, *, things: int | None = None) -> Picture:
    """Make one picture of one to eight objects, or of none; some have a blob, which is none."""
    rng = np.random.default_rng(number)
    if things is None and rng.random() < EMPTY_SHARE:
        pixels = rasterising.spoilt(rasterising.bare(CANVAS, rng), rng)
        return Picture(pixels, np.zeros((0, 4), np.float32), (), ())
    canvas = rasterising.ground(CANVAS, CANVAS, rng)
    if rng.random() < BLOB_SHARE:
        side = int(rng.integers(SMALLEST, 60))
        blob = rasterising.posed(rasterising.blob(side, rng), side, side, rng)
        corner = (int(rng.integers(CANVAS - side)), int(rng.integers(CANVAS - side)))
        _paste(canvas, blob, *corner)
    wanted = things or int(rng.choice(8, p=(0.2, 0.25, 0.2, 0.13, 0.09, 0.06, 0.04, 0.03))) + 1
    boxes: list[tuple[int, int, int, int]] = []
    kinds: list[str] = []
    colours: list[str | None] = []
    same: tuple[str, str | None] | None = None
    for _ in range(wanted):
        kind, colour = same if same and rng.random() < 0.4 else _name(rng)
        same = kind, colour
        sprite = _sprite(sprites, kind, colour, rng)
        box = _free_place(sprite.size, boxes, rng)
        if box is None:
            continue
        _paste(canvas, sprite, box[0], box[1])
        boxes.append(box)
        kinds.append(kind)
        colours.append(colour)
    pixels = rasterising.spoilt(canvas, rng)
    if rng.random() < 0.3:
        pixels = rasterising.coarse(pixels, int(rng.integers(64, 112)))
    return Picture(pixels, np.array(boxes, np.float32).reshape(-1, 4), tuple(kinds), tuple(colours))


def _name(rng: np.random.Generator) -> tuple[str, str | None]:
    kind = CLASSES[rng.integers(len(CLASSES))]
    return kind, None if rng.random() < NATURAL_SHARE else COLOURS[rng.integers(len(COLOURS))]


def _sprite(
    sprites: Sprites,
    kind: str,
    colour: str | None,
    rng: np.random.Generator,
    longest: float | None = None,
) -> Image.Image:
    """Return an RGBA picture of an object, `longest` pixels at its longer side."""
    pixels = sprites.any_of(kind, rng).pixels
    height, width = pixels.shape[:2]
    longest = longest or float(rng.triangular(SMALLEST, 40, 66))
    scale = longest / max(width, height)
    stretch = float(np.exp(rng.normal(0, 0.08)))
    dressed = rasterising.dressed(pixels, colour, rng)
    return rasterising.posed(dressed, width * scale * stretch, height * scale / stretch, rng)


def _paste(canvas: NDArray[np.float32], sprite: Image.Image, left: int, top: int) -> None:
    """Lay a sprite over the canvas in place, cut off at its edges."""
    height, width = canvas.shape[:2]
    pixels = np.asarray(sprite, np.float32)
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + sprite.width, width), min(top + sprite.height, height)
    if x0 >= x1 or y0 >= y1:
        return
    part = pixels[y0 - top : y1 - top, x0 - left : x1 - left]
    alpha = part[..., 3:] / 255
    canvas[y0:y1, x0:x1] += alpha * (part[..., :3] - canvas[y0:y1, x0:x1])


def _free_place(
    size: tuple[int, int], boxes: list[tuple[int, int, int, int]], rng: np.random.Generator
) -> tuple[int, int, int, int] | None:
    """Return a box on the canvas that covers little of the others; None when none was found."""
    width, height = size
    if max(size) >= CANVAS:
        return None
    for _ in range(12):
        x, y = int(rng.integers(CANVAS - width)), int(rng.integers(CANVAS - height))
        box = (x, y, x + width, y + height)
        if all(_shared(box, other) < 0.12 for other in boxes):
            return box
    return None


def _shared(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> float:
    """Return the share of the smaller box that both cover."""
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (a, b))
    return max(width, 0) * max(height, 0) / max(smaller, 1)


def _positive(sprites: Sprites, rng: np.random.Generator) -> Cutting:
    kind, colour = _name(rng)
    canvas = rasterising.ground(SIDE, SIDE, rng)
    if rng.random() < NEIGHBOUR_SHARE:
        _paste_neighbour(canvas, sprites, rng)
    sprite = _fill(sprites, kind, colour, rng)
    left, top = _middle(sprite, rng, reach=0.07)
    _paste(canvas, sprite, left, top)
    pixels = rasterising.spoilt(canvas, rng)
    if rng.random() < 0.6:  # small objects are cut from few pixels
        pixels = rasterising.coarse(pixels, int(rng.integers(16, SIDE)))
    return Cutting(pixels, CLASSES.index(kind), _mask(sprite, left, top))


def _fill(sprites: Sprites, kind: str, colour: str | None, rng: np.random.Generator) -> Image.Image:
    """Return a sprite stretched to its box as a cutting stretches it, give or take a tenth."""
    side = SIDE / (1 + CONTEXT)
    pixels = rasterising.dressed(sprites.any_of(kind, rng).pixels, colour, rng)
    width, height = (side * np.exp(rng.normal(0, 0.08)) for _ in range(2))
    return rasterising.posed(pixels, float(width), float(height), rng)


def _middle(sprite: Image.Image, rng: np.random.Generator, *, reach: float) -> tuple[int, int]:
    """Return the corner that puts a sprite in the middle, off by up to `reach` of the side."""
    left, top = (
        round((SIDE - length) / 2 + rng.uniform(-reach, reach) * SIDE) for length in sprite.size
    )
    return left, top


def _paste_neighbour(
    canvas: NDArray[np.float32], sprites: Sprites, rng: np.random.Generator
) -> None:
    """Lay an object over the edge of the canvas."""
    sprite = _sprite(sprites, *_name(rng), rng, longest=float(rng.uniform(20, 60)))
    reach = rng.uniform(1, 9)
    along = int(rng.integers(-10, SIDE - 10))
    side = rng.integers(4)
    low, high = round(reach), round(SIDE - reach)
    places = ((low - sprite.width, along), (high, along), (along, low - sprite.height))
    _paste(canvas, sprite, *(*places, (along, high))[side])


def _negative(sprites: Sprites, rng: np.random.Generator) -> Cutting:
    canvas = rasterising.ground(SIDE, SIDE, rng)
    side = None
    match rng.integers(6):
        case 0:
            _paste(canvas, rasterising.posed(rasterising.blob(SIDE, rng), SIDE, SIDE, rng), 0, 0)
        case 1:  # half an object, and perhaps half of another
            for _ in range(rng.integers(1, 3)):
                sprite = _fill(sprites, *_name(rng), rng)
                off = float(rng.uniform(0.62, 0.95)) * SIDE * (1 if rng.random() < 0.5 else -1)
                left, top = _middle(sprite, rng, reach=0.1)
                across = rng.random() < 0.5
                _paste(canvas, sprite, left + round(off * across), top + round(off * (1 - across)))
        case 2:  # a hybrid
            _paste(canvas, _hybrid(sprites, rng), 4, 4)
        case 3:  # melted beyond recognition
            sprite = _fill(sprites, *_name(rng), rng)
            _paste(canvas, sprite, *_middle(sprite, rng, reach=0.05))
            side = int(rng.integers(3, 6))
        case 4:
            canvas = rasterising.bare(SIDE, rng)
        case _:
            _paste_neighbour(canvas, sprites, rng)
    pixels = rasterising.spoilt(canvas, rng)
    pixels = pixels if side is None else rasterising.coarse(pixels, side)
    return Cutting(pixels, NOTHING, np.zeros((MASK, MASK), np.float32))


def _hybrid(sprites: Sprites, rng: np.random.Generator) -> Image.Image:
    """Return two objects of one colour in one: half and half, or both at once."""
    (first, colour), (second, _) = _name(rng), _name(rng)
    size = (SIDE - 8, SIDE - 8)
    a, b = (
        np.asarray(_fill(sprites, kind, colour, rng).resize(size), np.float32)
        for kind in (first, second)
    )
    if first == second or rng.random() < 0.5:
        mixed = np.asarray(0.5 * a + 0.5 * b[::-1])
    else:
        mixed = a.copy()
        half = np.s_[size[1] // 2 :] if rng.random() < 0.5 else np.s_[:, size[0] // 2 :]
        mixed[half] = b[half]
    return Image.fromarray(mixed.clip(0, 255).astype(np.uint8), "RGBA")


def _mask(sprite: Image.Image, left: int, top: int) -> NDArray[np.float32]:
    whole = Image.new("L", (SIDE, SIDE))
    whole.paste(sprite.getchannel("A"), (left, top))
    small = np.asarray(whole.resize((MASK, MASK), Image.Resampling.BOX), np.float32)
    return small / np.float32(255)
