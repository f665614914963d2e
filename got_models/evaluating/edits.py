"""Whether an edited picture shows what was asked for, and nothing else has changed. Light.

Objects are looked at by a judge. What no box tells (a background, a style, a size) is compared by
pixels: the result must be nearer to a render of what was asked for than to the picture before.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from got_models.evaluating.devset import EditCase
from got_models.evaluating.ground_look import ground_look
from got_models.evaluating.intervals import Interval, interval
from got_models.sceneworld.edit_setting import OPERATIONS, Operation
from got_models.sceneworld.edit_steps import COLOURLESS
from got_models.sceneworld.render import pixels_of
from got_models.sceneworld.scene import Scene, Thing
from got_models.thought import Box
from got_models.value import Value
from got_models.verifying.crops import Judge

GLOBAL: tuple[Operation, ...] = ("background", "style")
"""Operations on the whole picture."""

SHARED = 0.1
"""Overlap from which a box that was left is taken again, so that pixels must tell."""

CHANGED = 24
"""Difference of a colour value, of 255, from which a pixel has changed."""

MARGIN = 2
"""Pixels around a region that may change with it."""


class Pictures(NamedTuple):
    """One edit in RGB pictures of one size: as it was, as it should be, as it became."""

    source: Image.Image
    target: Image.Image
    result: Image.Image


class EditScore(Value):
    """How one edit went."""

    id: str
    operation: Operation
    done: bool
    """What was asked for is there, and what was to go is gone."""
    kept: bool
    """Every other object that could be read before can still be read at its box."""
    outside: float | None
    """Share of pixels that changed outside the edit's regions; None for the whole picture."""

    @property
    def right(self) -> bool:
        """Done, and nothing else lost."""
        return self.done and self.kept


def score_edit(case: EditCase, pictures: Pictures, judge: Judge) -> EditScore:
    """Look at one edited picture."""
    edit = case.edit
    gone, new = changes(edit.before, edit.after)
    if case.operation in GLOBAL:
        done = _nearer_as_a_whole(case, pictures)
    else:
        done = _all_shown(edit.after, new, pictures.result, judge)
        done = done and _all_gone(gone, new, pictures, judge)
        if case.operation == "resize":
            done = done and nearer(pictures, edit.regions)
    return EditScore(
        id=case.id,
        operation=case.operation,
        done=done,
        kept=_kept(edit.before, edit.after, pictures, judge),
        outside=None if case.operation in GLOBAL else changed_outside(pictures, edit.regions),
    )


def changes(before: Scene, after: Scene) -> tuple[list[Thing], list[Thing]]:
    """Return the things that are only in the first scene, and those only in the second."""
    gone = [thing for thing in before.things if thing not in after.things]
    return gone, [thing for thing in after.things if thing not in before.things]


def summarise(scores: Sequence[EditScore]) -> dict[str, dict[str, Interval]]:
    """Return shares of right, done and kept edits: all together and by operation."""
    groups: dict[str, list[EditScore]] = {"all": list(scores)}
    groups |= {name: [s for s in scores if s.operation == name] for name in OPERATIONS}
    return {
        name: {
            "right": interval([s.right for s in members]),
            "done": interval([s.done for s in members]),
            "kept": interval([s.kept for s in members]),
        }
        for name, members in groups.items()
        if members
    }


def nearer(pictures: Pictures, regions: Sequence[Box]) -> bool:
    """Whether the result is nearer to the target than to the source within the regions."""
    source, target, result = (_pixels(picture) for picture in pictures)
    inside = mask_of(regions, pictures.result.size)
    to_target = np.abs(result - target)[inside].mean()
    return bool(to_target < np.abs(result - source)[inside].mean())


def changed_outside(pictures: Pictures, regions: Sequence[Box]) -> float:
    """Return the share of pixels outside the regions that differ from the source."""
    outside = ~mask_of(regions, pictures.result.size, margin=MARGIN)
    if not outside.any():
        return 0.0
    difference = np.abs(_pixels(pictures.result) - _pixels(pictures.source)).max(-1)
    return float((difference[outside] > CHANGED).mean())


def mask_of(boxes: Sequence[Box], size: tuple[int, int], *, margin: int = 0) -> NDArray[np.bool_]:
    """Return `(height, width)`: True within any of the boxes or `margin` pixels around it."""
    width, height = size
    mask = np.zeros((height, width), dtype=bool)
    for box in boxes:
        left, top, right, bottom = pixels_of(box, width, height)
        mask[max(top - margin, 0) : bottom + margin, max(left - margin, 0) : right + margin] = True
    return mask


def _all_shown(scene: Scene, things: Sequence[Thing], picture: Image.Image, judge: Judge) -> bool:
    seen = judge.look(picture, [thing.box for thing in things])
    colourless = scene.style in COLOURLESS
    return all(
        glimpse.shows(thing.kind, None if colourless else thing.colour)
        for thing, glimpse in zip(things, seen, strict=True)
    )


def _all_gone(
    gone: Sequence[Thing], new: Sequence[Thing], pictures: Pictures, judge: Judge
) -> bool:
    """Whether no left box shows its object any more; where another took it, see `_all_shown`."""
    left = [t for t in gone if not any(t.box.iou(n.box) > SHARED for n in new)]
    seen = judge.look(pictures.result, [thing.box for thing in left])
    return all(glimpse.kind != thing.kind for thing, glimpse in zip(left, seen, strict=True))


def _kept(before: Scene, after: Scene, pictures: Pictures, judge: Judge) -> bool:
    """Whether what the edit is not about still shows, as far as it did before."""
    same = [thing for thing in after.things if thing in before.things]
    boxes = [thing.box for thing in same]
    was, now = judge.look(pictures.source, boxes), judge.look(pictures.result, boxes)
    colourless = {before.style, after.style} & set(COLOURLESS)
    return all(
        new.shows(thing.kind, None if colourless else thing.colour)
        for thing, old, new in zip(same, was, now, strict=True)
        if old.shows(thing.kind, None if colourless else thing.colour)
    )


def _nearer_as_a_whole(case: EditCase, pictures: Pictures) -> bool:
    """Whether ground and tones are more like the target's, wherever a pattern happens to lie."""
    boxes = [] if case.operation == "style" else [t.box for t in case.edit.after.things]
    outside = ~mask_of(boxes, pictures.result.size, margin=MARGIN)
    source, target, result = (ground_look(_pixels(picture), outside) for picture in pictures)
    return float(np.abs(result - target).sum()) < float(np.abs(result - source).sum())


def _pixels(picture: Image.Image) -> NDArray[np.float32]:
    return np.asarray(picture.convert("RGB"), dtype=np.float32)
