"""What counts how much in an answer: what was asked for more, what is free to choose less."""

import random

import pytest

from got_models.sceneworld.sampling import sample_scene
from got_models.training.free_choice import ASKED_BACKGROUND, FREE_BACKGROUND, FREE_BOX
from got_models.training.tasks import Task, task_for


def wished(seed: int) -> Task:
    rng = random.Random(seed)
    return task_for(sample_scene(rng), rng, "generate")


@pytest.mark.parametrize("seed", range(60))
def test_coordinates_weigh_less_where_nothing_is_said_of_the_thing(seed):
    task = wished(seed)
    bound = {i for fact in task.wish.facts for i in (*fact.subject, *fact.reference)}
    elements = dict(zip(task.wish.order, task.chain.elements, strict=True))
    free = [str(n) for i, one in elements.items() if i not in bound for n in one.box.corners]

    lighter = [task.answer[a:b] for a, b, weight in task.weighed if weight == FREE_BOX]

    assert lighter == free


@pytest.mark.parametrize("seed", range(60))
def test_a_background_weighs_by_what_the_wish_says_of_it(seed):
    task = wished(seed)
    ground, said = task.drawn.background, task.wish.background

    told = {task.answer[a:b].strip(): weight for a, b, weight in task.weighed[-2:]}

    assert told == {
        ground.kind: ASKED_BACKGROUND if said in ("kind", "both") else FREE_BACKGROUND,
        ground.colour: ASKED_BACKGROUND if said in ("colour", "both") else FREE_BACKGROUND,
    }


def test_edits_and_descriptions_weigh_alike():
    rng = random.Random(1)

    assert task_for(sample_scene(rng), rng, "look").weighed == ()
