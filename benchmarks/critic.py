"""How well the critic sees what is wrong: precision and recall of every kind of check.

    python benchmarks/critic.py                     # as reported
    python benchmarks/critic.py --quick             # few pictures
    python benchmarks/critic.py --split calibration # the pictures its thresholds were chosen on
    python benchmarks/critic.py --alone             # the detector without the reasoner's yes or no
    python benchmarks/critic.py --weigh             # how far to believe each of the two

The critic judges renders of the world with known truth, a third of them as planned and the others
with a defect planted (`planted_defects`), in sprites that its eye has learnt from and in sprites
that no model has. Every second picture is soft: blurred, coarse, compressed or noisy, or put
through the autoencoder of got-tiny. Every question about every picture counts. Precision is the
share of the "no" that are deserved, recall the share of what is wrong that is found; intervals are
bootstraps over pictures. The shares depend on how many defects there are, which is printed too.
"""

import argparse
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
import torch.nn.functional as functional
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))
from planted_defects import DEFECTS, Case, Finish, case

from agent.weights import folder_of
from got_models.autoencoder import PatchAutoencoder
from got_models.evaluating.intervals import Interval, interval
from got_models.judge_questions import is_there
from got_models.loading import load_models
from got_models.naming import kind_in
from got_models.pipeline import to_pictures
from got_models.sceneworld.sprites import EVALUATION_FAMILIES, TRAINING_FAMILIES, SpriteAtlas
from got_models.second_opinion import Trust, log_odds
from got_models.ssgm import to_pixels
from got_models.verifying.crop_judge import CropJudge
from got_models.verifying.judge_cuttings import spoil
from tools.critique import Critic, DetectorCritic
from tools.eyesight import EVEN, IN_ITS_BOX, Asked, Eye, SecondOpinion
from tools.verdict import FindingKind

LEAST_PRECISION, LEAST_RECALL = 0.9, 0.8

FAMILIES = {"sprites it learnt from": TRAINING_FAMILIES, "sprites never seen": EVALUATION_FAMILIES}

PAINTER = Path(__file__).parents[1] / "got_models" / "pretrained" / "got-tiny" / "vae"


class Answer(NamedTuple):
    """One question: from which picture, whether all is well, and whether the critic says so."""

    picture: int
    kind: FindingKind
    true: bool
    passed: bool


class Marks(NamedTuple):
    """How one kind of check does; a share is None where there was nothing to take it from."""

    questions: int
    wrong: int
    precision: Interval | None
    recall: Interval | None

    @property
    def passed(self) -> bool:
        """Whether both shares reach their bounds."""
        precise = self.precision is not None and self.precision.mean >= LEAST_PRECISION
        return precise and self.recall is not None and self.recall.mean >= LEAST_RECALL

    def told(self) -> dict[str, object]:
        """Return the marks as JSON has them."""
        shares = {name: getattr(self, name) for name in ("precision", "recall")}
        told = {name: share and share.model_dump() for name, share in shares.items()}
        return {"questions": self.questions, "wrong": self.wrong, **told, "passed": self.passed}


def answers_to(critic: Critic, cases: Sequence[Case]) -> Iterator[Answer]:
    """Let a critic judge, and hold every finding beside the truth."""
    for number, one in enumerate(cases):
        verdict = critic.judge(
            one.picture,
            one.plan,
            wish=one.wish,
            promises=one.promises,
            changed_outside_px=one.changed_outside_px,
        )
        for kind, truth in one.truth.items():
            said = [finding.passed for finding in verdict.findings if finding.kind == kind]
            for true, passed in zip(truth, said, strict=True):
                yield Answer(number, kind, true, passed)


def marks_of(answers: Sequence[Answer]) -> dict[FindingKind, Marks]:
    """Return precision and recall by kind of check."""
    by_kind: defaultdict[FindingKind, list[Answer]] = defaultdict(list)
    for answer in answers:
        by_kind[answer.kind].append(answer)
    return {
        kind: Marks(
            questions=len(found),
            wrong=sum(not answer.true for answer in found),
            precision=_share([a for a in found if not a.passed], lambda a: not a.true),
            recall=_share([a for a in found if not a.true], lambda a: not a.passed),
        )
        for kind, found in by_kind.items()
    }


def _share(answers: Sequence[Answer], good: Callable[[Answer], bool]) -> Interval | None:
    if not answers:
        return None
    return interval([good(answer) for answer in answers], [answer.picture for answer in answers])


