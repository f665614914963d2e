"""Random scenes: what there is, how large, where, on which background.

Objects, colours, sizes, places, background and style are drawn independently of each other, so
that no model can guess one from another.
"""

import json
import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from got_models.sceneworld.holdout import (
    cell_is_held_out,
    level_of,
    pair_is_held_out,
)
from got_models.sceneworld.scene import Background, Scene, Thing
from got_models.sceneworld.vocabulary import (
    BACKGROUND_COLOURS,
    BACKGROUND_KINDS,
    CLASSES,
    COLOURS,
    STYLES,
)
from got_models.thought import COORDINATE_MAX, Box

Shapes = Mapping[str, Mapping[str, float]]
"""Class -> sprite family -> width over height."""

COUNT_WEIGHTS = (0.24, 0.30, 0.20, 0.13, 0.08, 0.05)
"""Chance of 1 to 6 objects."""

SMALLEST, LARGEST = 120, 500
"""Longest side of an object in grid units."""

NATURAL_SHARE = 0.3
"""Share of objects in their sprite's own colours."""

REPEAT_SHARE = 0.3
"""Chance that the next object repeats the last one's class and colour."""

STYLED_SHARE = 0.12

OVERLAP_LIMIT = 0.02
LOOSE_OVERLAP_LIMIT = 0.2
LOOSE_SHARE = 0.1
"""Largest share of the smaller box that may be covered, and how often the looser limit applies."""


@cache
def shipped_shapes() -> Shapes:
    """Read the aspect ratios of the training sprites, measured once and kept beside this file."""
    shapes: Shapes = json.loads(Path(__file__).with_name("sprite_shapes.json").read_text("utf-8"))
    return shapes


def sample_scene(
    rng: random.Random,
    *,
    shapes: Shapes | None = None,
    things: int | None = None,
    held_out: bool = False,
) -> Scene:
    """Draw one scene.

    Args:
        rng: The only source of chance.
        shapes: Aspect ratios by class and family; the training families' when not given.
        things: How many objects; drawn when not given.
        held_out: True ignores the hold-out rules (for test sets, which filter by level);
            False never returns a held-out scene.
    """
    shapes = shapes or shipped_shapes()
    while True:
        count = things or rng.choices(range(1, len(COUNT_WEIGHTS) + 1), COUNT_WEIGHTS)[0]
        placed = _place_things(rng, _choose_names(rng, count, held_out), shapes)
        if placed is None:
            continue
        scene = Scene(things=placed, background=sample_background(rng), style=sample_style(rng))
        if held_out or level_of(scene) is None:
            return scene


def sample_small_scene(
    rng: random.Random, count: int, *, smallest: int, largest: int, shapes: Shapes | None = None
) -> Scene:
    """Draw a scene of `count` things whose sides, in grid units, are as given; none is held out.

    Things are at most as large as leaves room for all: half the picture when there are two.
    """
    shapes = shapes or shipped_shapes()
    largest = min(largest, int(0.95 * COORDINATE_MAX) // count)
    while True:
        placed: list[Thing] = []
        for kind, colour in _choose_names(rng, count, held_out=False):
            side = rng.randint(smallest, largest)
            placed.append(sample_thing(rng, kind, colour, shapes=shapes, side=side))
        boxes = tuple(thing.box for thing in placed)
        if any(crowded(box, boxes[:at], OVERLAP_LIMIT) for at, box in enumerate(boxes)):
            continue
        scene = Scene(
            things=tuple(placed), background=sample_background(rng), style=sample_style(rng)
        )
        if level_of(scene) is None:
            return scene


def sample_background(rng: random.Random) -> Background:
    """Draw a background."""
    return Background(
        kind=rng.choice(BACKGROUND_KINDS),
        colour=rng.choice(BACKGROUND_COLOURS),
        seed=rng.randrange(1 << 30),
    )


def sample_style(rng: random.Random) -> str:
    """Draw a style, mostly the natural one."""
    return rng.choice(STYLES[1:]) if rng.random() < STYLED_SHARE else STYLES[0]


def sample_name(rng: random.Random, *, held_out: bool = False) -> tuple[str, str | None]:
    """Draw a class and a colour (None: its own colours)."""
    kind = rng.choice(CLASSES)
    if rng.random() < NATURAL_SHARE:
        return kind, None
    colours = [c for c in COLOURS if held_out or not cell_is_held_out(kind, c)]
    return kind, rng.choice(colours)


def sample_thing(
    rng: random.Random,
    kind: str,
    colour: str | None,
    *,
    shapes: Shapes | None = None,
    side: int | None = None,
) -> Thing:
    """Draw a family, a pose, a size and a place for a named object."""
    families = (shapes or shipped_shapes())[kind]
    family = rng.choice(sorted(families))
    longest = side or rng.randint(SMALLEST, LARGEST)
    aspect = families[family] * rng.uniform(0.88, 1.14)
    width = round(longest * min(1.0, aspect))
    height = round(longest * min(1.0, 1.0 / aspect))
    left = rng.randint(0, COORDINATE_MAX - width)
    top = rng.randint(0, COORDINATE_MAX - height)
    return Thing(
        kind=kind,
        colour=colour,
        box=Box(x0=left, y0=top, x1=left + width, y1=top + height),
        family=family,
        mirrored=rng.random() < 0.5,
        angle=round(rng.uniform(-10.0, 10.0), 1),
    )


def crowded(box: Box, others: tuple[Box, ...], limit: float) -> bool:
    """Whether `box` covers, or is covered by, more than `limit` of the smaller of the two."""
    return any(box.intersection(o) > limit * min(box.area, o.area) for o in others)


def _choose_names(rng: random.Random, count: int, held_out: bool) -> list[tuple[str, str | None]]:
    names: list[tuple[str, str | None]] = []
    while len(names) < count:
        if names and rng.random() < REPEAT_SHARE:
            names.append(names[-1])
            continue
        name = sample_name(rng, held_out=held_out)
        if held_out or not any(pair_is_held_out(name[0], other) for other, _ in names):
            names.append(name)
    return names


def _place_things(
    rng: random.Random, names: list[tuple[str, str | None]], shapes: Shapes
) -> tuple[Thing, ...] | None:
    """Place objects one by one; None when they do not fit."""
    limit = LOOSE_OVERLAP_LIMIT if rng.random() < LOOSE_SHARE else OVERLAP_LIMIT
    largest = min(LARGEST, int(1250 / len(names) ** 0.5))
    placed: list[Thing] = []
    for kind, colour in names:
        for _ in range(30):
            side = round(rng.triangular(SMALLEST, largest, SMALLEST + 0.7 * (largest - SMALLEST)))
            thing = sample_thing(rng, kind, colour, shapes=shapes, side=side)
            if not crowded(thing.box, tuple(other.box for other in placed), limit):
                placed.append(thing)
                break
        else:
            return None
    return tuple(placed)
