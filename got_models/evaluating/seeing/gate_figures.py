"""The figures of a detector's gate: what they are, what they must be, and how they are written."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter

from got_models.evaluating.geneval_chance import CHANCE
from got_models.evaluating.geneval_spec import GenevalTask
from got_models.evaluating.intervals import Interval
from got_models.value import Value

KEPT = Path(__file__).with_name("gate.json")
"""Figures of the shipped weights, one entry for each set of families they were held to."""

LEAST_TRUE = 0.99
"""Share of ground truth that must pass, and of counterfactuals that must fail, in every task."""

LEAST_STEADY = 0.97
"""Share of verdicts that a shift by one pixel must leave alone."""


class Swept(Value):
    """What two other thresholds would make of the same renders."""

    threshold: float
    counting_threshold: float
    truth: Interval
    counterfactuals: Interval


class GateFigures(Value):
    """Shares with intervals; `families` names the sprites of the renders."""

    detector: str
    families: tuple[str, ...]
    truth: dict[GenevalTask, Interval]
    """Ground-truth renders that pass."""
    counterfactuals: dict[GenevalTask, Interval]
    """Renders with one thing wrong that fail."""
    shuffled: dict[GenevalTask, Interval]
    """Ground-truth renders that pass with what the task is about taken from other prompts."""
    nothing: Interval
    """Blank, noise and bare grounds on which no object is seen."""
    mirrored: Interval | None
    """Left and right: mirrored renders that pass for the mirrored prompt and not for their own."""
    upended: Interval | None
    """Above and below, the same; the objects then stand on their heads."""
    hues: Interval | None
    """Renders of a hue that pass, and no longer with all hues turned by half a circle."""
    shifted: Interval
    """Ground-truth renders whose verdict stays when the picture moves by one pixel."""
    flood: Interval
    """Prompts that a picture full of objects passes: what only the strict score notices."""
    hybrids_doubled: Interval
    """Hybrids, half one object and half another, on which two classes are seen."""
    hybrids_seen: Interval
    """Hybrids that are taken for an object at all."""
    calibration_error: float
    """Mean gap between confidence and share of right detections on the ground truth."""
    mean_confidence: float
    share_right: float
    """Of all detections on the ground truth, those with the right class in the right place."""
    sweep: tuple[Swept, ...]
    missed: dict[str, float]
    """Object -> share of its single renders that fail, for those that ever fail."""

    @property
    def failures(self) -> tuple[str, ...]:
        """What is below its bound, in words."""
        low = [
            f"{what} of {task} is {share.mean:.1%}, must be {LEAST_TRUE:.0%}"
            for what, shares in (
                ("ground truth", self.truth), ("counterfactuals", self.counterfactuals)
            )
            for task, share in shares.items()
            if share.mean < LEAST_TRUE
        ]  # fmt: skip
        if self.nothing.mean < LEAST_TRUE:
            low.append(f"nothing seen in nothing is {self.nothing.mean:.1%}")
        if self.shifted.mean < LEAST_STEADY:
            low.append(f"a shift by a pixel leaves only {self.shifted.mean:.1%} of verdicts alone")
        return tuple(low)

    @property
    def passed(self) -> bool:
        """Whether the figures allow the detector's scores to be believed."""
        return not self.failures

    @property
    def ceiling(self) -> float:
        """Mean over tasks of the ground-truth renders that pass: no model can score more."""
        return sum(share.mean for share in self.truth.values()) / max(len(self.truth), 1)


_MANY = TypeAdapter(tuple[GateFigures, ...])


def kept(path: Path = KEPT) -> tuple[GateFigures, ...]:
    """Read the figures that were kept; none where there is no file."""
    return _MANY.validate_json(path.read_bytes()) if path.is_file() else ()


def keep(figures: GateFigures, path: Path = KEPT) -> None:
    """Write figures beside those of the same detector on other families."""
    others = [one for one in kept(path) if one.detector == figures.detector]
    said = (*(one for one in others if one.families != figures.families), figures)
    path.write_bytes(_MANY.dump_json(said, indent=1) + b"\n")


def as_lines(figures: GateFigures) -> Iterator[str]:
    """Write the figures for a person."""
    yield f"{figures.detector} on {', '.join(figures.families) or 'given sprites'}"
    row = "{:<14} {:>22} {:>22} {:>22} {:>7}".format
    yield row("task", "truth passes", "wrong one fails", "prompts shuffled", "chance")
    for task, true in figures.truth.items():
        yield row(
            task,
            _say(true),
            _say(figures.counterfactuals[task]),
            _say(figures.shuffled.get(task)),
            f"{CHANCE[task].score:.1%}",
        )
    yield f"nothing seen in nothing: {_say(figures.nothing)}"
    yield f"mirrored, left and right change places: {_say(figures.mirrored)}"
    yield f"upended, above and below change places: {_say(figures.upended)}"
    yield f"with opposite hues a colour is another: {_say(figures.hues)}"
    yield f"verdicts that a shift by one pixel leaves alone: {_say(figures.shifted)}"
    yield f"prompts that a picture full of objects passes: {_say(figures.flood)}"
    yield (
        f"hybrids in which two classes are seen: {_say(figures.hybrids_doubled)}; "
        f"taken for an object: {_say(figures.hybrids_seen)}"
    )
    yield (
        f"calibration: mean confidence {figures.mean_confidence:.1%}, right "
        f"{figures.share_right:.1%}, error {figures.calibration_error:.3f}"
    )
    for one in figures.sweep:
        yield (
            f"thresholds {one.threshold:.2f} and {one.counting_threshold:.2f}: "
            f"truth {_say(one.truth)}, counterfactuals {_say(one.counterfactuals)}"
        )
    if figures.missed:
        yield "missed alone: " + ", ".join(f"{k} {v:.0%}" for k, v in figures.missed.items())
    yield from figures.failures
    verdict = "passed" if figures.passed else "NOT passed"
    yield f"ceiling {figures.ceiling:.1%}; the gate is {verdict}"


def _say(share: Interval | None) -> str:
    return "-" if share is None else f"{share.mean:.1%} [{share.low:.1%}, {share.high:.1%}]"
