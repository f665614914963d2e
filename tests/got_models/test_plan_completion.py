"""Facts about completing plans."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from got_models import chain_text
from got_models.layout import box_around
from got_models.naming import colour_in, kind_in
from got_models.plan_check import check_plan
from got_models.plan_completion import THINGS, complete
from got_models.plan_repair import Repaired, repair
from got_models.thought import Chain, Element
from got_models.wish_facts import facts_of_wish


def planned(*things: tuple[str, int, int], size: int = 200) -> Chain:
    """A plan with square objects around the given centres."""
    parts: list[str | Element] = ["The image shows "]
    for number, (phrase, x, y) in enumerate(things):
        parts.append("a " if number == 0 else ", a ")
        parts.append(Element(phrase=phrase, box=box_around(x, y, size, size), colour="red"))
    return Chain(task="generate", parts=(*parts, "."))


def completed(wish: str, chain: Chain) -> Repaired:
    facts = facts_of_wish(wish)
    assert facts.understood
    return complete(repair(chain, facts), facts)


def names(plan: Repaired) -> list[tuple[str | None, str | None]]:
    phrases = [element.phrase for element in plan.chain.elements]
    return sorted((colour_in(phrase), kind_in(phrase)) for phrase in phrases)


@pytest.mark.parametrize(
    ("wish", "things", "wanted", "said"),
    [
        (
            "a zebra and a tie",
            [("giraffe", 200, 500), ("tie", 700, 500)],
            ["tie", "zebra"],
            ("made the giraffe a zebra",),
        ),
        (
            "a cup and a dog",
            [("cup", 500, 500)],
            ["cup", "dog"],
            ("added the missing dog",),
        ),
        (
            "a cup",
            [("cup", 200, 500), ("cup", 700, 500)],
            ["cup"],
            ("left out one cup",),
        ),
        (
            "three red cups",
            [("red cup", 200, 500)],
            ["red cup"] * 3,
            ("added the missing red cup, added the missing red cup",),
        ),
    ],
)
def test_what_the_wish_names_is_there_at_last(
    wish: str, things: list[tuple[str, int, int]], wanted: list[str], said: tuple[str, ...]
) -> None:
    plan = completed(wish, planned(*things))

    assert sorted(element.phrase for element in plan.chain.elements) == wanted
    assert plan.repairs == said
    assert not plan.unrepaired


def test_an_added_thing_keeps_to_what_the_wish_says_of_it() -> None:
    plan = completed("a cup to the right of a dog", planned(("dog", 300, 400)))

    boxes = {element.phrase: element.box for element in plan.chain.elements}
    assert boxes["cup"].x0 > boxes["dog"].x1
    assert not plan.unrepaired


def test_a_wish_that_is_not_understood_completes_nothing() -> None:
    facts = facts_of_wish("a dragon and a cup")
    plan = repair(planned(("dog", 500, 500)), facts)

    assert complete(plan, facts) == plan


PHRASES = st.sampled_from(("red cup", "cup", "dog", "blue dog", "zebra"))
PLACES = st.integers(100, 899)


@settings(deadline=None)
@example(
    things=[("red cup", 100, y) for y in (100, 205, 205, 100)], wish="a zebra left of a blue dog"
)
@given(
    st.lists(st.tuples(PHRASES, PLACES, PLACES), min_size=1, max_size=5),
    st.sampled_from(
        (
            "a red cup and two dogs",
            "a zebra left of a blue dog",
            "three cups",
            "a cup above a dog and a zebra",
        )
    ),
)
def test_all_that_is_wished_is_there_in_the_end_and_can_be_read_again(
    things: list[tuple[str, int, int]], wish: str
) -> None:
    facts = facts_of_wish(wish)
    before = repair(planned(*things, size=150), facts)

    after = complete(before, facts)

    wrong = [sum(problem.kind in THINGS for problem in plan.unrepaired) for plan in (before, after)]
    assert wrong[1] <= wrong[0]
    assert after.unrepaired == check_plan(after.chain, facts)
    assert not {"missing", "surplus"} & {problem.kind for problem in after.unrepaired}
    again = chain_text.read(chain_text.write(after.chain)).chain
    assert again.elements == after.chain.elements
