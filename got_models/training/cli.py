"""`got train`: every stage of got-tiny, from nothing to a model folder; interrupted, it goes on.

Several processes (`--processes`, or one per GPU) are started with torch's own launcher; the same
commands run under `accelerate launch` as well.
"""

import os
import subprocess
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from got_models.command_line import CommandParser, whole
from got_models.errors import BadInput, MissingPackage

if TYPE_CHECKING:
    from got_models.training.recipe import Recipe, TrainedStage

OUT, SMOKE_OUT = Path("runs/got-tiny"), Path("runs/got-tiny-smoke")

STAGES = {
    "autoencoder": "pictures to latents and back",
    "tokenizer": "the vocabulary of the world's own texts",
    "sight": "pictures to what they show; needs tokenizer",
    "reasoner": "wishes and pictures to chains; needs tokenizer and sight",
    "brush": "boxes and coded scenes to pictures; needs autoencoder",
    "drawing": "chains to pictures, end to end; needs autoencoder, reasoner and brush",
    "export": "the averaged weights as a model folder; needs reasoner and brush, or drawing",
    "all": "everything above, one after the other; what is done already is not done again",
}

CONTINUING = ("sight", "reasoner", "brush", "drawing")
"""Stages that can go on with a finished model."""

PROOF_STEPS = 2
"""Denoising steps of the picture that shows that an exported folder can be used."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; `argv` are the words after `got train`.

    Raises:
        GotError: It cannot be done; the message says why.
    """
    try:
        args = _parser().parse_args(argv)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    if args.start and args.stage not in CONTINUING:
        raise BadInput(f"--from goes with {', '.join(CONTINUING)}, not with {args.stage}")
    out = args.out or (SMOKE_OUT if args.smoke else OUT)
    stages = [name for name in STAGES if name != "all"] if args.stage == "all" else [args.stage]
    return next((code for stage in stages if (code := _run(stage, args, out))), 0)


def _parser() -> CommandParser:
    parser = CommandParser(
        prog="got train",
        description="Train got-tiny.",
        epilog="; ".join(f"{name}: {says}" for name, says in STAGES.items()),
    )
    parser.add_argument("stage", choices=STAGES, help="what to do (see below)")
    parser.add_argument(
        "--smoke", action="store_true", help="toy size, a few steps: does it run at all?"
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help=f"training folder (default {OUT})")
    parser.add_argument(
        "--from",
        dest="start",
        type=Path,
        metavar="MODEL",
        help="reasoner, brush or drawing go on with this model folder, in a new training folder",
    )
    parser.add_argument(
        "--minutes", type=float, metavar="M", help="stop each stage after M minutes; resumable"
    )
    for name, says in {
        "steps": "optimiser steps of each stage instead of the recipe's",
        "batch": "samples per process and step instead of the recipe's",
        "threads": "torch threads per process",
        "processes": "training processes (default: one, or one per GPU)",
    }.items():
        parser.add_argument(f"--{name}", type=whole(1, 10**7), metavar=name[0].upper(), help=says)
    parser.add_argument(
        "--workers", type=whole(0, 256), metavar="W", help="processes that make samples"
    )
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    return parser


def _run(stage: str, args: Namespace, out: Path) -> int:
    """Do one stage here, or hand it to several processes."""
    try:
        import torch
    except ImportError as cause:
        raise MissingPackage("torch") from cause
    if args.device == "cuda" and not torch.cuda.is_available():
        raise BadInput("there is no CUDA device here; use --device cpu")
    if args.threads:
        torch.set_num_threads(args.threads)
    if args.start:
        from got_models.training.warm_start import start_from

        start_from(args.start, out)
    processes = _processes(stage, args)
    if processes > 1:
        return _launch(stage, args, out, processes)
    _say(f"{stage}: {_work(stage, args, out)}")
    return 0


def _processes(stage: str, args: Namespace) -> int:
    """Return how many processes to start; 1 when this is one of them already."""
    from torch import cuda

    if stage in ("tokenizer", "export") or "LOCAL_RANK" in os.environ:
        return 1
    here = cuda.device_count() if args.device != "cpu" else 0
    return int(args.processes or max(1, here))


def _launch(stage: str, args: Namespace, out: Path, processes: int) -> int:
    words = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    words += ["--nproc-per-node", str(processes), "-m", "got_models.training.cli", stage]
    words += ["--out", str(out), "--device", args.device]
    words += ["--smoke"] if args.smoke else []
    for name in ("minutes", "steps", "batch", "threads", "workers"):
        value = getattr(args, name)
        words += [] if value is None else [f"--{name}", str(value)]
    return subprocess.run(words, check=False).returncode


def _work(stage: str, args: Namespace, out: Path) -> Path:
    from got_models.training import stages

    recipe = _recipe(args)
    match stage:
        case "tokenizer":
            return stages.train_tokenizer_stage(recipe, out)
        case "export":
            return _export(recipe, out)
        case _:
            name: TrainedStage = stage  # type: ignore[assignment]  # the parser's choices
            return stages.train_stage(name, recipe, out, device=args.device)


def _export(recipe: "Recipe", out: Path) -> Path:
    from got_models.training.export import draw_once, export

    folder = export(recipe, out, out / "got-tiny")
    draw_once(folder, steps=PROOF_STEPS).save(out / "proof.png")
    return folder


def _recipe(args: Namespace) -> "Recipe":
    """Return the recipe with the command line's changes."""
    from dataclasses import replace

    from got_models.training.recipe import FULL, TRAINED_STAGES, TRY

    recipe = TRY if args.smoke else FULL
    changes = {
        name: value
        for name in ("minutes", "steps", "batch", "workers")
        if (value := getattr(args, name)) is not None
    }
    schedules = {name: replace(recipe.schedule(name), **changes) for name in TRAINED_STAGES}
    return replace(recipe, **schedules)  # type: ignore[arg-type]  # three schedules by name


def _say(line: str) -> None:
    if os.environ.get("LOCAL_RANK", "0") == "0":
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
