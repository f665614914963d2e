"""Slips of the finger touch one word and never make another one."""

import random
import re

from got_models.sceneworld.typos import known_words, misspell, typed

TEXT = "please draw three orange bowls left of the wooden table, and 2 books"


def test_a_slip_changes_one_long_word_and_makes_no_known_one():
    before = re.findall(r"\w+", TEXT)
    for seed in range(500):
        after = re.findall(r"\w+", misspell(TEXT, random.Random(seed)))
        changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
        assert len(changed) <= 1
        assert all(len(a) >= 4 and b not in known_words() for a, b in changed)


def test_most_slips_can_be_seen():
    assert sum(misspell(TEXT, random.Random(s)) != TEXT for s in range(100)) > 70


def test_short_words_are_left_alone():
    assert all(misspell("a red cup", random.Random(s)) == "a red cup" for s in range(50))


def test_about_one_message_in_eight_is_misspelled():
    plain = re.sub(r"\W", "", TEXT)
    slips = sum(
        re.sub(r"\W", "", typed(TEXT, random.Random(s)).lower()) != plain for s in range(2000)
    )

    assert 0.08 < slips / 2000 < 0.15


def test_sentences_start_with_capitals_or_not_at_all():
    said = {typed("make it red. can you?", random.Random(s)) for s in range(200)}

    assert "make it red. can you?" in said
    assert "Make it red. Can you?" in said
