"""Scoring edits: the true result is right, the untouched source is not, for every operation."""

import random

import numpy as np
import pytest

from got_models.evaluating.devset import edit_cases
from got_models.evaluating.edits import (
    GLOBAL,
    Pictures,
    changed_outside,
    changes,
    score_edit,
    summarise,
)
from got_models.sceneworld.edit_setting import OPERATIONS
from got_models.sceneworld.sampling import sample_background

CASES = edit_cases(4)


def of(operation):
    return [case for case in CASES if case.operation == operation]


def pictures(case, oracle, result):
    before, after = case.edit.before, case.edit.after
    return Pictures(oracle.draw(before), oracle.draw(after), oracle.draw(result))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_true_result_is_right(operation, oracle):
    for case in of(operation):
        score = score_edit(case, pictures(case, oracle, case.edit.after), oracle)

        assert score.right, case.edit.instruction
        assert not score.outside


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_picture_left_as_it_was_is_not_done(operation, oracle):
    for case in of(operation):
        score = score_edit(case, pictures(case, oracle, case.edit.before), oracle)

        assert not score.done, case.edit.instruction


@pytest.mark.parametrize("operation", OPERATIONS)
def test_losing_something_else_is_noticed(operation, oracle):
    for case in of(operation):
        before, after = case.edit.before, case.edit.after
        kept = [thing for thing in after.things if thing in before.things]
        if kept:
            less = tuple(thing for thing in after.things if thing != kept[0])
            result = after.model_copy(update={"things": less})

            assert not score_edit(case, pictures(case, oracle, result), oracle).kept


def test_a_pattern_need_not_lie_where_the_true_one_does(oracle):
    for seed, case in enumerate(of("background")):
        ground = case.edit.after.background.model_copy(update={"seed": seed})
        result = case.edit.after.model_copy(update={"background": ground})

        assert score_edit(case, pictures(case, oracle, result), oracle).done


def test_what_changes_outside_the_regions_is_counted(oracle):
    case = of("recolour")[0]
    shown = pictures(case, oracle, case.edit.after)
    pixels = np.asarray(shown.result).copy()
    outside = changed_outside(shown, case.edit.regions)
    ground = sample_background(random.Random(0))
    other = case.edit.after.model_copy(update={"background": ground})

    changed = changed_outside(pictures(case, oracle, other), case.edit.regions)

    assert outside == 0.0
    assert changed > 0.3
    assert pixels.shape == (64, 64, 3)


def test_things_that_went_and_came_are_told_from_those_that_stayed():
    case = of("move")[0]

    gone, new = changes(case.edit.before, case.edit.after)

    assert [thing.kind for thing in gone] == [thing.kind for thing in new]
    assert len(gone) == 1


def test_shares_are_told_by_operation(oracle):
    scores = [score_edit(c, pictures(c, oracle, c.edit.after), oracle) for c in CASES]

    summary = summarise(scores)

    assert list(summary) == ["all", *OPERATIONS]
    assert summary["all"]["right"].prompts == len(CASES)
    assert {s.operation for s in scores if s.outside is None} == set(GLOBAL)
