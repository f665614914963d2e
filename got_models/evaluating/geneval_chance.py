"""What somebody scores who does not read the whole prompt: the row to hold a score against.

Each task is answered with everything right but the one thing the task is about, and that thing is
guessed. They are bounds from below for a model that draws what it is asked for, not for one that
draws nothing, whose score is zero.
"""

import random
from collections.abc import Iterable
from math import comb

from got_models.evaluating.detections import PixelBox
from got_models.evaluating.geneval_spec import GenevalTask
from got_models.relations import RELATIONS, relations
from got_models.sceneworld.vocabulary import CLASSES, COLOURS
from got_models.value import Value

MOST = 4
"""Largest number of objects GenEval asks for in counting."""

SIDES = (0.15, 0.35)
"""Sides of the two objects of a position prompt, as shares of the picture's side."""


class Chance(Value):
    """A score and who gets it."""

    score: float
    guesser: str


def position_chance(*, draws: int = 100_000, seed: int = 0) -> float:
    """Estimate how often two objects that lie anywhere stand in a named relation.

    Two squares of one size, drawn from `SIDES`, lie uniformly in a unit square and do not overlap.
    All four relations are alike by symmetry, so the number of relations that hold is shared out.
    """
    rng = random.Random(seed)
    held = 0
    for _ in range(draws):
        a, b = _two_apart(rng)
        held += len(relations(a, b))
    return held / draws / len(RELATIONS)


def _two_apart(rng: random.Random) -> tuple[PixelBox, PixelBox]:
    side = rng.uniform(*SIDES)
    while True:
        (ax, ay), (bx, by) = ((rng.uniform(0, 1 - side), rng.uniform(0, 1 - side)) for _ in "ab")
        if abs(ax - bx) >= side or abs(ay - by) >= side:
            return PixelBox(ax, ay, ax + side, ay + side), PixelBox(bx, by, bx + side, by + side)


CHANCE: dict[GenevalTask, Chance] = {
    "single_object": Chance(score=1 / len(CLASSES), guesser="one object of any class"),
    "two_object": Chance(
        score=1 / comb(len(CLASSES), 2), guesser="two objects of any two different classes"
    ),
    "counting": Chance(score=1 / MOST, guesser=f"the right class, 1 to {MOST} of it"),
    "colors": Chance(score=1 / len(COLOURS), guesser="the right object in any colour"),
    "position": Chance(score=0.292, guesser="both objects, apart, anywhere (`position_chance`)"),
    "color_attr": Chance(score=1 / len(COLOURS) ** 2, guesser="both objects, each in any colour"),
}


def overall_chance(tasks: Iterable[GenevalTask]) -> float:
    """Return the unweighted mean over some tasks, as the overall score has it."""
    scores = [CHANCE[task].score for task in tasks]
    return sum(scores) / len(scores)
