"""Names of things: each means one class, and phrases find their way back."""

import pytest

from got_models.errors import UnknownObject
from got_models.sceneworld.language import (
    SYNONYMS,
    SYNONYMS_OF,
    article,
    bare_plural,
    counted,
    kind_of,
    plural,
    thing_of_phrase,
    with_article,
)
from got_models.sceneworld.vocabulary import CLASSES, COLOURS


def test_a_synonym_names_one_class_and_is_no_class_itself():
    spelled = [other for others in SYNONYMS_OF.values() for other in others]

    assert len(spelled) == len(set(spelled))
    assert not set(spelled) & set(CLASSES)
    assert set(SYNONYMS_OF) <= set(CLASSES)


@pytest.mark.parametrize("name", [*CLASSES, *SYNONYMS])
def test_singular_and_both_plurals_name_the_same_class(name):
    kind = SYNONYMS.get(name, name)

    assert {kind_of(form) for form in (name, plural(name), bare_plural(name))} == {kind}


def test_every_phrase_of_a_thing_is_read_back():
    for kind in CLASSES:
        assert thing_of_phrase(kind) == (kind, None)
        for colour in COLOURS:
            assert thing_of_phrase(f"{colour} {kind}") == (kind, colour)


@pytest.mark.parametrize(
    ("phrase", "thing"),
    [
        ("orange", ("orange", None)),
        ("orange orange", ("orange", "orange")),
        ("Green Sofas", ("couch", "green")),
        ("blue  mobile phone", ("cell phone", "blue")),
        ("hot dog", ("hot dog", None)),
    ],
)
def test_phrases_are_read_with_colour_synonym_and_plural(phrase, thing):
    assert thing_of_phrase(phrase) == thing


def test_an_unknown_noun_is_refused_with_the_closest_known_ones():
    with pytest.raises(UnknownObject) as refused:
        thing_of_phrase("red benhc")

    assert refused.value.word == "benhc"
    assert "bench" in refused.value.closest


@pytest.mark.parametrize(
    ("noun", "several"),
    [
        ("bench", "benches"),
        ("knife", "knives"),
        ("sheep", "sheep"),
        ("glass of wine", "glasses of wine"),
        ("scissors", "pairs of scissors"),
        ("person", "people"),
        ("computer mouse", "computer mice"),
        ("toothbrush", "toothbrushes"),
        ("puppy", "puppies"),
        ("boy", "boys"),
    ],
)
def test_plurals(noun, several):
    assert plural(noun) == several


@pytest.mark.parametrize(
    ("words", "chosen"),
    [("apple", "an"), ("umbrella", "an"), ("oven", "an"), ("cup", "a"), ("blue apple", "a")],
)
def test_articles_follow_the_first_sound(words, chosen):
    assert article(words) == chosen


def test_paired_things_are_counted_in_pairs():
    assert with_article("red", "scissors") == "a pair of red scissors"
    assert counted(3, "blue", "skis") == "three pairs of blue skis"
