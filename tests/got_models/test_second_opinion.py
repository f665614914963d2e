"""Facts about believing two who look."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from got_models.second_opinion import Trust, log_odds

CHANCES = st.floats(0, 1)
WEIGHTS = st.floats(0, 5)


@given(CHANCES, CHANCES, WEIGHTS, WEIGHTS, st.floats(-5, 5))
def test_what_both_come_to_is_a_chance(
    seen: float, said: float, eye: float, own: float, bias: float
) -> None:
    assert 0 <= Trust(eye=eye, own=own, bias=bias).joint(seen, said) <= 1


@given(CHANCES, CHANCES)
def test_whoever_is_not_believed_changes_nothing(seen: float, said: float) -> None:
    alone = Trust(eye=1, own=0)

    assert alone.joint(seen, said) == alone.joint(seen, 0.5)


@given(CHANCES, CHANCES, CHANCES)
def test_more_of_either_never_makes_less_of_both(seen: float, said: float, more: float) -> None:
    trust = Trust(eye=0.7, own=0.4, bias=-0.5)

    assert trust.joint(max(seen, more), said) >= trust.joint(seen, said)
    assert trust.joint(seen, max(said, more)) >= trust.joint(seen, said)


def test_one_who_is_believed_as_they_speak_is_repeated() -> None:
    assert Trust(eye=1, own=0).joint(0.8, 0.1) == pytest.approx(0.8)
    assert log_odds(0.5) == 0
    assert log_odds(1.0) == pytest.approx(-log_odds(0.0))
