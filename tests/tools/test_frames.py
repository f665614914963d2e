"""Boxes follow cuts and turns, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from got_models.thought import Box
from tools import promises
from tools.frames import Frame, Reframing, carried

PLACE = Box(x0=300, y0=350, x1=600, y1=650)
WHOLE = Frame(origin=1)
STEPS = st.lists(
    st.one_of(
        st.integers(1, 3).map(lambda turns: Reframing(quarter_turns=turns)),
        st.integers(0, 99).map(lambda at: Reframing(cut=Box(x0=at, y0=at // 2, x1=920, y1=950))),
    ),
    max_size=4,
)


def made(steps: list[Reframing]) -> Frame:
    frame = WHOLE
    for step in steps:
        frame = frame.after(step)
    return frame


@given(STEPS)
def test_a_box_that_stays_inside_comes_back_to_where_it_was(steps: list[Reframing]) -> None:
    there = carried(PLACE, WHOLE, made(steps))

    assert there is not None
    back = carried(there, made(steps), WHOLE)
    assert back is not None
    assert all(abs(one - two) <= 4 for one, two in zip(back.corners, PLACE.corners, strict=True))


@given(STEPS, STEPS)
def test_what_two_pictures_have_in_common_moves_nothing(
    common: list[Reframing], after: list[Reframing]
) -> None:
    frame = made(common)

    assert carried(PLACE, frame, frame) == PLACE
    assert carried(PLACE, frame, made([*common, *after])) == carried(PLACE, WHOLE, made(after))


def test_a_box_of_which_too_little_is_left_is_cut_away() -> None:
    half = WHOLE.after(Reframing(cut=Box(x0=0, y0=0, x1=350, y1=999)))

    assert carried(PLACE, WHOLE, half) is None
    lock = promises.Promise(text="the cup stays", box=PLACE)
    assert promises.carried(lock, WHOLE, half).cut_away
    assert not promises.carried(lock, WHOLE, WHOLE).cut_away


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_promise_is_looked_for_the_way_round_in_which_it_was_made(turns: int) -> None:
    turned = WHOLE.after(Reframing(quarter_turns=turns))
    lock = promises.Promise(text="the cup stays", box=PLACE)

    later = promises.carried(lock, WHOLE, turned)
    earlier = promises.carried(lock, turned, WHOLE)

    assert (later.quarter_turns, earlier.quarter_turns) == (turns, 4 - turns)
    assert promises.carried(lock, turned, turned) == lock


def test_another_motif_is_held_to_the_very_words() -> None:
    other = Frame(origin=2, steps=(Reframing(quarter_turns=1),))
    lock = promises.Promise(text="the cup stays", box=PLACE)

    assert promises.carried(lock, WHOLE, other) == lock
