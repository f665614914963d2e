"""Facts about checking and mending plans."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from got_models.layout import box_around
from got_models.overlaps import covered_share
from got_models.plan_check import Limits, check_plan
from got_models.plan_repair import repair
from got_models.relations import relations
from got_models.thought import Box, Chain, Element, Task
from got_models.wish_facts import facts_of_wish


def planned(*things: tuple[str, int, int], size: int = 200, task: Task = "generate") -> Chain:
    """A plan with square objects around the given centres."""
    parts: list[str | Element] = ["The image shows "]
    for number, (phrase, x, y) in enumerate(things):
        parts.append("a " if number == 0 else ", a ")
        parts.append(Element(phrase=phrase, box=box_around(x, y, size, size), colour="red"))
    return Chain(task=task, parts=(*parts, "."))


def kinds(wish: str, chain: Chain) -> list[str]:
    return [problem.kind for problem in check_plan(chain, facts_of_wish(wish))]


@pytest.mark.parametrize(
    ("wish", "things", "found"),
    [
        ("a cup", [("cup", 500, 500)], []),
        ("a mug", [("red cup", 500, 500)], []),
        ("cups", [("cup", 200, 500), ("cup", 700, 500)], []),
        ("a cup and a dog", [("cup", 500, 500)], ["missing"]),
        ("three cups", [("cup", 150, 500), ("cup", 500, 500)], ["missing"]),
        ("a cup", [("cup", 200, 500), ("cup", 700, 500)], ["surplus"]),
        ("a cup", [("cup", 200, 500), ("dog", 700, 500)], ["unasked"]),
        ("a cup", [("cup", 200, 500), ("dragon", 700, 500)], []),
        ("a cup on the left", [("cup", 200, 500)], []),
        ("a cup on the left", [("cup", 500, 500)], ["place"]),
        ("two cups at the top", [("cup", 200, 200), ("cup", 700, 500)], ["place"]),
        ("a dog and a cup in the lower right corner", [("dog", 9, 9), ("cup", 800, 800)], []),
        ("a red cup", [("blue cup", 500, 500)], ["wrong_colour"]),
        ("a red cup", [("cup", 500, 500)], ["wrong_colour"]),
        ("a red cup and a cup", [("cup", 200, 500), ("red cup", 700, 500)], []),
        ("an orange cup", [("orange cup", 500, 500)], []),
        ("a cup left of a dog", [("cup", 200, 500), ("dog", 700, 500)], []),
        ("a cup right of a dog", [("cup", 200, 500), ("dog", 700, 500)], ["relation"]),
        ("a cup above a dog", [("cup", 500, 700), ("dog", 500, 200)], ["relation"]),
        ("a cup beside a dog", [("cup", 500, 700), ("dog", 500, 200)], []),
        ("a cup beside a dog", [("cup", 500, 500), ("dog", 660, 500)], ["relation"]),
        ("a cup and a dog", [("cup", 500, 500), ("dog", 600, 500)], ["overlap"]),
        ("a dragon and a cup", [("dog", 500, 500)], []),
        ("a dragon", [("dog", 500, 500), ("dog", 501, 500)], ["overlap"]),
    ],
)
def test_a_plan_is_held_against_its_wish(
    wish: str, things: list[tuple[str, int, int]], found: list[str]
) -> None:
    assert kinds(wish, planned(*things)) == found


def test_a_tiny_object_is_a_problem_and_a_thin_one_is_not() -> None:
    assert kinds("a cup", planned(("cup", 500, 500), size=20)) == ["too_small"]
    thin = Element(phrase="fork", box=Box(x0=0, y0=0, x1=20, y1=200), colour="red")
    assert check_plan(Chain(parts=(thin,))) == ()


def test_things_the_world_does_not_know_may_lie_in_each_other() -> None:
    chain = planned(("sky", 500, 500), ("cup", 560, 500))

    assert check_plan(chain) == ()


def test_of_an_edit_only_sizes_are_checked() -> None:
    chain = planned(("cup", 500, 500), ("dog", 500, 500), task="edit")

    assert check_plan(chain, facts_of_wish("a bird")) == ()


def test_a_problem_is_told_in_a_sentence() -> None:
    chain = planned(("cup", 700, 500), ("dog", 200, 500))

    (problem,) = check_plan(chain, facts_of_wish("a cup left of the dog"))

    assert problem.message == "The cup should be left of the dog."
    assert (problem.elements, problem.fact) == ((0, 1), 0)


def test_swapping_mends_an_inverted_relation() -> None:
    chain = planned(("cup", 700, 500), ("dog", 200, 500))

    mended = repair(chain, facts_of_wish("a cup left of a dog"))

    assert mended.repairs == ("swapped the cup and the dog",)
    assert mended.unrepaired == ()
    assert [element.box.centre[0] for element in mended.chain.elements] == [200, 700]


def test_a_missing_colour_word_is_inserted() -> None:
    mended = repair(planned(("cup", 500, 500)), facts_of_wish("a red cup"))

    assert mended.chain.elements[0].phrase == "red cup"
    assert mended.repairs == ("made the cup red",)


def test_objects_are_never_invented() -> None:
    chain = planned(("cup", 500, 500))

    mended = repair(chain, facts_of_wish("a cup and a dog"))

    assert mended.chain == chain
    assert [problem.kind for problem in mended.unrepaired] == ["missing"]


def test_a_plan_without_problems_is_left_alone() -> None:
    chain = planned(("cup", 200, 500), ("dog", 700, 500))

    assert repair(chain, facts_of_wish("a cup left of a dog")).chain == chain


boxes = st.builds(
    box_around, st.integers(0, 999), st.integers(0, 999), st.integers(20, 300), st.integers(20, 300)
)


@example(Box(x0=0, y0=0, x1=20, y1=21), Box(x0=0, y0=0, x1=20, y1=152), "above")
@given(boxes, boxes, st.sampled_from(["left of", "right of", "above", "below"]))
def test_every_relation_of_two_objects_of_moderate_size_can_be_mended(
    a: Box, b: Box, relation: str
) -> None:
    cup = Element(phrase="cup", box=a, colour="red")
    chain = Chain(parts=("A ", cup, " and a ", cup.model_copy(update={"phrase": "dog", "box": b})))

    mended = repair(chain, facts_of_wish(f"a cup {relation} a dog"))

    first, second = (element.box for element in mended.chain.elements)
    assert mended.unrepaired == ()
    assert relation in relations(first, second)
    assert covered_share(first, second) <= Limits().overlap


@given(st.lists(boxes, min_size=1, max_size=5))
def test_mending_never_adds_a_problem(placed: list[Box]) -> None:
    parts: list[str | Element] = []
    for box in placed:
        parts += ["a ", Element(phrase="cup", box=box, colour="red")]
    chain, facts = Chain(parts=tuple(parts)), facts_of_wish("two red cups above a dog")

    mended = repair(chain, facts)

    assert len(mended.unrepaired) <= len(check_plan(chain, facts))
    assert mended.unrepaired == check_plan(mended.chain, facts)
