"""What the crop judge learns from: cuttings of rendered scenes, and cuttings of nothing.

The scenes are of all kinds and colours, also those held out from the painter: a judge must read
them. Half of the pictures are blurred, coarsened or compressed first, as a painter's are.
"""

import io
import random
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from got_models.sceneworld.render import render
from got_models.sceneworld.sampling import Shapes, sample_scene
from got_models.sceneworld.scene import Scene
from got_models.sceneworld.sprites import HAND_FAMILIES, SpriteAtlas
from got_models.sceneworld.vocabulary import CLASSES, COLOURS, STYLES
from got_models.thought import COORDINATE_MAX, Box
from got_models.verifying.crops import cut

PICTURE_SIDE = 128

LOOSE, LOOSE_SIDE = 0.5, 60
"""Context and side of a stored cutting: room to shift and stretch it later."""

NOT_ASKED = -100
"""Stands for the colour of what has none that can be seen."""

NEVER_IOU = 0.25
"""A box that shares less with every object shows none of them."""

HAND_SHARE = 0.5
"""Share of pictures whose objects are drawn by many hands, where the atlas has those."""

STYLED_SHARE = 0.2
SPOILT_SHARE = 0.5


class Cuttings(NamedTuple):
    """Stored cuttings: pixels `(n, 60, 60, 3)`, object and colour `(n,)` as indices."""

    pixels: NDArray[np.uint8]
    kinds: NDArray[np.int64]
    colours: NDArray[np.int64]


def gather(atlas: SpriteAtlas, folder: Path, *, parts: int, scenes: int) -> Cuttings:
    """Make or read `parts` files of cuttings from `scenes` pictures each, and join them."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for part in range(parts):
        path = folder / f"cuttings-{part:03d}.npz"
        if not path.exists():
            made = _cuttings_of(atlas, range(part * scenes, (part + 1) * scenes))
            beside = path.with_suffix(".partial.npz")
            np.savez(beside, pixels=made.pixels, kinds=made.kinds, colours=made.colours)
            beside.replace(path)
        with np.load(path) as kept:
            found.append(Cuttings(kept["pixels"], kept["kinds"], kept["colours"]))
    return Cuttings(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _cuttings_of(atlas: SpriteAtlas, numbers: range) -> Cuttings:
    usual, by_hand = split_shapes(atlas.shapes())
    rows: list[tuple[NDArray[np.uint8], int, int]] = []
    for number in numbers:
        rng = random.Random(f"crop judge {number}")
        shapes = by_hand if by_hand and rng.random() < HAND_SHARE else usual
        scene = sample_scene(rng, shapes=shapes, things=rng.randint(2, 6), held_out=True)
        style = rng.choice(STYLES[1:]) if rng.random() < STYLED_SHARE else STYLES[0]
        scene = scene.model_copy(update={"style": style})
        picture = render(scene, atlas, width=PICTURE_SIDE, height=PICTURE_SIDE)
        if rng.random() < SPOILT_SHARE:
            picture = spoil(picture, rng)
        rows += [
            (cut(picture, box, context=LOOSE, side=LOOSE_SIDE), kind, colour)
            for box, kind, colour in questions(scene, rng)
        ]
    pixels, kinds, colours = zip(*rows, strict=True)
    return Cuttings(np.stack(pixels), np.array(kinds), np.array(colours))


def split_shapes(shapes: Shapes) -> tuple[Shapes, Shapes | None]:
    """Return the shapes of the usual families and those of many hands; None if there are none."""
    usual, by_hand = (
        {
            kind: {
                name: aspect for name, aspect in found.items() if (name in HAND_FAMILIES) is hand
            }
            for kind, found in shapes.items()
        }
        for hand in (False, True)
    )
    return usual, by_hand if all(by_hand.values()) else None


def questions(scene: Scene, rng: random.Random) -> list[tuple[Box, int, int]]:
    """Return every object's box with what it shows, and a few boxes that show nothing."""
    colourless = scene.style in ("sepia", "black and white")
    asked = [
        (
            thing.box,
            CLASSES.index(thing.kind),
            NOT_ASKED if colourless or not thing.colour else COLOURS.index(thing.colour),
        )
        for thing in scene.things
    ]
    boxes = [thing.box for thing in scene.things]
    empty = [_stray(rng, boxes, beside=True), _stray(rng, boxes, beside=False)]
    return asked + [(box, len(CLASSES), NOT_ASKED) for box in empty if box is not None]


def _stray(rng: random.Random, boxes: list[Box], *, beside: bool) -> Box | None:
    """Return a box with no object: half off one of them, or anywhere."""
    for _ in range(8):
        if beside:
            box = shoved(rng.choice(boxes), rng)
        else:
            width, height = rng.randint(80, 450), rng.randint(80, 450)
            left = rng.randint(0, COORDINATE_MAX - width)
            top = rng.randint(0, COORDINATE_MAX - height)
            box = Box(x0=left, y0=top, x1=left + width, y1=top + height)
        if box is not None and all(box.iou(other) < NEVER_IOU for other in boxes):
            return box
    return None


def shoved(box: Box, rng: random.Random) -> Box | None:
    """Return the box moved by more than half its size; None when it would leave the canvas."""
    dx, dy = rng.choice(((1, 0), (-1, 0), (0, 1), (0, -1)))
    far = rng.uniform(0.6, 0.95)
    dx, dy = round(dx * far * box.width), round(dy * far * box.height)
    x0, y0, x1, y1 = box.x0 + dx, box.y0 + dy, box.x1 + dx, box.y1 + dy
    if min(x0, y0) < 0 or max(x1, y1) > COORDINATE_MAX:
        return None
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)


def spoil(picture: Image.Image, rng: random.Random) -> Image.Image:
    """Return the picture a little blurred, coarsened, compressed or noisy."""
    width, height = picture.size
    match rng.randrange(4):
        case 0:
            return picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.1)))
        case 1:
            share = rng.uniform(0.5, 0.85)
            small = picture.resize((int(width * share), int(height * share)), Image.Resampling.BOX)
            return small.resize((width, height), Image.Resampling.BICUBIC)
        case 2:
            buffer = io.BytesIO()
            picture.save(buffer, "JPEG", quality=rng.randint(25, 70))
            with Image.open(buffer) as compressed:
                return compressed.convert("RGB")
        case _:
            noise = np.random.default_rng(rng.randrange(1 << 30))
            drawn = noise.normal(0, rng.uniform(2, 12), (height, width, 3))
            return Image.fromarray((np.asarray(picture) + drawn).clip(0, 255).astype(np.uint8))
