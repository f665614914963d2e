"""Slips of the finger in a wish: a letter doubled, or an inner one dropped or swapped.

A replaced letter is no such slip: "house" is not "horse", and "coat" is not "boat".
"""

import re
from collections.abc import Collection, Iterator, Sequence
from string import ascii_lowercase
from typing import NamedTuple

SHORTEST = 5
"""Letters from which on a word is mended by itself; shorter ones are too close to each other."""

SHORTEST_BESIDE_OTHERS = 3
"""Letters it needs as part of an expression whose other words are right: "the right sie of"."""

_OTHER = """
arrange basis caches carton chars chose claves coker computes crate diner ensue hoses panes pants
patten shoot sings skies sorts spots stripped tales tells tucks
"""
_OTHER_WORDS = frozenset(_OTHER.split())
"""Words of their own that are one slip away from a word of wishes."""

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
    words: Sequence[str], expressions: Collection[tuple[str, ...]], known: Collection[str]
) -> list[str]:
    """Return the words of a text, with those mended that are a slip of exactly one known word.

    Args:
        words: A text, cut up, in small letters.
        expressions: Everything that words of it may stand for, alone or together.
        known: All words of the expressions.
    """
    longest = max(map(len, expressions))
    mended = list(words)
    changed = True
    while changed:  # what is mended may show what its neighbour was meant to be
        changed = False
        for at, word in enumerate(mended):
            if word in known or len(word) < SHORTEST_BESIDE_OTHERS:
                continue
            meant = meant_by(word, known)
            if len(word) < SHORTEST or len(meant) != 1 or (*meant,) not in expressions:
                around = slice(max(0, at - longest + 1), at + longest)
                meant = frozenset(
                    one
                    for one in meant
                    if _fits(one, at - around.start, mended[around], expressions)
                )
            if len(meant) == 1:
                (mended[at],) = meant
                changed = True
    return mended


def _fits(
    word: str, at: int, words: Sequence[str], expressions: Collection[tuple[str, ...]]
) -> bool:
    """Say whether a word at that place makes an expression with others beside it."""
    tried = (*words[:at], word, *words[at + 1 :])
    return any(
        tried[start:end] in expressions
        for start in range(at + 1)
        for end in range(max(at + 1, start + 2), len(tried) + 1)
    )
