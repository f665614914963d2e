"""Looking for known things in a picture: in the boxes of a plan, and everywhere else.

Light: the looking itself is done by somebody who reads cut-outs, see `Eye`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, runtime_checkable

from PIL.Image import Image

from got_models.judge_questions import is_there
from got_models.naming import colour_in, kind_in
from got_models.overlaps import covered_share
from got_models.second_opinion import Trust
from got_models.thought import COORDINATE_MAX, Box, Element
from got_models.verifying.crops import Glimpse

SIDES = (200, 300, 420, 600)
"""Sides of the windows that a picture is searched with, in grid units; they step by a half."""

IN_ITS_BOX = 0.05
"""Chance of being what was planned from which a thing is believed to be in its box.

This and the next but one were chosen on the calibration split of `benchmarks/critic.py`.
"""

EVEN = 0.5
"""The same where a second opinion was weighed in, so that the chance is one of both."""

LIKELY = 0.5
"""The same for a place elsewhere, for a planned thing that is not in its box."""

SURE = 0.9
"""Certainty from which something that nobody planned is believed to be there."""

APART = 0.3
"""Share of the smaller of two places that both may cover, if there are two things."""


class Eye(Protocol):
    """Somebody who says which thing, in which colour, a box of a picture shows."""

    def look(self, picture: Image, boxes: Sequence[Box]) -> list[Glimpse]:
        """Return one glimpse per box."""
        ...


class Search(Protocol):
    """A picture that was looked through."""

    def places(self, kind: str | None = None) -> list[Box]:
        """Return where something may be, the likeliest first, or where a certain thing may be."""
        ...


@runtime_checkable
class Searcher(Protocol):
    """An eye that also knows where to look."""

    def search(self, picture: Image) -> Search:
        """Look through a whole picture."""
        ...


class Grid:
    """Where to look when the eye does not know: everywhere, in windows of a few sizes."""

    def places(self, kind: str | None = None) -> list[Box]:
        """Return all windows."""
        windows = []
        for side in SIDES:
            starts = range(0, COORDINATE_MAX - side + 1, side // 2)
            windows += [Box(x0=x, y0=y, x1=x + side, y1=y + side) for y in starts for x in starts]
        return windows


class Asked(Protocol):
    """Somebody who answers yes-or-no questions about a picture."""

    def chance(self, picture: Image, question: str) -> float:
        """Return how likely the answer is yes, 0 to 1."""
        ...


@dataclass(frozen=True)
class SecondOpinion:
    """Somebody who is asked beside the eye, and how far the two are believed together."""

    judge: Asked
    trust: Trust


@dataclass(frozen=True)
class Sighting:
    """A known thing seen in a place; `planned` is whether a plan has it just there."""

    kind: str
    colour: str
    certainty: float
    box: Box
    planned: bool = False


@dataclass(frozen=True)
class Sight:
    """One picture through one eye; searching it happens once, and only when asked for."""

    picture: Image
    eye: Eye
    opinion: SecondOpinion | None = None
    known: dict[Box, Glimpse] = field(default_factory=dict)
    said: dict[tuple[str, Box], float] = field(default_factory=dict)

    def at(self, box: Box) -> Glimpse:
        """Return what a box shows."""
        return self.all_at([box])[0]

    def all_at(self, boxes: Sequence[Box]) -> list[Glimpse]:
        """Return what each of some boxes shows."""
        new = [box for box in dict.fromkeys(boxes) if box not in self.known]
        if new:
            self.known.update(zip(new, self.eye.look(self.picture, new), strict=True))
        return [self.known[box] for box in boxes]

    @cached_property
    def searched(self) -> Search:
        """The picture, looked through."""
        return self.eye.search(self.picture) if isinstance(self.eye, Searcher) else Grid()

    @cached_property
    def everywhere(self) -> tuple[Sighting, ...]:
        """The surest sightings anywhere in the picture, none on top of a surer one."""
        places = self.searched.places()
        seen = [
            Sighting(glimpse.kind, glimpse.colour, glimpse.certainty, box)
            for glimpse, box in zip(self.all_at(places), places, strict=True)
            if glimpse.kind is not None and glimpse.certainty >= SURE
        ]
        kept: list[Sighting] = []
        for one in sorted(seen, key=lambda sighting: -sighting.certainty):
            if _is_apart(one.box, [other.box for other in kept]):
                kept.append(one)
        return tuple(kept)

    def elsewhere(self, kind: str, boxes: Sequence[Box]) -> tuple[Sighting, ...]:
        """Return sightings of a kind that lie on none of the boxes."""
        return tuple(
            one for one in self.everywhere if one.kind == kind and _is_apart(one.box, boxes)
        )

    def find(self, elements: Sequence[Element]) -> "Found":
        """Look for every planned thing in its box, else for one of its kind anywhere else."""
        kinds = [kind_in(element.phrase) for element in elements]
        placed = [
            None if kind is None else self.in_box(kind, element.box)
            for element, kind in zip(elements, kinds, strict=True)
        ]
        taken = [one.box for one in placed if one]
        for at, kind in enumerate(kinds):
            if placed[at] is not None or kind is None:
                continue
            best = self.best(kind, colour_in(elements[at].phrase), taken)
            if best is not None:
                placed[at] = best
                taken.append(best.box)
        return Found(self, tuple(placed), tuple(taken))

    def likely(self, kind: str) -> tuple[Sighting, ...]:
        """Return where a thing is likely to be that should be somewhere."""
        places = self.searched.places(kind)
        return tuple(
            Sighting(kind, glimpse.colour, glimpse.chance(kind), box)
            for glimpse, box in zip(self.all_at(places), places, strict=True)
            if glimpse.chance(kind) >= LIKELY
        )

    def best(self, kind: str, colour: str | None, taken: Sequence[Box] = ()) -> Sighting | None:
        """Return the likeliest thing of a kind on none of some boxes, in a colour if there is."""
        free = [one for one in self.likely(kind) if _is_apart(one.box, taken)]
        return max(free, key=_better(colour), default=None)

    def in_box(self, kind: str, box: Box) -> Sighting | None:
        """Return a thing of a kind where a box says it is."""
        glimpse = self.at(box)
        chance, least = glimpse.chance(kind), IN_ITS_BOX
        if self.opinion is not None:
            chance, least = self.opinion.trust.joint(chance, self.own(kind, box)), EVEN
        if chance < least:
            return None
        return Sighting(kind, glimpse.colour, chance, box, planned=True)

    def own(self, kind: str, box: Box) -> float:
        """Return how likely the second opinion finds a thing in a box; it is asked once."""
        assert self.opinion is not None, "nobody else is asked"
        if (kind, box) not in self.said:
            asked = is_there(kind, box=box)
            self.said[kind, box] = self.opinion.judge.chance(self.picture, asked)
        return self.said[kind, box]


@dataclass(frozen=True)
class Found:
    """What became of the things of a plan: where each is seen, and what is seen besides."""

    sight: Sight
    things: tuple[Sighting | None, ...]
    taken: tuple[Box, ...]

    def besides(self, kind: str) -> tuple[Sighting, ...]:
        """Return things of a kind that the plan does not have."""
        return self.sight.elsewhere(kind, self.taken)


def _better(colour: str | None) -> Callable[[Sighting], tuple[bool, float]]:
    """Return what puts sightings in order: those in a colour are better, then surer ones."""
    return lambda one: (one.colour == colour, one.certainty)


def _is_apart(box: Box, others: Sequence[Box]) -> bool:
    return all(covered_share(box, other) <= APART for other in others)
