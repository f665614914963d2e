"""Facts about telling what changed between two chains."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from got_models.chain_diff import describe_changes, match_elements
from got_models.layout import box_around
from got_models.thought import Box, Chain, Element

CUP = Element(phrase="cup", box=Box(x0=400, y0=400, x1=600, y1=500), colour="red")
DOG = Element(phrase="dog", box=Box(x0=0, y0=0, x1=100, y1=100), colour="blue")


def chain_of(*elements: Element) -> Chain:
    parts: list[str | Element] = ["The image shows "]
    for element in elements:
        parts += ["a ", element, " "]
    return Chain(parts=tuple(parts))


def with_box(element: Element, *corners: int) -> Element:
    x0, y0, x1, y1 = corners
    return element.model_copy(update={"box": Box(x0=x0, y0=y0, x1=x1, y1=y1)})


def named(element: Element, phrase: str) -> Element:
    return element.model_copy(update={"phrase": phrase})


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ((CUP,), ()),
        ((with_box(CUP, 280, 370, 480, 470),), ("moved the cup 12 % left and 3 % up",)),
        ((with_box(CUP, 400, 500, 600, 600),), ("moved the cup 10 % down",)),
        ((with_box(CUP, 380, 400, 620, 500),), ("made the cup 20 % wider",)),
        ((with_box(CUP, 400, 425, 600, 475),), ("made the cup 50 % flatter",)),
        ((with_box(CUP, 350, 375, 650, 525),), ("made the cup 50 % larger",)),
        ((with_box(CUP, 401, 400, 601, 500),), ("nudged the cup",)),
        ((named(CUP, "vase"),), ("renamed the cup to vase",)),
        ((named(CUP, "blue cup"),), ("made the cup blue",)),
        ((CUP, DOG), ("added a dog",)),
        ((DOG,), ("removed the cup", "added a dog")),
        (
            (CUP.model_copy(update={"colour": "tan"}),),
            ("changed the mask colour of the cup from red to tan",),
        ),
    ],
)
def test_each_change_has_its_sentence(after: tuple[Element, ...], said: tuple[str, ...]) -> None:
    assert describe_changes(chain_of(CUP), chain_of(*after)) == said


def test_a_new_object_colour_is_told_as_such() -> None:
    before, after = chain_of(named(CUP, "red cup")), chain_of(named(CUP, "green cup"))

    assert describe_changes(before, after) == ("recoloured the cup from red to green",)


def test_a_change_of_nothing_but_words_is_told() -> None:
    before = Chain(parts=("It is day. ", CUP))

    assert describe_changes(before, Chain(parts=("It is night. ", CUP))) == ("the text changed",)


def test_several_alike_are_told_apart_by_place() -> None:
    far = with_box(CUP, 0, 800, 200, 900)
    moved = with_box(CUP, 100, 800, 300, 900)

    assert describe_changes(chain_of(CUP, far), chain_of(CUP, moved)) == (
        "moved the second cup 10 % right",
    )


def test_the_order_of_objects_is_told() -> None:
    assert describe_changes(chain_of(CUP, DOG), chain_of(DOG, CUP)) == (
        "changed the order of the objects",
    )


elements = st.builds(
    Element,
    phrase=st.sampled_from(["cup", "red cup", "dog", "spotted owl"]),
    box=st.builds(box_around, *[st.integers(1, 900)] * 4),
    colour=st.sampled_from(["red", "blue"]),
)
chains = st.lists(elements, max_size=4).map(lambda made: chain_of(*made))


@given(chains, chains)
def test_there_is_a_sentence_exactly_when_something_changed(a: Chain, b: Chain) -> None:
    assert describe_changes(a, a) == ()
    assert bool(describe_changes(a, b)) == (a != b)


@given(chains, chains)
def test_every_element_is_matched_at_most_once(a: Chain, b: Chain) -> None:
    pairs = match_elements(a.elements, b.elements)

    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
