"""What a string argument may be as a whole: runs of the user's own words, and things by name.

A run begins and ends where words do. Where a word such as "it" stands for something of the current
picture, there is also the run with the thing named in its place. Light: no torch.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from got_models.conversation import (
    BEFORE_CHARACTERS,
    MESSAGES_BEFORE,
    Conversation,
    listed_pictures,
    plain,
)

PRONOUNS = frozenset(("it", "its", "this", "that", "them", "they", "these", "those", "one", "ones"))
"""Words that may stand for a thing of the current picture."""

LONGEST_WITHIN = 8
"""Most words of a run that neither begins nor ends where a sentence or a clause does."""

_WORD = re.compile(r"\S+")
_UNSAFE = re.compile(r'["\\\x00-\x1f\x7f]')
_BARE = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)
_COUNT = re.compile(r"^\d+ ")

Edge = Literal["outer", "mark", "within"]
"""Whether a run reaches the edge of its text, a mark such as a comma, or ends among words."""


class Candidate(NamedTuple):
    """A whole text, and what can be said of the place where it stands.

    `traits` are such as "message", "begins mark", "ends outer", "before 1", "behind 0", "long 3",
    "named": the text that it comes from, its edges, the words left out before and behind it, its
    own words, and whether a thing was put in.
    """

    text: str
    traits: tuple[str, ...]


class _Word(NamedTuple):
    """One word without the marks around it, and whether there are some."""

    start: int
    end: int
    marked_before: bool
    marked_behind: bool


def candidates(conversation: Conversation) -> tuple[Candidate, ...]:
    """Return every text once, with the traits of the first of the places where it stands."""
    found: dict[str, tuple[str, ...]] = {}
    for text, traits in _all(conversation):
        if not _UNSAFE.search(text):
            found.setdefault(text, traits)
    return tuple(Candidate(text, traits) for text, traits in found.items())


def _all(conversation: Conversation) -> Iterator[Candidate]:
    things = _things(conversation)
    yield from _of_text(plain(conversation.message), "message", things)
    for said in reversed(conversation.before[-MESSAGES_BEFORE:]):
        yield from _of_text(plain(said, BEFORE_CHARACTERS), "before", things)
    for thing in things:
        yield Candidate(thing, ("picture",))
        yield Candidate(f"the {thing}", ("picture the",))
    for note in listed_pictures(conversation.pictures, conversation.current, conversation.message):
        if note.name:
            yield Candidate(plain(note.name), ("name",))


def _of_text(text: str, source: str, things: tuple[str, ...]) -> Iterator[Candidate]:
    """Yield the runs of one text, the longest ones first."""
    words = _words(text)
    count = len(words)
    for length in range(count, 0, -1):
        for first in range(count - length + 1):
            last = first + length - 1
            begins, ends = _begins(words, first), _ends(words, last)
            if begins == ends == "within" and length > LONGEST_WITHIN:
                continue
            traits = (
                source,
                f"begins {begins}",
                f"ends {ends}",
                f"before {_about(first)}",
                f"behind {_about(count - last - 1)}",
                f"long {_about(length)}",
            )
            yield Candidate(text[words[first].start : words[last].end], traits)
            if "within" not in (begins, ends):
                yield from _named(text, words[first : last + 1], (*traits, "named"), things)


def _named(
    text: str, words: list[_Word], traits: tuple[str, ...], things: tuple[str, ...]
) -> Iterator[Candidate]:
    """Yield a run with a pronoun in it replaced by each of some things."""
    start, end = words[0].start, words[-1].end
    for word in words:
        if text[word.start : word.end].lower() in PRONOUNS:
            for thing in things:
                named = f"{text[start : word.start]}the {thing}{text[word.end : end]}"
                yield Candidate(named, traits)


def _about(count: int) -> int:
    """Return how many words, from 5 on only roughly."""
    return count if count < 5 else 5 if count < 9 else 9


def _words(text: str) -> list[_Word]:
    found = []
    for word in _WORD.finditer(text):
        bare = _BARE.match(word[0])
        assert bare is not None, "every word has edges, perhaps empty ones"
        if bare[2]:
            start, end = word.start() + len(bare[1]), word.end() - len(bare[3])
            found.append(_Word(start, end, bool(bare[1]), bool(bare[3])))
    return found


def _begins(words: list[_Word], at: int) -> Edge:
    if at == 0:
        return "outer"
    return "mark" if words[at].marked_before or words[at - 1].marked_behind else "within"


def _ends(words: list[_Word], at: int) -> Edge:
    if at == len(words) - 1:
        return "outer"
    return "mark" if words[at].marked_behind or words[at + 1].marked_before else "within"


def _things(conversation: Conversation) -> tuple[str, ...]:
    """Return what the current picture shows, as its list names it."""
    shown = [n.caption for n in conversation.pictures if n.number == conversation.current]
    phrases = [_COUNT.sub("", phrase) for text in shown for phrase in plain(text).split(", ")]
    return tuple(dict.fromkeys(phrase for phrase in phrases if phrase))
