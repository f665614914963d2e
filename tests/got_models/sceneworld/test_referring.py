"""A reference means one thing of the scene and no other."""

import random
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from got_models.sceneworld.referring import references
from got_models.sceneworld.sampling import sample_scene
from got_models.sceneworld.scene import Background, Scene, Thing
from got_models.thought import Box


def thing(kind, colour, left, side=150):
    box = Box(x0=left, y0=400, x1=left + side, y1=400 + side)
    return Thing(kind=kind, colour=colour, box=box, family="noto")


def scene_of(*things):
    return Scene(things=things, background=Background(kind="plain", colour="beige"))


@given(st.integers(min_value=0, max_value=2**32))
def test_no_two_things_share_a_reference(seed):
    scene = sample_scene(random.Random(seed), held_out=True)

    said = [set(references(scene, i, t.kind)) for i, t in enumerate(scene.things)]

    assert all(not a & b for a, b in combinations(said, 2))


def test_a_lone_kind_needs_no_colour():
    scene = scene_of(thing("cup", "red", 50), thing("dog", "red", 600))

    assert references(scene, 0, "mug")[:2] == ("the mug", "the red mug")
    assert "the red one" not in references(scene, 0, "mug")


def test_an_uncoloured_cup_beside_a_red_one_is_told_by_its_place():
    scene = scene_of(thing("cup", "red", 50), thing("cup", None, 600))

    assert references(scene, 1, "cup") == (
        "the rightmost cup",
        "the cup on the right",
        "the right cup",
        "the rightmost one",
        "the one on the right",
        "the right one",
    )


def test_nearly_level_things_are_not_told_apart_by_place():
    scene = scene_of(thing("cup", "red", 400), thing("cup", "red", 440))

    assert references(scene, 0, "cup") == ()


def test_the_larger_of_two_is_the_bigger_one():
    scene = scene_of(thing("cup", "red", 50, side=300), thing("cup", "red", 600))

    assert "the bigger cup" in references(scene, 0, "cup")
    assert "the smaller cup" in references(scene, 1, "cup")


def test_the_only_thing_is_it():
    assert "it" in references(scene_of(thing("cup", "red", 50)), 0, "cup")
