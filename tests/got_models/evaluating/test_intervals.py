"""Means with intervals."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from got_models.evaluating.intervals import interval


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_the_mean_lies_in_its_interval(values):
    found = interval(values)

    assert found.low <= found.mean <= found.high
    assert found.mean == pytest.approx(sum(values) / len(values))


def test_observations_of_one_prompt_do_not_pass_for_independent():
    values = [0.0] * 50 + [1.0] * 50

    alone = interval(values)
    together = interval(values, [at // 10 for at in range(100)])

    assert together.prompts == 10
    assert together.high - together.low > 2 * (alone.high - alone.low)


def test_the_interval_of_a_share_is_about_two_standard_errors_wide():
    found = interval([1.0] * 80 + [0.0] * 20)

    assert found.low == pytest.approx(0.8 - 1.96 * 0.04, abs=0.015)
    assert found.high == pytest.approx(0.8 + 1.96 * 0.04, abs=0.015)


def test_the_same_values_give_the_same_interval():
    assert interval([0.0, 1.0, 1.0]) == interval([0.0, 1.0, 1.0])


def test_nothing_has_no_mean():
    with pytest.raises(ValueError, match="at least one"):
        interval([])
