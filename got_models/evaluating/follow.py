"""Whether a picture shows, at each box of its chain, the right object in the right colour. Light.

Objects that nobody asked for are not looked for. In styles that hide colours none is asked for.
"""

from collections.abc import Sequence

from PIL import Image

from got_models.evaluating.intervals import Interval, interval
from got_models.sceneworld.edit_steps import COLOURLESS
from got_models.sceneworld.scene import Scene
from got_models.value import Value
from got_models.verifying.crops import Judge

SIZES = {"small": 200, "medium": 320, "large": 1000}
"""Least side, in grid units, that is too long for the size; by the longer side of a box."""


class BoxScore(Value):
    """What is right at one box of one picture."""

    id: str
    kind: str
    colour: str | None
    """The colour asked for, if one was and can be seen."""
    side: int
    """Longer side of the box in grid units."""
    kind_right: bool
    colour_right: bool | None
    """None when no colour was asked for."""

    @property
    def right(self) -> bool:
        """The right object, in the right colour if one was asked for."""
        return self.kind_right and self.colour_right is not False

    @property
    def size(self) -> str:
        """Name of the size of the box."""
        return next(name for name, limit in SIZES.items() if self.side < limit)


def score_picture(id: str, scene: Scene, picture: Image.Image, judge: Judge) -> list[BoxScore]:
    """Look at every box of a scene in a picture drawn from the scene's chain."""
    colourless = scene.style in COLOURLESS
    seen = judge.look(picture, [thing.box for thing in scene.things])
    scores = []
    for thing, glimpse in zip(scene.things, seen, strict=True):
        colour = None if colourless else thing.colour
        scores.append(
            BoxScore(
                id=id,
                kind=thing.kind,
                colour=colour,
                side=max(thing.box.width, thing.box.height),
                kind_right=glimpse.kind == thing.kind,
                colour_right=glimpse.colour == colour if colour else None,
            )
        )
    return scores


def summarise(scores: Sequence[BoxScore]) -> dict[str, Interval]:
    """Return shares of boxes, resampled by picture: all, by respect, and by size."""
    shares = {
        "right": _share([(s.id, s.right) for s in scores]),
        "kind": _share([(s.id, s.kind_right) for s in scores]),
        "colour": _share([(s.id, s.colour_right) for s in scores if s.colour_right is not None]),
    }
    for size in SIZES:
        shares[size] = _share([(s.id, s.right) for s in scores if s.size == size])
    return {name: share for name, share in shares.items() if share is not None}


def by_kind(scores: Sequence[BoxScore]) -> dict[str, Interval]:
    """Return the share of right boxes of each class, the worst first."""
    kinds = {s.kind for s in scores}
    shares = {k: interval([s.right for s in scores if s.kind == k]) for k in kinds}
    return dict(sorted(shares.items(), key=lambda item: (item[1].mean, item[0])))


def _share(marks: Sequence[tuple[str, bool]]) -> Interval | None:
    return interval([right for _, right in marks], [name for name, _ in marks]) if marks else None
