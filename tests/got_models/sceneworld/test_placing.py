"""New places lie on the canvas, where they were asked for, and in free room."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from got_models.relations import RELATIONS, relations
from got_models.sceneworld import placing
from got_models.sceneworld.facts import place_of
from got_models.thought import Box

SEEDS = st.integers(min_value=0, max_value=2**32)
SIZES = st.integers(min_value=80, max_value=450)
CUP = Box(x0=420, y0=440, x1=560, y1=600)


@given(SEEDS, SIZES, SIZES)
def test_free_places_are_of_the_size_asked_for_and_free(seed, width, height):
    box = placing.anywhere(random.Random(seed), width, height, [CUP])

    if box:
        assert (box.width, box.height) == (width, height)
        assert placing.fits(box, [CUP])


@given(SEEDS, st.sampled_from(RELATIONS), SIZES, SIZES)
def test_a_place_beside_another_thing_is_on_the_side_asked_for(seed, relation, width, height):
    start = placing.box_at(0, 0, width, height)

    box = placing.beside(random.Random(seed), start, relation, CUP, [CUP])

    assert box is None or relation in relations(box, CUP)


@pytest.mark.parametrize("relation", RELATIONS)
def test_there_is_room_on_every_side_of_a_thing_in_the_middle(relation):
    start = placing.box_at(0, 0, 200, 200)

    assert placing.beside(random.Random(0), start, relation, CUP, [CUP])


@pytest.mark.parametrize(
    ("spot", "places"),
    [
        ("top left", {"on the left", "at the top"}),
        ("bottom right", {"on the right", "at the bottom"}),
        ("middle", {"in the middle"}),
    ],
)
def test_a_spot_is_where_its_name_says(spot, places):
    box = placing.at_spot(random.Random(0), CUP, spot, [])

    assert box is not None
    assert place_of(box) == places


def test_a_taken_spot_is_refused():
    taken = Box(x0=0, y0=0, x1=600, y1=600)

    assert placing.at_spot(random.Random(0), CUP, "top left", [taken]) is None


def test_a_thing_at_the_edge_moves_no_further():
    edge = placing.box_at(0, 300, 200, 200)

    assert placing.shifted(edge, "left", []) is None
    moved = placing.shifted(edge, "right", [])
    assert moved is not None
    assert moved.x0 == placing.SHIFT


def test_what_would_stick_out_is_pushed_back():
    grown = placing.centred(placing.box_at(0, 0, 100, 100), 300, 200)

    assert grown.corners == (0, 0, 300, 200)
