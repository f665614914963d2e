"""What a detector must get right before its scores mean anything.

The list follows the protocol for GenEval's rules in a closed world: truth must pass,
counterfactuals must fail, nothing must be seen in nothing, flips must flip the verdict.
"""

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

import torch
from PIL import Image, ImageOps

from got_models.evaluating.detections import Detection, Perception, PixelBox
from got_models.evaluating.geneval_rules import RuleOptions, judge
from got_models.evaluating.geneval_spec import GENEVAL_TASKS, GenevalTask, Spec, geneval_specs
from got_models.evaluating.intervals import Interval, interval
from got_models.evaluating.seeing.calibration import HIT, calibration_error
from got_models.evaluating.seeing.gate_figures import GateFigures, Swept
from got_models.evaluating.seeing.gate_pictures import (
    SIDE,
    hybrids,
    moved,
    nothings,
    opposite_hues,
)
from got_models.evaluating.truth_scenes import (
    counterfactual,
    crowd_of,
    dealt,
    flipped,
    scene_for,
    spec_for,
)
from got_models.sceneworld.render import Atlas, pixels_of, render
from got_models.sceneworld.sampling import Shapes
from got_models.sceneworld.scene import Scene
from got_models.sceneworld.vocabulary import CLASSES

PER_TASK = 50
HYBRIDS = 100
SHUFFLES = 10
"""Other prompts that each render is held to."""

SURE = 0.3
"""Confidence above which something counts as seen."""

SWEEP = ((0.2, 0.8), (0.3, 0.9), (0.4, 0.9), (0.5, 0.95))
"""Thresholds, and those of counting, that the same detections are judged by."""

HUES = ("red", "orange", "yellow", "green", "blue", "purple", "pink")

ALONE = 3
"""Renders of each object alone."""

Tell = Callable[[int, int], None]


class _Seen(NamedTuple):
    """A render of a prompt's truth, the same with one thing wrong, and what was seen in both."""

    spec: Spec
    scene: Scene
    picture: Image.Image
    truth: Sequence[Detection]
    wrong: Sequence[Detection]


def examine(
    eye: Perception,
    atlas: Atlas,
    shapes: Shapes,
    *,
    name: str,
    families: Sequence[str] = (),
    per_task: int = PER_TASK,
    tell: Tell | None = None,
) -> GateFigures:
    """Hold a detector to renders of an atlas.

    Args:
        eye: Who looks.
        atlas: Sprites; for figures that mean something, of families the eye has not learned from.
        shapes: Aspect ratios of the atlas.
        name: What to call the detector.
        families: What to call the sprites.
        per_task: Renders of each of GenEval's six tasks.
        tell: Hears of every render done.
    """
    run = _Gate(eye, atlas, shapes)
    seen = run.look(per_task, tell or _silent)
    confidences, right = _confidences(seen)
    mixed = [run.sure(picture) for picture in hybrids(atlas, shapes, min(HYBRIDS, 10 * per_task))]
    return GateFigures(
        detector=name,
        families=tuple(families),
        truth=_by_task(seen, lambda one: judge(one.spec, one.truth).correct),
        counterfactuals=_by_task(seen, lambda one: not judge(one.spec, one.wrong).correct),
        shuffled=_shuffled(seen),
        nothing=interval([not run.sure(picture) for picture in nothings()]),
        mirrored=run.turned(seen, ("left of", "right of"), ImageOps.mirror),
        upended=run.turned(seen, ("above", "below"), ImageOps.flip),
        hues=run.hues(seen),
        shifted=run.shifted(seen),
        flood=run.flood([one.spec for one in seen]),
        hybrids_doubled=interval([len(kinds) > 1 for kinds in mixed]),
        hybrids_seen=interval([bool(kinds) for kinds in mixed]),
        calibration_error=round(calibration_error(confidences, right), 4),
        mean_confidence=round(float(confidences.mean()), 4) if len(confidences) else 0.0,
        share_right=round(float(right.float().mean()), 4) if len(right) else 0.0,
        sweep=tuple(_swept(seen, *thresholds) for thresholds in SWEEP),
        missed=run.missed(min(ALONE, per_task)),
    )


