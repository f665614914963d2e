"""Strings are strung together from runs of words that were said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from got_models.tool_calls.copying import RUNS, Copied, Sources


def copied(text, *said, length=600):
    """Write a text byte by byte; return the rule behind it, or None where it does not fit."""
    rule = Copied.up_to(length, Sources.of(said))
    for byte in text.encode():
        rule = rule.after(byte) if rule else None
    return rule


def may_be(text, *said, length=600):
    rule = copied(text, *said, length=length)
    return rule is not None and rule.may_end


@pytest.mark.parametrize(
    "text",
    ["make it red", "make", "it red", "red", "make the cup red", "make cup it", "red make"],
)
def test_runs_of_words_are_let_through(text):
    assert may_be(text, "make it red", "the cup")


@pytest.mark.parametrize("text", ["mak", "ake", "makeit", "make  it", "blue", "make it red!", ""])
def test_anything_else_is_not(text):
    assert not may_be(text, "make it red", "the cup")


def test_punctuation_around_a_word_may_be_left_out_or_copied():
    said = "call it 'max', please!"

    assert may_be("max", said)
    assert may_be("'max',", said)
    assert may_be("please", said)
    assert may_be("call it 'max', please!", said)


def test_runs_are_few():
    words = [f"w{at}" for at in range(9)]

    assert may_be(" ".join(words[:RUNS]), *words)
    assert copied(" ".join(words[: RUNS + 1]), *words) is None


def test_a_text_keeps_to_its_length_at_the_end_of_a_word():
    assert may_be("make it", "make it red", length=9)
    assert copied("make it r", "make it red", length=9) is None


def test_letters_of_any_script_are_copied_whole():
    assert may_be("süße Äpfel", "zwei süße Äpfel, bitte")
    assert not may_be("s", "süße")


def test_what_json_would_escape_parts_texts():
    assert may_be("a b", 'a b"c\\d')
    assert not may_be('b"c', 'a b"c\\d')


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=60))
def test_every_text_without_quotes_can_be_copied_whole(text):
    words = " ".join(text.replace('"', "").replace("\\", "").split())
    words = "".join(c for c in words if c.isprintable())
    if words.strip() and words == " ".join(words.split()):
        assert may_be(words, words)
