"""What critique and repair gain: strict success of one try, of repair, and of plain re-rolls.

    python benchmarks/repair.py            # 60 wishes, prints the table
    python benchmarks/repair.py --quick    # three wishes, few steps: does it run?
    python benchmarks/repair.py --detector FILE.safetensors

The wishes are GenEval's prompts, drawn evenly from its six tasks. Every wish is drawn once by the
assistant with critique and repair. Its first attempt is the one try; the re-rolls draw the plan of
that attempt with other seeds, as long as they cost no more evaluations of the UNet than repair did
(counted by pictures: four branches are four), and the critic picks the best as it does in a turn.
So all see the same wishes, plans and first seeds. Pictures are judged strictly: everything asked
for, and nothing else. "Any re-roll" is the bound that a perfect critic would reach. In the end the
picture is edited, and what is counted is how often the critic rates what is kept below its parent.

The judge is the evaluator's detector, or where it has no weights the critic's own eye, which
flatters what the critic chose; the first line says which.
"""

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import torch
from PIL.Image import Image

from agent.assistant import Assistant
from agent.build import Models
from agent.context import Staff
from agent.pictures import image_of
from agent.settings import Settings
from agent.turn import Turn
from agent.weights import folder_of
from got_models.evaluating.detections import Detection, Perception, PixelBox
from got_models.evaluating.detectors import OWN
from got_models.evaluating.geneval_spec import GENEVAL_TASKS, Spec, geneval_specs
from got_models.evaluating.geneval_strict import judge_strictly
from got_models.evaluating.intervals import interval
from got_models.evaluating.report.pairing import mcnemar
from got_models.evaluating.seeing.detector import WEIGHTS
from got_models.evaluating.seeing.opening import open_eye
from got_models.loading import LoadedModels, load_models
from got_models.sceneworld.vocabulary import COLOURS
from got_models.thought import COORDINATE_MAX, Chain
from got_models.verifying.crop_judge import CropJudge
from memory.archive import Archive
from tools.critique import DetectorCritic
from tools.eyesight import Eye, Sight
from tools.generate import generate
from tools.manner import Manner

WISHES, SEED = 60, 1_000


class CriticsEye:
    """The critic's eye as a detector."""

    def __init__(self, eye: Eye) -> None:
        self._eye = eye

    def detect(self, image: Image) -> list[Detection]:
        """Return what it is sure to see."""
        scale = [side / (COORDINATE_MAX + 1) for side in image.size * 2]
        return [
            Detection(
                kind=one.kind,
                box=PixelBox(*(n * s for n, s in zip(one.box.corners, scale, strict=True))),
                confidence=one.certainty,
                colour=one.colour,
            )
            for one in Sight(image, self._eye).everywhere
        ]


class Result(NamedTuple):
    """What came of one wish: strict success, evaluations of the UNet, and the critic's scores."""

    prompt: str
    one_try: bool
    repaired: bool
    rerolled: bool
    any_reroll: bool
    evaluations_one_try: int
    evaluations_repaired: int
    evaluations_rerolled: int
    attempts: int
    below_first: bool
    """The critic rates what repair kept below the first attempt."""
    below_parent: bool | None
    """The same of an edit and the picture that was edited; None if nothing could be edited."""


@dataclass
class Bench:
    """Models, critic's eye and judge, and how many pictures the UNet was asked about."""

    loaded: LoadedModels
    eye: Eye
    judge: Perception
    settings: Settings
    evaluations: int = 0

    def __post_init__(self) -> None:
        """Count from now on."""
        self.loaded.pipeline.unet.register_forward_pre_hook(self._count, with_kwargs=True)

    def _count(self, _: object, words: Sequence[Any], named: dict[str, Any]) -> None:
        self.evaluations += len(words[0] if words else named["sample"])

    def staff(self, folder: Path, seed: int) -> Staff:
        """Return who works for an assistant whose first picture has a seed."""
        return Staff(
            models=Models(self.loaded.reasoner, self.loaded.painter),
            planner=None,
            settings=self.settings.model_copy(update={"seed": seed}),
            folder=folder,
            critic=DetectorCritic(self.eye),
            eye=self.eye,
        )

    def drawn(self, wish: str, chain: Chain, seed: int) -> tuple[Image, int]:
        """Draw a plan; return the picture and its evaluations."""
        before, painter = self.evaluations, self.loaded.painter
        manner = Manner((seed,), self.settings.steps).settled(painter, "generate")
        picture = generate(wish, chain, manner, painter=painter)[0]
        return picture, self.evaluations - before

    def score(self, wish: str, chain: Chain, picture: Image) -> float:
        """Rate a picture as a turn does."""
        return DetectorCritic(self.eye).judge(picture, chain, wish=wish).score

    def succeeds(self, spec: Spec, picture: Image) -> bool:
        """Judge a picture strictly."""
        return judge_strictly(spec, self.judge.detect(picture)).correct


def wishes(count: int) -> list[Spec]:
    """Draw prompts evenly from all tasks."""
    rng = random.Random("repair")
    specs = geneval_specs()
    by_task = [[spec for spec in specs if spec.tag == task] for task in GENEVAL_TASKS]
    return [rng.choice(by_task[number % len(by_task)]) for number in range(count)]