class _Gate:
    def __init__(self, eye: Perception, atlas: Atlas, shapes: Shapes) -> None:
        self._eye, self._atlas, self._shapes = eye, atlas, shapes

    def look(self, per_task: int, tell: Tell) -> list[_Seen]:
        """Render truth and counterfactual of some prompts of every task, and look at both."""
        cases = [(task, number) for task in GENEVAL_TASKS for number in range(per_task)]
        found = []
        for done, (task, number) in enumerate(cases, start=1):
            rng = random.Random(f"gate {task} {number}")
            spec = spec_for(task, rng)
            scene = scene_for(spec, rng, self._shapes)
            other = counterfactual(spec, scene, rng, self._shapes)
            picture = self._render(scene)
            truth, wrong = (self._eye.detect(one) for one in (picture, self._render(other)))
            found.append(_Seen(spec, scene, picture, truth, wrong))
            tell(done, len(cases))
        return found

    def sure(self, picture: Image.Image) -> set[str]:
        """Return the classes that are seen for certain."""
        return {seen.kind for seen in self._eye.detect(picture) if seen.confidence > SURE}

    def turned(
        self,
        seen: Sequence[_Seen],
        relations: Sequence[str],
        turn: Callable[[Image.Image], Image.Image],
    ) -> Interval | None:
        """Return how many position renders, when turned, pass for the turned prompt only."""
        marks = []
        for one in seen:
            position = one.spec.include[-1].position
            if position and position[0] in relations:
                found = self._eye.detect(turn(one.picture))
                stays = judge(one.spec, found).correct
                marks.append(judge(flipped(one.spec), found).correct and not stays)
        return interval(marks) if marks else None

    def hues(self, seen: Sequence[_Seen]) -> Interval | None:
        """Return how many renders of a hue that pass no longer do with the opposite hues."""
        marks = [
            not judge(one.spec, self._eye.detect(opposite_hues(one.picture))).correct
            for one in seen
            if one.spec.include[0].colour in HUES and judge(one.spec, one.truth).correct
        ]
        return interval(marks) if marks else None

    def shifted(self, seen: Sequence[_Seen]) -> Interval:
        """Return how many verdicts stay when the picture moves by a pixel."""
        return interval(
            [
                judge(one.spec, self._eye.detect(moved(one.picture))).correct
                == judge(one.spec, one.truth).correct
                for one in seen
            ]
        )

    def flood(self, specs: Sequence[Spec]) -> Interval:
        """Return how many prompts a picture of forty objects in rows passes."""
        scene = crowd_of(CLASSES[:40], random.Random("flood"), self._shapes)
        found = self._eye.detect(self._render(scene))
        return interval([judge(spec, found).correct for spec in specs])

    def missed(self, count: int) -> dict[str, float]:
        """Return the objects that are not always seen when they are alone, the worst first."""
        singles = {spec.include[0].kind: spec for spec in _single_specs()}
        found = {}
        for kind, spec in singles.items():
            rng = random.Random(f"gate alone {kind}")
            scenes = [scene_for(spec, rng, self._shapes) for _ in range(count)]
            wrong = sum(
                not judge(spec, self._eye.detect(self._render(scene))).correct for scene in scenes
            )
            if wrong:
                found[kind] = round(wrong / count, 3)
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def _render(self, scene: Scene) -> Image.Image:
        return render(scene, self._atlas, width=SIDE, height=SIDE)


def _single_specs() -> list[Spec]:
    return [spec for spec in geneval_specs() if spec.tag == "single_object"]


def _by_task(seen: Sequence[_Seen], mark: Callable[[_Seen], bool]) -> dict[GenevalTask, Interval]:
    return {
        task: interval([mark(one) for one in seen if one.spec.tag == task])
        for task in GENEVAL_TASKS
    }


def _shuffled(seen: Sequence[_Seen]) -> dict[GenevalTask, Interval]:
    """Hold renders to prompts whose colour, relation, number or class is dealt out anew."""
    rng = random.Random("shuffle")
    found = {}
    for task in GENEVAL_TASKS:
        held = [one for one in seen if one.spec.tag == task]
        pairs = [(one, dealt(one.spec, rng.choice(held).spec))
                 for one in held for _ in range(SHUFFLES)]  # fmt: skip
        marks = [(judge(spec, one.truth).correct, one.spec.prompt) for one, spec in pairs]
        found[task] = interval([mark for mark, _ in marks], [name for _, name in marks])
    return found


def _swept(seen: Sequence[_Seen], threshold: float, counting: float) -> Swept:
    options = RuleOptions(threshold=threshold, counting_threshold=counting)
    return Swept(
        threshold=threshold,
        counting_threshold=counting,
        truth=interval([judge(one.spec, one.truth, options).correct for one in seen]),
        counterfactuals=interval([not judge(one.spec, one.wrong, options).correct for one in seen]),
    )


def _confidences(seen: Sequence[_Seen]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the confidence of every detection on the ground truth, and whether it is right."""
    sure, right = [], []
    for one in seen:
        true = [
            (thing.kind, PixelBox(*map(float, pixels_of(thing.box, SIDE, SIDE))))
            for thing in one.scene.things
        ]
        for found in one.truth:
            sure.append(found.confidence)
            right.append(any(kind == found.kind and box.iou(found.box) > HIT for kind, box in true))
    return torch.tensor(sure), torch.tensor(right, dtype=torch.bool)


def _silent(done: int, total: int) -> None:
    """Tell nobody."""
