"""Changing a plan by hand: every operation does what it says, and the plan can be drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from got_models import chain_text
from got_models.errors import BadInput
from got_models.thought import Box, Chain, Element
from tools.change_layout import OPERATIONS, LayoutOperation, change_layout
from tools.pointing import matching, pointed


def element(phrase: str, *corners: int) -> Element:
    x0, y0, x1, y1 = corners
    return Element(phrase=phrase, box=Box(x0=x0, y0=y0, x1=x1, y1=y1), colour="red")


SCENE = Chain(
    parts=(
        "The image shows a ",
        element("red apple", 100, 200, 300, 400),
        ", a ",
        element("blue cup", 500, 200, 700, 400),
        " and a ",
        element("green cup", 600, 600, 900, 900),
        ".",
    )
)


def box_of(chain: Chain, index: int) -> tuple[int, int, int, int]:
    return chain.elements[index].box.corners


@pytest.mark.parametrize(
    ("operation", "about", "box"),
    [
        ("move_left", {"amount": 50}, (50, 200, 250, 400)),
        ("move_right", {}, (250, 200, 450, 400)),
        ("move_up", {"amount": 1000}, (100, 0, 300, 200)),
        ("move_down", {"amount": 1000}, (100, 799, 300, 999)),
        ("set_box", {"box": Box(x0=1, y0=2, x1=30, y1=40)}, (1, 2, 30, 40)),
        ("place", {"box": Box(x0=480, y0=480, x1=520, y1=520)}, (400, 400, 600, 600)),
        ("resize", {"amount": 0.5}, (150, 250, 250, 350)),
        ("swap", {"other": "blue cup"}, (500, 200, 700, 400)),
        ("align_bottom", {"other": "green cup"}, (100, 700, 300, 900)),
    ],
)
def test_an_object_goes_where_it_is_told(
    operation: LayoutOperation, about: dict[str, object], box: tuple[int, int, int, int]
) -> None:
    changed = change_layout(SCENE, operation, "red apple", **about)  # type: ignore[arg-type]

    assert box_of(changed, 0) == box


def test_words_and_boxes_change_together() -> None:
    added = change_layout(SCENE, "add", "dog", box=Box(x0=0, y0=700, x1=200, y1=900))
    gone = change_layout(added, "remove", "apple")
    named = change_layout(gone, "rename", "dog", phrase="white cat")
    green = change_layout(named, "recolour", "blue cup", colour="green")

    phrases = [e.phrase for e in green.elements]
    assert sorted(phrases) == ["green cup", "green cup", "white cat"]
    assert "apple" not in chain_text.write(green)


def test_an_object_can_be_named_by_phrase_kind_or_number() -> None:
    assert pointed(SCENE, "the red apple") == pointed(SCENE, "apple") == pointed(SCENE, "1") == 0
    assert pointed(SCENE, "green cup") == 2
    assert list(matching(SCENE, "cups")) == [1, 2]


def test_what_is_not_clear_is_asked_about() -> None:
    with pytest.raises(BadInput, match="Several objects could be meant by 'cup'"):
        pointed(SCENE, "cup")
    with pytest.raises(BadInput, match="There is no 'dog' in the plan; it has red apple"):
        pointed(SCENE, "dog")
    with pytest.raises(BadInput, match="needs a box"):
        change_layout(SCENE, "set_box", "apple")


@given(
    st.sampled_from(OPERATIONS),
    st.sampled_from(("red apple", "1", "cup", "", "dragon")),
    st.none() | st.floats(-1000, 1000, allow_nan=False),
    st.none() | st.sampled_from(("blue cup", "nothing")),
)
def test_every_operation_gives_a_plan_that_reads_back_or_one_sentence(
    operation: LayoutOperation, name: str, amount: float | None, other: str | None
) -> None:
    try:
        changed = change_layout(SCENE, operation, name, amount=amount, other=other)
    except BadInput:
        return

    read = chain_text.read(chain_text.write(changed)).chain
    assert [e.box for e in read.elements] == [e.box for e in changed.elements]
