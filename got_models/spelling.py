"""Slips of the finger in a wish: an inner letter dropped, doubled, or swapped with the next.

A replaced letter is no such slip: "house" is not "horse", and "coat" is not "boat".
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from string import ascii_lowercase
from typing import NamedTuple

SHORTEST = 5
"""Letters from which on a word is mended by itself; shorter ones are too close to each other."""

SHORTEST_BESIDE_OTHERS = 3
"""Letters it needs as part of an expression whose other words are right: "the right sie of"."""

_OTHER = """
arrange basis caches chars chose claves coker computes crate ensue sorts stripped tells
"""
_OTHER_WORDS = frozenset(_OTHER.split())
"""Words of their own that are one slip away from a word of wishes: those found among 20,000."""

_LETTERS = re.compile(r"[a-z]+")


class Slip(NamedTuple):
    """A word as it was typed, and as it must have been meant."""

    typed: str
    meant: str


def meant_by(word: str, known: Collection[str]) -> frozenset[str]:
    """Return the known words of which `word` is one slip away, of the likeliest kind of slip."""
    if not _LETTERS.fullmatch(word) or word in _OTHER_WORDS:
        return frozenset()
    for unslipped in (_undoubled, _unswapped, _undropped):
        if meant := frozenset(known).intersection(unslipped(word)):
            return meant
    return frozenset()


def _undoubled(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(1, len(word)) if word[at] == word[at - 1])


def _unswapped(word: str) -> Iterator[str]:
    inner = range(1, len(word) - 1)
    return (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in inner)


def _undropped(word: str) -> Iterator[str]:
    inner = range(1, len(word))
    return (word[:at] + letter + word[at:] for at in inner for letter in ascii_lowercase)


def mend(
    words: Sequence[str], expressions: Mapping[tuple[str, ...], object], known: Collection[str]
) -> tuple[list[str], list[Slip]]:
    """Mend what is a slip of exactly one known word.

    Args:
        words: A text, cut up, in small letters.
        expressions: Everything that words of it may stand for together.
        known: All words of the expressions.
    """
    mended, slips = list(words), []
    for at, word in enumerate(words):
        if word in known or len(word) < SHORTEST_BESIDE_OTHERS:
            continue
        meant = meant_by(word, known)
        if len(word) < SHORTEST or len(meant) > 1:
            meant = frozenset(one for one in meant if _fits(one, at, mended, expressions))
        if len(meant) == 1:
            (mended[at],) = meant
            slips.append(Slip(word, mended[at]))
    return mended, slips


def _fits(
    word: str, at: int, words: Sequence[str], expressions: Mapping[tuple[str, ...], object]
) -> bool:
    """Say whether a word at that place makes an expression with others beside it."""
    longest = max(map(len, expressions))
    tried = (*words[:at], word, *words[at + 1 :])
    return any(
        tried[start:end] in expressions
        for start in range(max(0, at - longest + 1), at + 1)
        for end in range(max(at + 1, start + 2), min(len(tried), start + longest) + 1)
    )
