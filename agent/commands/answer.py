"""Saving what was drawn and telling about it, in lines or in JSON."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from agent.commands import bench
from agent.progress import Progress
from agent.studio import Shot
from got_models import chain_text
from got_models.thought import Chain
from tools import plan_json, png
from tools.overlay import overlay
from tools.plan import Plan


@dataclass(frozen=True)
class Saved:
    """A shot and where it lies; `overlay` is the second picture with the boxes on it."""

    shot: Shot
    path: Path
    overlay: Path | None


def save(shots: Sequence[Shot], targets: Sequence[Path], chain_over: Chain | None) -> list[Saved]:
    """Write every shot with its recipe, and with `chain_over` a second picture with its boxes.

    Raises:
        BadInput: A place cannot be written.
    """
    saved = []
    for shot, target in zip(shots, targets, strict=True):
        png.write(png.encode(shot.image, shot.recipe), target)
        second = None
        if chain_over is not None:
            second = target.with_stem(f"{target.stem}.plan")
            stream = BytesIO()
            overlay(shot.image, chain_over).save(stream, "PNG")
            png.write(stream.getvalue(), second)
        saved.append(Saved(shot, target, second))
    return saved


def show(args: Namespace, plan: Plan, saved: Sequence[Saved], progress: Progress) -> int:
    """Print what was made; mended slips go to stderr unless they are in the JSON."""
    if args.json:
        bench.say_json(
            {
                "chain": plan_json.as_json(plan),
                "pictures": [_picture(one) for one in saved],
                "seconds": progress.seconds,
            }
        )
        return 0
    for sentence in (*plan.repairs, *plan.problems):
        progress.note(sentence)
    if args.show_plan:
        show_plan(plan)
    for one in saved:
        bench.say(str(one.path))
        if one.overlay:
            bench.say(str(one.overlay))
    return 0


def show_plan(plan: Plan) -> None:
    """Print a chain's text and one line per box."""
    bench.say(chain_text.write(plan.chain))
    for line in plan_json.as_lines(plan.chain):
        bench.say(line)


def _picture(saved: Saved) -> dict[str, object]:
    about: dict[str, object] = {"path": str(saved.path), "seed": saved.shot.recipe.seed}
    if saved.overlay:
        about["overlay"] = str(saved.overlay)
    if saved.shot.is_global is not None:
        about["is_global"] = saved.shot.is_global
        about["changed_outside_px"] = saved.shot.changed_outside_px
    return about
