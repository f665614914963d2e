"""`got evaluate train-detector` and `got evaluate gate`."""

import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from got_models.command_line import CommandParser, whole
from got_models.evaluating.detectors import NAMES, OWN
from got_models.evaluating.seeing.gate import examine
from got_models.evaluating.seeing.gate_figures import GateFigures, as_lines, keep
from got_models.evaluating.seeing.opening import open_eye
from got_models.evaluating.seeing.training import READER_STEPS, WEIGHTS_NAME, train
from got_models.sceneworld.sprites import CRITIC_FAMILIES, TRAINING_FAMILIES, SpriteAtlas

OUT = Path("runs/detector")

FAMILIES = {"painter": TRAINING_FAMILIES, "critic": CRITIC_FAMILIES}
"""Sprites to gate on; the eye has learned from neither."""


def main(argv: Sequence[str]) -> int:
    """Run one command; `argv` are the words after `got evaluate`."""
    try:
        args = _parser().parse_args(argv)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    return _train(args) if args.command == "train-detector" else _gate(args)


def _parser() -> CommandParser:
    root = CommandParser(prog="got evaluate")
    commands = root.add_subparsers(dest="command", required=True)
    training = commands.add_parser("train-detector", help="train the detector")
    training.add_argument("--out", type=Path, default=OUT, help=f"default: {OUT}")
    training.add_argument("--minutes", type=whole(1, 10_000), help="stop (resumable) after these")
    training.add_argument("--steps", type=whole(1, 1_000_000), default=READER_STEPS)
    training.add_argument(
        "--from", dest="start", type=Path, metavar="FILE", help="go on from these"
    )
    training.add_argument("--threads", type=whole(1, 256), default=1, help="default: 1")
    gate = commands.add_parser("gate", help="print what the detector gets right")
    gate.add_argument("--detector", default=OWN, help=f"{NAMES}; default: {OWN}")
    gate.add_argument("--per-task", type=whole(2, 10_000), default=50)
    gate.add_argument("--families", choices=FAMILIES, default="painter")
    gate.add_argument("--keep", action="store_true", help="keep the figures for report cards")
    gate.add_argument("--json", action="store_true", help="print one JSON object")
    return root


def _train(args: Namespace) -> int:
    import torch

    torch.set_num_threads(args.threads)
    train(args.out, minutes=args.minutes, steps=args.steps, start=args.start)
    sys.stdout.write(f"{args.out / WEIGHTS_NAME}\n")
    return 0


def _gate(args: Namespace) -> int:
    eye = open_eye(args.detector)
    atlas = SpriteAtlas.open(FAMILIES[args.families])
    figures = examine(
        eye,
        atlas,
        atlas.shapes(),
        name=str(getattr(eye, "name", args.detector)),
        families=atlas.families,
        per_task=args.per_task,
        tell=_tell if sys.stderr.isatty() else None,
    )
    if args.keep:
        keep(figures)
    sys.stdout.write(_said(figures, as_json=args.json))
    return 0 if figures.passed else 1


def _said(figures: GateFigures, *, as_json: bool) -> str:
    if as_json:
        told = figures.model_dump(mode="json") | {
            "passed": figures.passed, "ceiling": figures.ceiling
        }  # fmt: skip
        return json.dumps(told, indent=2) + "\n"
    return "".join(f"{line}\n" for line in as_lines(figures))


def _tell(done: int, total: int) -> None:
    sys.stderr.write(f"\r\x1b[K{done}/{total}" if done < total else "\r\x1b[K")
