"""Facts about slips of the finger in wishes."""

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from got_models.sceneworld.typos import misspell
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
    if all(len(slip) >= SHORTEST_MENDED for slip in slips):
        assert facts == facts_of_wish(WISH)


@st.composite
def slippery(draw: st.DrawFn) -> str:
    """Known words, of which some have a slip or two."""
    words = draw(st.lists(st.sampled_from(sorted(KNOWN)), min_size=1, max_size=6))
    text = " ".join(words)
    for seed in draw(st.lists(st.integers(0, 999), max_size=3)):
        text = misspell(text, random.Random(seed))
    return text


@given(st.one_of(st.text(max_size=60), slippery()))
@example("a wnie glsas")
@example("\u0130 toielt \u2019")
def test_a_text_that_was_respelled_has_no_slips_left(text: str) -> None:
    once, _ = respelled(text)

    assert respelled(once) == (once, ())


def test_only_the_word_that_is_certain_is_mended_and_told_once() -> None:
    assert respelled("a travel csae and a csae") == (
        "a travel case and a csae",
        (Slip("csae", "case"),),
    )
    assert respelled("a vasse on a vasse")[1] == (Slip("vasse", "vase"),)


@pytest.mark.parametrize(
    "wish", ["an airplane in blue skies", "red pants", "two hoses", "a carton"]
)
def test_ordinary_words_are_not_made_things(wish: str) -> None:
    assert respelled(wish) == (wish, ())
