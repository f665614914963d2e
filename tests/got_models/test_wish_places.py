"""Facts about places in the picture that a wish names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from got_models.layout import box_around
from got_models.wish_facts import facts_of_wish
from got_models.wish_places import Place, lies, place_said


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("on the left", ("on the left",)),
        ("over on the left-hand edge", ("on the left",)),
        ("to the far right", ("on the right",)),
        ("at the very bottom", ("at the bottom",)),
        ("in the upper part of the picture", ("at the top",)),
        ("in the center of the image", ("in the middle",)),
        ("right in the middle", ("in the middle",)),
        ("in the top left corner", ("at the top", "on the left")),
        ("in the lower right-hand corner", ("at the bottom", "on the right")),
        ("at the bottom-right", ("at the bottom", "on the right")),
        ("high up", ("at the top",)),
        ("low down", ("at the bottom",)),
        ("dead centre", ("in the middle",)),
    ],
)
def test_places_are_read(words: str, places: tuple[Place, ...]) -> None:
    said = place_said(f"{words} please")

    assert said is not None
    assert said.places == places
    assert said.words == len(words.split())


@pytest.mark.parametrize(
    "words",
    [
        "on the left of the dog",
        "in the middle of a table",
        "left",
        "at the upper",
        "on top of it",
    ],
)
def test_what_is_said_of_another_thing_is_no_place(words: str) -> None:
    assert place_said(words) is None


@pytest.mark.parametrize(
    ("wish", "places"),
    [
        ("a cup and a dog on the left", [("dog", "on the left")]),
        ("on the left a dog, and on the right is a cat", [("dog", "on the left"),
                                                          ("cat", "on the right")]),
        ("a dog. at the top of the image there is a cow", [("cow", "at the top")]),
        ("two cups in the lower left corner, a dog", [("cup", "at the bottom"),
                                                      ("cup", "on the left")]),
        ("on the left, a dog, on the right, a cat", [("dog", "on the left"),
                                                     ("cat", "on the right")]),
        ("a cat and, on the left, a dog", [("dog", "on the left")]),
        ("a cat, at the top on the left a dog", [("dog", "at the top"), ("dog", "on the left")]),
        ("a clock at the top in the middle", [("clock", "at the top")]),
        ("two dogs, one on the left and one on the right", []),
        ("a cat looking to the left", []),
        ("a cup on the left of a dog", []),
        ("a cup on a red background on the left", []),
    ],
)  # fmt: skip
def test_a_place_is_that_of_a_thing(wish: str, places: list[tuple[str, Place]]) -> None:
    facts = facts_of_wish(wish)

    assert facts.understood
    assert [(facts.groups[put.group].kind, put.place) for put in facts.places] == places


def test_the_same_name_at_two_places_is_two_things() -> None:
    facts = facts_of_wish("the cup on the left is red and the cup on the right is blue")

    assert [(group.kind, group.colour) for group in facts.groups] == [
        ("cup", "red"),
        ("cup", "blue"),
    ]
    assert [(put.group, put.place) for put in facts.places] == [
        (0, "on the left"),
        (1, "on the right"),
    ]


@pytest.mark.parametrize(
    "wish",
    [
        "a cat on the left bench and a dog on the right bench",
        "a cup to the left and right of a dog",
        "a dog and above it a cat",
        "an apple in the left hand",
    ],
)
def test_what_cannot_be_told_is_not_taken_for_understood(wish: str) -> None:
    assert not facts_of_wish(wish).understood


@given(st.integers(0, 999), st.integers(0, 999))
def test_a_box_lies_on_one_side_at_most(x: int, y: int) -> None:
    box = box_around(x, y, 80, 80)

    assert not (lies(box, "on the left") and lies(box, "on the right"))
    assert not (lies(box, "at the top") and lies(box, "at the bottom"))
    if lies(box, "in the middle"):
        assert not any(lies(box, side) for side in ("on the left", "at the bottom"))