def cases_for(split: str, families: Sequence[str], each: int, finish: Finish) -> Iterator[Case]:
    """Draw `each` cases with every defect, and half as many as those without any.

    Args:
        split: Its name goes into every seed.
        families: Sprite families.
        each: Pictures per defect.
        finish: What is done to every second picture.
    """
    atlas = SpriteAtlas.open(families)
    shapes = atlas.shapes()
    kinds = [*DEFECTS, *[None] * (len(DEFECTS) // 2)]
    for number in range(each * len(kinds)):
        soft = {"finish": finish} if number // len(kinds) % 2 else {}
        seed = f"{split} {number}"
        yield case(kinds[number % len(kinds)], seed=seed, atlas=atlas, shapes=shapes, **soft)


class Look(NamedTuple):
    """A planned thing: what the detector sees and what the reasoner says of its box, the truth."""

    seen: float
    said: float
    true: bool


def looks_at(cases: Sequence[Case], eye: Eye, judge: Asked) -> Iterator[Look]:
    """Ask both whether every planned thing is in its box."""
    for one in cases:
        elements = one.plan.elements
        glimpses = eye.look(one.picture, [element.box for element in elements])
        truths = one.truth.get("in_box", ())
        for element, glimpse, true in zip(elements, glimpses, truths, strict=False):
            if kind := kind_in(element.phrase):
                said = judge.chance(one.picture, is_there(kind, box=element.box))
                yield Look(glimpse.chance(kind), said, true)


def weighed(looks: Sequence[Look]) -> Trust:
    """Fit by logistic regression how far each of the two is to be believed."""
    rows = torch.tensor([[log_odds(one.seen), log_odds(one.said), 1.0] for one in looks])
    wanted = torch.tensor([float(one.true) for one in looks])
    weights = torch.zeros(3, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        found = functional.binary_cross_entropy_with_logits(rows @ weights, wanted)
        found = found + 1e-4 * weights.square().sum()
        found.backward()
        return found

    optimizer.step(loss)
    eye, own, bias = (round(float(one), 3) for one in weights)
    return Trust(eye=max(eye, 0.0), own=max(own, 0.0), bias=bias)


def weigh(split: str, each: int, eye: Eye, judge: Asked) -> dict[str, object]:
    """Return the trust that fits the known sprites of a split, and how often each is right."""
    softer = Softener()
    looks = {
        name: list(looks_at(list(cases_for(split, families, each, softer)), eye, judge))
        for name, families in FAMILIES.items()
    }
    trust = weighed(next(iter(looks.values())))
    told: dict[str, object] = {"trust": trust.model_dump()}
    for name, found in looks.items():
        told[name] = {
            "looks": len(found),
            "true": sum(one.true for one in found) / len(found),
            "eye": _right(found, lambda one: one.seen >= IN_ITS_BOX),
            "own": _right(found, lambda one: one.said >= EVEN),
            "joint": _right(found, lambda one: trust.joint(one.seen, one.said) >= EVEN),
        }
    return told


def _right(looks: Sequence[Look], believed: Callable[[Look], bool]) -> float:
    return sum(believed(one) == one.true for one in looks) / len(looks)


class Softener:
    """Makes renders softer, half of them the way the painter's autoencoder does."""

    def __init__(self, folder: Path = PAINTER) -> None:
        self._autoencoder = PatchAutoencoder.from_pretrained(folder).float().eval()

    @torch.no_grad()
    def __call__(self, picture: Image.Image, rng: random.Random) -> Image.Image:
        """Return the picture, softer."""
        if rng.random() < 0.5:
            return spoil(picture, rng)
        latents = self._autoencoder.encode(to_pixels([picture])).latent_dist.mode()
        pixels = self._autoencoder.decode(latents).sample
        return to_pictures((pixels / 2 + 0.5).clamp(0, 1))[0]


def measure(
    split: str, each: int, eye: Eye, opinion: SecondOpinion | None = None
) -> dict[str, dict[FindingKind, Marks]]:
    """Judge the cases of a split in every set of sprite families."""
    softer, critic = Softener(), DetectorCritic(eye, opinion)
    return {
        name: marks_of(list(answers_to(critic, list(cases_for(split, families, each, softer)))))
        for name, families in FAMILIES.items()
    }


def lines_of(found: dict[FindingKind, Marks]) -> Iterator[str]:
    """Write one table."""
    yield f"{'check':<10} {'asked':>5} {'wrong':>5}  {'precision':<26} {'recall':<26} bounds"
    for kind in DEFECTS:
        if kind in found:
            one = found[kind]
            verdict = "kept" if one.passed else "MISSED"
            yield (
                f"{kind:<10} {one.questions:>5} {one.wrong:>5}  {_said(one.precision):<26} "
                f"{_said(one.recall):<26} {verdict}"
            )


def _said(share: Interval | None) -> str:
    return "-" if share is None else f"{share.mean:.3f} [{share.low:.3f}, {share.high:.3f}]"


def main() -> int:
    """Measure, print, and say by the exit code whether the bounds hold on known sprites."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--split", choices=("report", "calibration"), default="report")
    words.add_argument("--each", type=int, default=40, help="pictures with each defect")
    words.add_argument("--quick", action="store_true", help="two pictures with each defect")
    words.add_argument("--model", default="got-tiny", help="whose reasoner is asked")
    words.add_argument("--alone", action="store_true", help="the detector alone")
    words.add_argument("--weigh", action="store_true", help="fit how far both are believed")
    words.add_argument("--json", action="store_true", help="print the marks as JSON")
    asked = words.parse_args()
    if asked.alone and asked.weigh:
        words.error("--weigh asks both; leave --alone out")
    torch.set_num_threads(1)
    start = time.process_time()
    each, eye = 2 if asked.quick else asked.each, CropJudge.load()
    loaded = None if asked.alone else load_models(folder_of(asked.model))
    if asked.weigh and loaded is not None:
        sys.stdout.write(
            json.dumps(weigh("calibration", each, eye, loaded.judge()), indent=2) + "\n"
        )
        return 0
    opinion = None
    if loaded is not None and loaded.trust is not None:
        opinion = SecondOpinion(loaded.judge(), loaded.trust)
    found = measure(asked.split, each, eye, opinion)
    if asked.json:
        told = {name: {k: m.told() for k, m in marks.items()} for name, marks in found.items()}
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
    else:
        for name, marks in found.items():
            sys.stdout.write("\n".join((f"{name}:", *lines_of(marks), "", "")))
        sys.stdout.write(f"{time.process_time() - start:.0f} s of processor\n")
    first, *_ = found.values()
    return int(not all(one.passed for one in first.values()))


if __name__ == "__main__":
    sys.exit(main())
