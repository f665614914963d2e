"""Text made of runs of words that were said before: how a small model fills string arguments.

A run is as many words in a row as one likes; only few runs may be strung together. So a wish keeps
the words it was made in, and "make it red" can become "make the cup red". Light: no torch.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

RUNS = 4
"""Most runs in one text: what stands before "it", an article, the thing, what stands behind."""

LONGEST = 600
"""Most bytes of a text."""

_WORD = re.compile(r"\S+")
_UNSAFE = re.compile(r'["\\\x00-\x1f\x7f]')
_EDGES = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)

Place = tuple[int, int, int]
"""Which source, the offset in it, and how many runs were begun."""

_ANYWHERE = (0, -1)
"""Before a run that is still to be begun."""


@dataclass(frozen=True)
class Sources:
    """Texts to copy from, as bytes, and where words begin and end in them.

    A word may be begun behind its opening punctuation and ended before its closing one.
    """

    texts: tuple[bytes, ...]
    starts: tuple[tuple[int, int], ...]
    stops: tuple[frozenset[int], ...]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Sources":
        """Prepare texts; what JSON would have to escape parts them."""
        safe = [part for text in texts for part in _UNSAFE.split(text) if part.strip()]
        starts: dict[tuple[int, int], None] = {}
        stops: list[frozenset[int]] = []
        for at, text in enumerate(safe):
            ends: set[int] = set()
            for word in _WORD.finditer(text):
                for begin, end in _edges(text, word):
                    starts[at, len(text[:begin].encode())] = None
                    ends.add(len(text[:end].encode()))
            stops.append(frozenset(ends))
        return cls(tuple(text.encode() for text in safe), tuple(starts), tuple(stops))

    @cached_property
    def to_stop(self) -> tuple[tuple[int, ...], ...]:
        """For every offset in every source, the bytes as far as the next end of a word."""
        return tuple(map(_to_next, self.texts, self.stops))

    @cached_property
    def shortest_word(self) -> int:
        """Bytes of the shortest word; more than any text may have where there is no word."""
        # A start never is a stop as well, so the way to the next stop is a word.
        return min((self.to_stop[s][at] for s, at in self.starts), default=LONGEST + 1)


@dataclass(frozen=True)
class Copied:
    """A text of runs, as far as it is written. A rule of `rules`."""

    sources: Sources
    left: int = LONGEST
    places: frozenset[Place] | None = None

    @classmethod
    def up_to(cls, length: int, sources: Sources) -> "Copied":
        """Begin a text of at most so many bytes."""
        return cls(sources, min(length, LONGEST))

    @cached_property
    def shortest(self) -> int:
        """Bytes to the next end of a word."""
        if self.places is None:
            return self.sources.shortest_word
        return min(self._way(place) for place in self.places)

    @property
    def may_end(self) -> bool:
        """Whether the last word is whole."""
        return self.places is not None and self.shortest == 0

    @property
    def takes_more(self) -> bool:
        """Whether there is room for more, which may yet turn out not to fit."""
        return self.left > 0

    def opened(self) -> None:
        """Take symbols itself."""

    def after(self, symbol: int) -> "Copied | None":
        """Return the rest behind a byte, or None when nothing that was said goes on so."""
        found: set[Place] = set()
        if self.places is None:
            found |= self._begun(symbol, runs=1)
        for source, at, runs in self.places or ():
            text = self.sources.texts[source]
            if at < 0:
                found |= self._begun(symbol, runs)
            elif at < len(text) and text[at] == symbol:
                found.add((source, at + 1, runs))
            if at >= 0 and symbol == 32 and runs < RUNS and at in self.sources.stops[source]:
                found.add((*_ANYWHERE, runs + 1))
        kept = frozenset(place for place in found if self._way(place) < self.left)
        return replace(self, left=self.left - 1, places=kept) if kept else None

    def _begun(self, symbol: int, runs: int) -> set[Place]:
        """Begin a run at every word with this first byte."""
        return {
            (source, at + 1, runs)
            for source, at in self.sources.starts
            if self.sources.texts[source][at] == symbol
        }

    def _way(self, place: Place) -> int:
        """Bytes to the end of the word at a place; a place below 0 is before any word."""
        source, at, _ = place
        return self.sources.to_stop[source][at] if at >= 0 else self.sources.shortest_word


def _to_next(text: bytes, stops: frozenset[int]) -> tuple[int, ...]:
    way = [0] * (len(text) + 1)
    steps = LONGEST
    for at in range(len(text), -1, -1):
        steps = 0 if at in stops else steps + 1
        way[at] = steps
    return tuple(way)


def _edges(text: str, word: re.Match[str]) -> list[tuple[int, int]]:
    """Return where a word may begin and end: with its punctuation, and without."""
    found = _EDGES.match(word[0])
    assert found is not None, "every word has edges, perhaps empty ones"
    if not found[2]:
        return [(word.start(), word.end())]
    return [
        (word.start(), word.end()),
        (word.start() + len(found[1]), word.end() - len(found[3])),
    ]
