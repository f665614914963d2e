"""Facts about finding places for boxes."""

from hypothesis import given
from hypothesis import strategies as st

from got_models.arranging import arranged
from got_models.layout import box_around
from got_models.plan_check import check_plan
from got_models.plan_repair import repair
from got_models.thought import Box, Chain, Element
from got_models.wish_facts import facts_of_wish

boxes = st.lists(
    st.builds(box_around, *[st.integers(0, 999)] * 2, *[st.integers(60, 320)] * 2),
    min_size=1,
    max_size=6,
)


def anywhere(index: int, box: Box) -> bool:
    return True


def apart(i: int, a: Box, j: int, b: Box) -> bool:
    return a.intersection(b) == 0


@given(boxes)
def test_what_is_found_keeps_to_the_rules_and_to_its_sizes(given_boxes: list[Box]) -> None:
    found = arranged(given_boxes, anywhere, apart, range(len(given_boxes))[::-1])

    if found is not None:
        assert [(b.width, b.height) for b in found] == [(b.width, b.height) for b in given_boxes]
        for i, a in enumerate(found):
            assert all(a.intersection(b) == 0 for b in found[:i])


@given(boxes)
def test_what_is_right_already_stays(given_boxes: list[Box]) -> None:
    assert arranged(given_boxes, anywhere, lambda *_: True) == tuple(given_boxes)


def test_two_that_need_all_the_room_are_told_apart_or_given_up() -> None:
    wide = [Box(x0=0, y0=300, x1=999, y1=600)] * 2
    tall = [Box(x0=0, y0=0, x1=999, y1=700)] * 2

    assert arranged(wide, anywhere, apart) is not None
    assert arranged(tall, anywhere, apart) is None


def planned(*things: tuple[str, Box]) -> Chain:
    parts: list[str | Element] = ["The image shows "]
    for phrase, box in things:
        parts += [Element(phrase=phrase, box=box, colour="red"), " and "]
    return Chain(task="generate", parts=(*parts[:-1], "."))


def test_a_plan_that_no_single_move_mends_is_laid_out_again() -> None:
    wish = "a clock, a tv and a chair. the tv is left of the chair. the tv is right of the clock"
    facts = facts_of_wish(wish)
    plan = planned(
        ("purple clock", Box(x0=19, y0=101, x1=310, y1=402)),
        ("tv", Box(x0=622, y0=378, x1=969, y1=708)),
        ("chair", Box(x0=22, y0=380, x1=285, y1=740)),
    )
    assert [problem.kind for problem in check_plan(plan, facts)] == ["relation"]

    mended = repair(plan, facts)

    assert mended.unrepaired == ()
    assert mended.repairs != ()


def test_a_thing_out_of_place_is_moved_and_the_others_stay() -> None:
    facts = facts_of_wish("a cup at the bottom and a dog")
    dog = Box(x0=500, y0=500, x1=800, y1=800)
    plan = planned(("cup", Box(x0=100, y0=100, x1=300, y1=300)), ("dog", dog))

    mended = repair(plan, facts)

    assert mended.unrepaired == ()
    assert mended.chain.elements[1].box == dog
    assert mended.repairs == ("found another place for the cup",)


def test_what_is_unknown_stays_where_it_is() -> None:
    sky, crown = Box(x0=0, y0=0, x1=999, y1=500), Box(x0=420, y0=400, x1=580, y1=520)
    plan = planned(
        ("sky", sky), ("cup", Box(x0=450, y0=600, x1=700, y1=900)),
        ("golden crown", crown), ("dog", Box(x0=400, y0=450, x1=700, y1=800)),
    )  # fmt: skip

    mended = repair(plan, facts_of_wish("a cup on the left and a dog"))

    assert [element.box for element in mended.chain.elements][::2] == [sky, crown]
    assert not any(problem.kind == "place" for problem in mended.unrepaired)


def test_what_is_larger_than_its_room_is_made_smaller() -> None:
    facts = facts_of_wish("a cup on the left and a dog on the right")
    plan = planned(
        ("cup", Box(x0=0, y0=100, x1=800, y1=900)), ("dog", Box(x0=100, y0=0, x1=900, y1=800))
    )

    mended = repair(plan, facts)

    assert mended.unrepaired == ()
    assert "smaller" in mended.repairs[-1]
