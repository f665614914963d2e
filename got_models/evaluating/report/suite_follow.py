"""Pictures against plans: is each object of a true chain there, in its colour, in its box?"""

from collections.abc import Sequence

from got_models.evaluating.devset import Group, WishCase, wish_cases
from got_models.evaluating.report import sight
from got_models.evaluating.report.bench import Bench, Case, finished, planned_boxes, seed_of
from got_models.evaluating.report.rows import Row
from got_models.evaluating.report.suite_geneval import TEST_SEED
from got_models.sceneworld.chain_writing import chain_for
from got_models.thought import Chain

FOUND = 0.5
"""Overlap of planned and detected box from which an object is in its box."""


def follow_cases(count: int) -> list[list[Case]]:
    """Return pictures to be drawn from true chains, seen and held-out compositions."""
    groups: tuple[Group, ...] = ("seen", "L2", "L3", "L4")
    return [[_case(case) for case in wish_cases(group, count, seed=TEST_SEED)] for group in groups]


def true_chain(wish: WishCase) -> Chain:
    """Return the chain of the scene a wish was made from."""
    return chain_for(wish.scene, wish.wish.order, wish.wish.facts)


def _case(wish: WishCase) -> Case:
    def run(bench: Bench) -> Row:
        chain = true_chain(wish)
        drawn = bench.maker.draw(wish.wish.text, chain, seed=case.seed)
        seen = sight.look(bench.eye, drawn.image)
        marks, reason = scores(wish, sight.placed(seen, drawn.image.size))
        row = case.blank(marks=marks, reason=reason)
        row = row.model_copy(update={"planned": planned_boxes(chain), "seen": seen})
        return finished(bench, row, drawn)

    case = Case("follow", wish.group, wish.id, wish.wish.text, seed_of(wish.id), "all", run=run,
                others=("there", "there_in_colour", "iou"))  # fmt: skip
    return case


def scores(wish: WishCase, seen: Sequence[sight.Placed]) -> tuple[dict[str, float], str]:
    """Return the shares of boxes that are right, and which are not."""
    things = wish.scene.things
    coloured = sight.is_coloured(wish.scene)
    plain = [sight.overlap_at(thing, seen, coloured=False) for thing in things]
    exact = [sight.overlap_at(thing, seen, coloured=coloured) for thing in things]
    there = [overlap >= FOUND for overlap in plain]
    right = [overlap >= FOUND for overlap in exact]
    missing = [thing.phrase for thing, good in zip(things, right, strict=True) if not good]
    marks = {
        "there": sum(there) / len(things),
        "there_in_colour": sum(right) / len(things),
        "iou": sum(plain) / len(things),
        "all": float(all(right)),
    }
    return marks, f"not in its box: {', '.join(missing)}" if missing else ""
