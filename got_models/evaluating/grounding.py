"""How well a chain that describes a picture finds what is in it. Light.

Things and elements are matched by name, the best way there is; what is not found has an overlap
of 0, and colours are not asked for where the style hides them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from got_models import chain_text
from got_models.errors import ThoughtError
from got_models.evaluating.devset import LookCase
from got_models.evaluating.intervals import Interval, interval
from got_models.naming import colour_in, kind_in
from got_models.sceneworld.edit_steps import COLOURLESS
from got_models.thought import Box, Element
from got_models.value import Value

HIT = 0.5
"""Intersection over union from which a thing counts as found."""


Name = tuple[str | None, str | None]
"""Class and colour."""

Named = tuple[str | None, str | None, Box]


class GroundingScore(Value):
    """How one picture was described; overlaps are one per thing of the scene, in its order."""

    id: str
    readable: bool
    overlaps: tuple[float, ...]
    """Intersection over union with the element of the same class and colour."""
    overlaps_by_kind: tuple[float, ...]
    """The same with the element of the same class, in whatever colour."""
    named: int = 0
    """Things whose class and colour are said, wherever."""
    surplus: int = 0
    """Elements that name nothing in the picture."""

    @property
    def exact(self) -> bool:
        """Whether exactly the things of the picture are named."""
        return self.readable and self.named == len(self.overlaps) and not self.surplus


def score_grounding(case: LookCase, text: str) -> GroundingScore:
    """Compare a description with the scene it describes."""
    things = case.scene.things
    colourless = case.scene.style in COLOURLESS
    try:
        elements = chain_text.read(text).chain.elements
        readable = True
    except ThoughtError:
        elements, readable = (), False
    wanted = [(t.kind, None if colourless else t.colour, t.box) for t in things]
    said = [_named(element, colourless) for element in elements]
    names: Counter[Name] = Counter((k, c) for k, c, _ in wanted)
    found = Counter((k, c) for k, c, _ in said) & names
    return GroundingScore(
        id=case.id,
        readable=readable,
        overlaps=overlaps_of(wanted, said),
        overlaps_by_kind=overlaps_of(_plain(wanted), _plain(said)),
        named=found.total(),
        surplus=len(said) - found.total(),
    )


def summarise(scores: Sequence[GroundingScore]) -> dict[str, Interval]:
    """Return mean overlaps and the share of things found, drawn by picture, and of exact names."""
    boxes = [(score.id, iou) for score in scores for iou in score.overlaps]
    ids = [name for name, _ in boxes]
    things = [(s.id, at < s.named) for s in scores for at in range(len(s.overlaps))]
    return {
        "readable": interval([score.readable for score in scores]),
        "iou": interval([iou for _, iou in boxes], ids),
        "iou_by_kind": interval([iou for s in scores for iou in s.overlaps_by_kind], ids),
        "found": interval([iou >= HIT for _, iou in boxes], ids),
        "named": interval([right for _, right in things], ids),
        "surplus": interval([float(score.surplus) for score in scores]),
        "exact": interval([score.exact for score in scores]),
    }


def _named(element: Element, colourless: bool) -> Named:
    colour = None if colourless else colour_in(element.phrase)
    return kind_in(element.phrase), colour, element.box


def _plain(named: Iterable[Named]) -> list[Named]:
    return [(kind, None, box) for kind, _, box in named]


def overlaps_of(wanted: Sequence[Named], said: Sequence[Named]) -> tuple[float, ...]:
    """Return the overlap of each wanted thing with its element under the best matching."""
    overlaps = [0.0] * len(wanted)
    for name in {(kind, colour) for kind, colour, _ in wanted}:
        members = [i for i, (kind, colour, _) in enumerate(wanted) if (kind, colour) == name]
        boxes = tuple(box for kind, colour, box in said if (kind, colour) == name)
        matched = best_match(tuple(wanted[i][2] for i in members), boxes)
        for index, overlap in zip(members, matched, strict=True):
            overlaps[index] = overlap
    return tuple(overlaps)


def best_match(wanted: tuple[Box, ...], said: tuple[Box, ...]) -> tuple[float, ...]:
    """Return each wanted box's overlap under the matching with the largest sum.

    Exact, by dynamic programming over the sets of wanted boxes: meant for a dozen of them at most,
    among any number of said ones.
    """

    @cache
    def best(at: int, free: frozenset[int]) -> tuple[float, tuple[tuple[int, float], ...]]:
        if at == len(said) or not free:
            return 0.0, ()
        options = [best(at + 1, free)]
        for index in free:
            overlap = wanted[index].iou(said[at])
            if overlap > 0:
                total, chosen = best(at + 1, free - {index})
                options.append((total + overlap, ((index, overlap), *chosen)))
        return max(options, key=lambda option: option[0])

    matched = dict(best(0, frozenset(range(len(wanted))))[1])
    return tuple(matched.get(index, 0.0) for index in range(len(wanted)))
