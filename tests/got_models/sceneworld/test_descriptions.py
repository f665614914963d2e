"""A picture is described from left to right, and a question is answered with all that match."""

import random

from hypothesis import given
from hypothesis import strategies as st

from got_models.sceneworld.descriptions import describe, description_for, locate
from got_models.sceneworld.sampling import sample_scene


@given(st.integers(min_value=0, max_value=2**32))
def test_a_description_grounds_every_thing(seed):
    scene = sample_scene(random.Random(seed), held_out=True)

    elements = describe(scene).elements

    said = sorted((e.phrase, e.box.corners) for e in elements)
    assert said == sorted((t.phrase, t.box.corners) for t in scene.things)
    assert elements[0].box.centre[0] == min(t.box.centre[0] for t in scene.things)


@given(st.integers(min_value=0, max_value=2**32))
def test_locating_a_kind_grounds_all_of_it_and_nothing_else(seed):
    scene = sample_scene(random.Random(seed), held_out=True)
    kind = scene.things[0].kind

    boxes = {element.box for element in locate(scene, kind, None).elements}

    assert boxes == {t.box for t in scene.things if t.kind == kind}


def test_what_is_missing_is_said_and_not_grounded():
    scene = sample_scene(random.Random(1), things=1)
    colour = "red" if scene.things[0].colour != "red" else "blue"

    chain = locate(scene, scene.things[0].kind, colour)

    assert chain.parts == (f"The image shows no {colour} {scene.things[0].kind}.",)


def test_questions_are_of_both_sorts():
    asked = {
        description_for(sample_scene(rng), rng)[0].split()[0]
        for rng in map(random.Random, range(80))
    }

    assert {"Describe", "Locate", "Find", "Where"} <= asked
