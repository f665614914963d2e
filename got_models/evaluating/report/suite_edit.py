"""Edits of held-out scenes: did it happen, and was anything else changed?"""

import numpy as np
from PIL import Image

from got_models.evaluating.devset import EditCase, edit_cases
from got_models.evaluating.edits import GLOBAL, MARGIN, changes, mask_of
from got_models.evaluating.ground_look import ground_look
from got_models.evaluating.report import sight
from got_models.evaluating.report.bench import (
    SIDE,
    Bench,
    Case,
    finished,
    planned_boxes,
    seed_of,
)
from got_models.evaluating.report.rows import Row
from got_models.evaluating.report.suite_geneval import TEST_SEED
from got_models.sceneworld.edit_setting import OPERATIONS
from got_models.sceneworld.render import render
from got_models.sceneworld.scene import Scene, Thing

REPLACED = 0.3
"""Overlap with the old box from which a new thing has taken its place."""


def operation_cases(count: int) -> list[list[Case]]:
    """Return single edits, a list per operation; the instruction is all that the maker is told."""
    cases = edit_cases(count, seed=TEST_SEED)
    return [[_case(case) for case in cases if case.operation == name] for name in OPERATIONS]


def _case(edit: EditCase) -> Case:
    def run(bench: Bench) -> Row:
        assert bench.atlas
        before = render(edit.edit.before, bench.atlas, width=SIDE, height=SIDE)
        after = render(edit.edit.after, bench.atlas, width=SIDE, height=SIDE)
        words = edit.edit.instruction
        chain = bench.maker.plan(words, seed=case.seed, picture=before)
        drawn = bench.maker.edit(before, words, chain, seed=case.seed)
        seen = sight.look(bench.eye, drawn.image)
        marks, reason = scores(edit, (before, after, drawn.image), bench)
        if drawn.changed_outside_px is not None and edit.operation not in GLOBAL:
            marks["outside_untouched"] = float(drawn.changed_outside_px == 0)
        row = case.blank(marks=marks, reason=reason)
        kept = bench.keep(before, *row.key, "before")
        row = row.model_copy(update={"planned": planned_boxes(chain), "seen": seen, "before": kept})
        return finished(bench, row, drawn)

    case = Case(
        "edit",
        edit.operation,
        edit.id,
        edit.edit.instruction,
        seed_of(edit.id),
        "right",
        run=run,
        others=("done",),
    )
    return case


def scores(
    case: EditCase, pictures: tuple[Image.Image, Image.Image, Image.Image], bench: Bench
) -> tuple[dict[str, float], str]:
    """Return the marks of an edit from the pictures before, as wished for, and as it became."""
    before, _after, result = pictures
    was = sight.placed(sight.look(bench.eye, before), before.size)
    now = sight.placed(sight.look(bench.eye, result), result.size)
    if case.operation in GLOBAL:
        done = _nearer_as_a_whole(case, pictures)
    else:
        done = _happened(case, was, now)
    lost = [thing.phrase for thing in _others(case.edit.before, case.edit.after)
            if sight.shows(thing, was, coloured=_both_coloured(case))
            and not sight.shows(thing, now, coloured=_both_coloured(case))]  # fmt: skip
    marks = {
        "done": float(done),
        "kept": float(not lost),
        "right": float(done and not lost),
    }
    reasons = [] if done else ["what was asked for did not happen"]
    reasons += [f"lost: {', '.join(lost)}"] if lost else []
    return marks, "; ".join(reasons)


def _happened(case: EditCase, was: list[sight.Placed], now: list[sight.Placed]) -> bool:
    """Whether what is new is there and what is gone is gone; where, is free unless it was asked."""
    gone, new = changes(case.edit.before, case.edit.after)
    coloured = _both_coloured(case)
    for thing in new:
        if case.operation == "add":
            more = sight.count_of(thing, now, coloured=coloured)
            if more <= sight.count_of(thing, was, coloured=coloured):
                return False
        elif not sight.shows(thing, now, coloured=coloured):
            return False
    return not any(_still_there(thing, new, now, coloured) for thing in gone)


def _still_there(thing: Thing, new: list[Thing], now: list[sight.Placed], coloured: bool) -> bool:
    """Whether a thing that should be gone is seen, and cannot be taken for a new one."""
    overlap = sight.overlap_at(thing, now, coloured=coloured)
    taken = any(
        other.kind == thing.kind
        and other.box.iou(thing.box) > REPLACED
        and (other.colour == thing.colour)
        for other in new
    )
    return overlap >= sight.NEAR and not taken


def _others(before: Scene, after: Scene) -> list[Thing]:
    return [thing for thing in after.things if thing in before.things]


def _both_coloured(case: EditCase) -> bool:
    return sight.is_coloured(case.edit.before) and sight.is_coloured(case.edit.after)


def _nearer_as_a_whole(
    case: EditCase, pictures: tuple[Image.Image, Image.Image, Image.Image]
) -> bool:
    """Whether ground and tones are more like those wished for than like those before."""
    boxes = [] if case.operation == "style" else [thing.box for thing in case.edit.after.things]
    outside = ~mask_of(boxes, pictures[2].size, margin=MARGIN)
    source, target, result = (
        ground_look(np.asarray(one.convert("RGB"), dtype=np.float32), outside) for one in pictures
    )
    return float(np.abs(result - target).sum()) < float(np.abs(result - source).sum())
