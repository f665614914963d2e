"""Changing one box or one word of a chain, same seed: does that object follow, do others stay?

The picture is drawn again from the changed chain and the words that belong to it: a wish that
still says what the chain no longer does would pull the other way.
"""

import random
from typing import Literal, NamedTuple

import numpy as np

from got_models.evaluating.devset import WishCase, wish_cases
from got_models.evaluating.edits import CHANGED, mask_of
from got_models.evaluating.report import sight
from got_models.evaluating.report.bench import Bench, Case, finished, planned_boxes, seed_of
from got_models.evaluating.report.rows import Row
from got_models.evaluating.report.suite_geneval import TEST_SEED
from got_models.sceneworld.captions import wish_for
from got_models.sceneworld.chain_writing import chain_for
from got_models.sceneworld.placing import anywhere
from got_models.sceneworld.scene import Scene, Thing
from got_models.sceneworld.vocabulary import COLOURS
from got_models.thought import Chain

Change = Literal["move a box", "change a word"]
CHANGES: tuple[Change, ...] = ("move a box", "change a word")

GRID_MARGIN = 4
"""Pixels around a box that may change with it."""


class Told(NamedTuple):
    """What one of the two pictures is drawn from: a scene, its words and its chain."""

    scene: Scene
    words: str
    chain: Chain


def interactive_cases(count: int) -> list[list[Case]]:
    """Return changes of chains, a list per kind of change."""
    wishes = [case for case in wish_cases("seen", count * 12, seed=TEST_SEED + 1)
              if len(case.scene.things) > 1 and case.scene.style == "natural"]  # fmt: skip
    groups = []
    for change in CHANGES:
        found = [(wish, told) for wish in wishes if (told := _both(wish, change))]
        groups.append([_case(wish, told, change) for wish, told in found[:count]])
    return groups


def _both(wish: WishCase, change: Change) -> tuple[Told, Told] | None:
    """Return what is told before and after a change; None if it cannot be that change alone."""
    after = _changed(wish, change)
    if after is None:
        return None
    first, second = (_told(scene, f"{wish.id} {change} words") for scene in (wish.scene, after))
    before, now = first.chain.elements, second.chain.elements
    alone = len(before) == len(now) and sum(a != b for a, b in zip(before, now, strict=True)) == 1
    more_words = abs(len(first.words.split()) - len(second.words.split()))
    if not alone or more_words > 1 or (change == "move a box" and first.words != second.words):
        return None
    return first, second


def _told(scene: Scene, name: str) -> Told:
    wish = wish_for(scene, random.Random(name))
    return Told(scene, wish.text, chain_for(scene, wish.order, wish.facts))


def _changed(wish: WishCase, change: Change) -> Scene | None:
    """Return the scene with its first thing somewhere else or in another colour, if it can be."""
    rng = random.Random(f"{wish.id} {change}")
    thing, *others = wish.scene.things
    if change == "move a box":
        boxes = [*(other.box for other in others), thing.box]
        box = anywhere(rng, thing.box.width, thing.box.height, boxes)
        after = thing.model_copy(update={"box": box}) if box else None
    else:
        colours = [name for name in COLOURS if name != thing.colour]
        after = thing.model_copy(update={"colour": rng.choice(colours)})
    if after is None or any(other.phrase == after.phrase for other in others):
        return None
    return wish.scene.model_copy(update={"things": (after, *others)})


def _case(wish: WishCase, told: tuple[Told, Told], change: Change) -> Case:
    def run(bench: Bench) -> Row:
        first, second = (bench.maker.draw(one.words, one.chain, seed=case.seed) for one in told)
        was, seen = (sight.look(bench.eye, drawn.image) for drawn in (first, second))
        now = sight.placed(seen, second.image.size)
        before = sight.placed(was, first.image.size)
        thing, *others = told[1].scene.things
        followed = sight.shows(thing, now)
        lost = _lost(others, before, now)
        marks = {
            "followed": float(followed),
            "stayed": float(not lost),
            "right": float(followed and not lost),
            "elsewhere": _changed_elsewhere(
                (np.asarray(first.image), np.asarray(second.image)),
                (wish.scene.things[0], thing),
                first.image.size,
            ),
        }
        reason = "" if followed else f"not at its new box: {thing.phrase}"
        reason += f"; lost: {', '.join(lost)}" if lost else ""
        row = case.blank(marks=marks, reason=reason.removeprefix("; "))
        row = row.model_copy(update={"planned": planned_boxes(told[1].chain), "seen": seen})
        return finished(bench, row, second).model_copy(update={"nfe": first.nfe + second.nfe})

    case = Case(
        "interactive", change, f"{wish.id} {change}", told[1].words, seed_of(wish.id), "right",
        run=run, cluster=wish.id, others=("followed",),
    )  # fmt: skip
    return case


def _lost(others: list[Thing], was: list[sight.Placed], now: list[sight.Placed]) -> list[str]:
    return [
        thing.phrase for thing in others if sight.shows(thing, was) and not sight.shows(thing, now)
    ]


def _changed_elsewhere(
    pixels: tuple[np.ndarray[tuple[int, ...], np.dtype[np.uint8]], ...],
    things: tuple[Thing, Thing],
    size: tuple[int, int],
) -> float:
    """Return the share of pixels that changed though they lie in neither box of the object."""
    first, second = (one.astype(np.float32) for one in pixels)
    outside = ~mask_of([thing.box for thing in things], size, margin=GRID_MARGIN)
    difference = np.abs(first - second).max(-1)
    return float((difference[outside] > CHANGED).mean()) if outside.any() else 0.0
