"""What the model is asked in training."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from got_models import chain_text
from got_models.sceneworld.holdout import level_of
from got_models.tokens import IM_END, IM_GEN_START
from got_models.training import tasks
from got_models.training.tasks import sample_task

SEEDS = st.integers(0, 2**63)


@settings(deadline=None, max_examples=50)
@given(seed=SEEDS)
def test_a_task_is_a_pure_function_of_its_seed(seed):
    assert sample_task(random.Random(seed)) == sample_task(random.Random(seed))


@settings(deadline=None, max_examples=80)
@given(seed=SEEDS)
def test_neither_what_is_seen_nor_what_is_drawn_is_held_out(seed):
    task = sample_task(random.Random(seed))

    assert task.seen is not None or task.drawn is not None
    for scene in (task.seen, task.drawn):
        assert scene is None or level_of(scene) is None


@settings(deadline=None, max_examples=60)
@given(seed=SEEDS)
def test_the_answer_is_a_chain_that_is_read_back_as_it_was(seed):
    task = sample_task(random.Random(seed))
    text = chain_text.write(task.chain)

    reading = chain_text.read(text, task=task.chain.task)

    assert reading.chain == task.chain
    assert reading.repairs == ()


@pytest.mark.parametrize(
    ("kind", "sees", "draws", "ending"),
    [
        ("generate", False, True, IM_GEN_START),
        ("edit", True, True, IM_GEN_START),
        ("look", True, False, IM_END),
    ],
)
def test_a_kind_decides_what_is_seen_drawn_and_how_the_answer_ends(kind, sees, draws, ending):
    for seed in range(10):
        task = sample_task(random.Random(seed), kind)

        assert (task.seen is not None, task.drawn is not None) == (sees, draws)
        assert task.answer.endswith(ending)


def test_kinds_come_in_their_shares():
    kinds = Counter(sample_task(random.Random(seed)).kind for seed in range(500))

    assert abs(kinds["generate"] / 500 - tasks.GENERATE_SHARE) < 0.08
    assert abs(kinds["edit"] / 500 - tasks.EDIT_SHARE) < 0.08


def test_a_wish_names_a_box_for_every_thing():
    for seed in range(60):
        task = sample_task(random.Random(seed), "generate")

        boxes = Counter(element.box for element in task.chain.elements)
        assert boxes == Counter(thing.box for thing in task.drawn.things)


def test_some_edits_come_with_the_chain_of_what_is_seen():
    prompts = [sample_task(random.Random(seed), "edit").prompt for seed in range(150)]

    known = [prompt for prompt in prompts if prompt.startswith("The image was made from")]
    assert abs(len(known) / 150 - tasks.KNOWN_CHAIN_SHARE) < 0.1
    assert all("<|box_start|>" in prompt for prompt in known)
