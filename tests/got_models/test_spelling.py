"""Facts about slips of the finger in wishes."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from got_models.sceneworld.typos import SHORTEST, misspell
from got_models.spelling import SHORTEST as SHORTEST_MENDED
from got_models.spelling import Slip, meant_by
from got_models.wish_facts import facts_of_wish
from got_models.wish_words import lexicon, respelled

KNOWN = frozenset(word for words in lexicon() for word in words)
WISH = "draw three orange bottles left of the dining table with a checkered lavender background"


@pytest.mark.parametrize("word", ["house", "coat", "beard", "flower", "dragon", "crate"])
def test_another_word_is_no_slip(word: str) -> None:
    assert not meant_by(word, KNOWN)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("elephnt", "elephant"),
        ("pizaz", "pizza"),
        ("frissbee", "frisbee"),
        ("banaan", "banana"),
        ("vasse", "vase"),
        ("toielt", "toilet"),
    ],
)
def test_a_letter_dropped_doubled_or_swapped_is_a_slip(typed: str, meant: str) -> None:
    assert meant_by(typed, KNOWN) == {meant}


@pytest.mark.parametrize(
    ("wish", "meant"),
    [
        ("a toielt", "a toilet"),
        ("A WHTIE CUP", "A WHITE CUP"),
        ("a cup to the right sie of a dog", "a cup to the right side of a dog"),
        ("a travel csae", "a travel case"),
        ("a csae", "a csae"),
        ("a green hose", "a green hose"),
        ("a grey dragon", "a grey dragon"),
    ],
)
def test_a_wish_is_respelled_where_that_is_certain(wish: str, meant: str) -> None:
    assert respelled(wish)[0] == meant


def test_what_was_typed_and_what_is_read_are_told() -> None:
    assert respelled("a toielt and a vasse")[1] == (Slip("toielt", "toilet"), Slip("vasse", "vase"))


def test_words_without_a_slip_stay() -> None:
    assert respelled(WISH) == (WISH, ())


@given(st.integers(0, 10_000))
def test_a_misspelled_wish_asks_for_the_same(seed: int) -> None:
    misspelled = misspell(WISH, random.Random(seed))
    facts = facts_of_wish(misspelled)

    slips = set(misspelled.split()) - set(WISH.split())
    if all(len(slip) >= SHORTEST_MENDED > SHORTEST for slip in slips):
        assert facts == facts_of_wish(WISH)


@given(st.text(max_size=60))
def test_any_text_can_be_respelled_and_then_has_no_slips_left(text: str) -> None:
    once, _ = respelled(text)

    assert respelled(once) == (once, ())
