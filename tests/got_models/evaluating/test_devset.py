"""The development set."""

import pytest

from got_models.evaluating.devset import (
    GROUPS,
    PER_GROUP,
    edit_cases,
    look_cases,
    wish_cases,
)
from got_models.sceneworld.edit_setting import OPERATIONS
from got_models.sceneworld.holdout import level_of
from got_models.sceneworld.wordings import OPENINGS


def test_there_are_at_least_five_hundred_wishes():
    assert len(GROUPS) * PER_GROUP >= 500


@pytest.mark.parametrize("group", GROUPS)
def test_the_scenes_of_a_group_are_of_its_level(group):
    level = None if group in ("seen", "paraphrase") else group

    assert {level_of(case.scene) for case in wish_cases(group, 12)} == {level}


@pytest.mark.parametrize("group", GROUPS)
def test_a_set_is_the_same_every_time_and_another_with_another_seed(group):
    assert wish_cases(group, 3) == wish_cases(group, 3)
    assert wish_cases(group, 3) != wish_cases(group, 3, seed=1)


def test_a_smaller_set_is_the_beginning_of_a_larger_one():
    assert wish_cases("L2", 2) == wish_cases("L2", 4)[:2]


def test_paraphrases_open_with_words_that_training_never_sees():
    texts = [case.wish.text.lower() for case in wish_cases("paraphrase", 30)]
    starts = [opening.partition("{}")[0] for opening in OPENINGS.heldout]

    natural = [case.scene.style == "natural" for case in wish_cases("paraphrase", 30)]

    opened = [any(text.startswith(start) for start in starts) for text in texts]
    assert sum(o for o, n in zip(opened, natural, strict=True) if n) > 0.8 * sum(natural)


def test_every_operation_is_asked_for_alike_often_and_of_held_out_pictures():
    cases = edit_cases(2)

    assert [case.operation for case in cases] == [op for op in OPERATIONS for _ in range(2)]
    assert all(case.edit.operations == (case.operation,) for case in cases)
    assert all(level_of(case.edit.before) is not None for case in cases)


def test_no_two_cases_share_a_name():
    names = [case.id for group in GROUPS for case in wish_cases(group, 3)]
    names += [case.id for case in (*edit_cases(2), *edit_cases(2, heldout=True), *look_cases(3))]

    assert len(set(names)) == len(names)