def measured(bench: Bench, spec: Spec, folder: Path, seed: int) -> Result:
    """Draw a wish in all ways, and edit what repair made of it."""
    staff, before = bench.staff(folder, seed), bench.evaluations
    with Assistant.open(staff.settings, memory=folder, staff=lambda: staff) as assistant:
        session = assistant.session()
        turn = session.call("draw_picture", wish=spec.prompt)
        spent = bench.evaluations - before
        assert turn.picture is not None, turn.error
        scores = [attempt.score or 0.0 for attempt in turn.attempts]
        chosen = [attempt.score or 0.0 for attempt in turn.attempts if attempt.chosen]
        with Archive.open(folder) as archive:
            first = image_of(archive, turn.attempts[0].picture.digest)
            plan = archive.chains.get(session.id, turn.attempts[0].chain or 0).chain
        rolls, each = [first], spent
        while len(turn.attempts) > 1 and (len(rolls) == 1 or (len(rolls) + 1) * each <= spent):
            picture, each = bench.drawn(spec.prompt, plan, seed + len(rolls))
            rolls.append(picture)
        return Result(
            prompt=spec.prompt,
            one_try=bench.succeeds(spec, first),
            repaired=bench.succeeds(spec, turn.picture),
            rerolled=bench.succeeds(
                spec, max(rolls, key=lambda one: bench.score(spec.prompt, plan, one))
            ),
            any_reroll=any(bench.succeeds(spec, one) for one in rolls),
            evaluations_one_try=each,
            evaluations_repaired=spent,
            evaluations_rerolled=each * len(rolls),
            attempts=len(turn.attempts),
            below_first=max(chosen) < scores[0],
            below_parent=_below_parent(session.call("edit_picture", instruction=_change(spec))),
        )


def _change(spec: Spec) -> str:
    """Ask for another colour of the first thing."""
    clause = spec.include[0]
    colour = next(colour for colour in COLOURS if colour != clause.colour)
    return f"make the {clause.kind} {colour}"


def _below_parent(turn: Turn) -> bool | None:
    """Say whether an edit was kept that the critic rates below the picture it was made from."""
    parents = [one.score for one in turn.events if one.kind == "judged" and one.attempt is None]
    chosen = [attempt.score or 0.0 for attempt in turn.attempts if attempt.chosen]
    if not parents:
        return None
    return bool(turn.made) and max(chosen) < parents[0]


ROWS = {
    "one try": ("one_try", "evaluations_one_try"),
    "critique and repair": ("repaired", "evaluations_repaired"),
    "re-rolls, the critic picks": ("rerolled", "evaluations_rerolled"),
    "any re-roll": ("any_reroll", "evaluations_rerolled"),
}
"""Row of the table -> fields of a result: success and evaluations."""


def lines_of(results: Sequence[Result]) -> Iterator[str]:
    """Write the table."""
    yield f"{'':<28} {'strict success':<26} {'evaluations':>11}  against one try"
    for name, (success, cost) in ROWS.items():
        right = [getattr(one, success) for one in results]
        share = interval(right)
        spent = sum(getattr(one, cost) for one in results) / len(results)
        said = f"{share.mean:.3f} [{share.low:.3f}, {share.high:.3f}]"
        yield f"{name:<28} {said:<26} {spent:>11.0f}  {_against(results, right)}"
    edits = [one.below_parent for one in results if one.below_parent is not None]
    yield f"{len(results)} wishes, {sum(one.attempts for one in results)} pictures in turns"
    yield f"below the first attempt: {sum(one.below_first for one in results)} of {len(results)}"
    yield f"below the parent: {sum(edits)} of {len(edits)} edits"


def _against(results: Sequence[Result], right: Sequence[bool]) -> str:
    won = sum(new and not one.one_try for one, new in zip(results, right, strict=True))
    lost = sum(one.one_try and not new for one, new in zip(results, right, strict=True))
    return f"+{won} -{lost}, p = {mcnemar(won, lost):.2g}"


def main() -> int:
    """Measure, print, and say by the exit code whether anything fell below what it came from."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--model", default="got-tiny")
    words.add_argument("--wishes", type=int, default=WISHES)
    words.add_argument("--steps", type=int, help="denoising steps; the model's own by default")
    words.add_argument("--detector", help="the judge; by default the evaluator's, if it is there")
    words.add_argument("--quick", action="store_true", help="three wishes, four steps")
    words.add_argument("--json", type=Path, help="also write the results there")
    asked = words.parse_args()
    torch.set_num_threads(1)
    eye = CropJudge.load()
    named = asked.detector or (OWN if WEIGHTS.exists() else None)
    judge = open_eye(named) if named else CriticsEye(eye)
    who = f"detector {named}" if named else "the critic's own eye (the detector has no weights)"
    sys.stdout.write(f"judged by {who}\n")
    count, steps = (3, 4) if asked.quick else (asked.wishes, asked.steps)
    loaded = load_models(folder_of(asked.model), "cpu")
    bench = Bench(loaded, eye, judge, Settings(steps=steps, budget_s=3600.0))
    with tempfile.TemporaryDirectory() as place:
        results = [
            measured(bench, spec, Path(place) / "memory", SEED + 100 * number)
            for number, spec in enumerate(wishes(count))
        ]
    if asked.json:
        told = [one._asdict() for one in results]
        asked.json.write_text(json.dumps(told, indent=2) + "\n", "utf-8")
    sys.stdout.write("\n".join((*lines_of(results), "")))
    return int(any(one.below_first or one.below_parent for one in results))


if __name__ == "__main__":
    sys.exit(main())
