"""Wishes: tidied, bounded, and made of text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from got_models.errors import BadWish
from tools import wish


@given(st.text(max_size=300))
def test_a_wish_is_tidy_text_or_refused(text: str) -> None:
    try:
        words = wish.read(text)
    except BadWish:
        return

    assert words == " ".join(words.split())
    assert words.encode()


def test_line_breaks_become_spaces() -> None:
    assert wish.read("  two\n red\tapples ") == "two red apples"


@pytest.mark.parametrize("text", ["", "   ", "x" * 2_001, "a\x07", "a\x00b", "\ud800"])
def test_what_is_no_wish_is_refused(text: str) -> None:
    with pytest.raises(BadWish):
        wish.read(text)


def test_any_script_is_a_wish() -> None:
    assert wish.read("苹果 و تفاحة 👩‍🍳") == "苹果 و تفاحة 👩‍🍳"
