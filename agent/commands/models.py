"""`got models`: which models are there, are they whole, and getting GoT-6B ready to use."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from agent import shelf, weights
from agent.commands import bench
from got_models.command_line import CommandParser
from got_models.errors import MissingPackage
from got_models.upstream import hub

FINE, UNFIT = 0, 3

_DTYPES = ("stored", "float32", "bfloat16")


def main(argv: Sequence[str]) -> int:
    """Do one piece of work and return its exit code; `argv` are the words after `got models`."""
    args = _parser().parse_args(argv)
    work = {
        "ls": _list,
        "doctor": _doctor,
        "pull": _pull,
        "convert": _convert,
        "parity": _parity,
    }[args.work]
    return work(args)


def _parser() -> CommandParser:
    root = CommandParser(prog="got models", description="Look after the models.")
    kinds = root.add_subparsers(dest="work", required=True, metavar="WORK")
    made = {
        "ls": kinds.add_parser("ls", help="list the models that are there"),
        "doctor": kinds.add_parser("doctor", help="say whether models are whole, byte by byte"),
        "pull": kinds.add_parser("pull", help="fetch GoT-6B and what it needs from the hub"),
        "convert": kinds.add_parser("convert", help="make a model folder of GoT-6B's shards"),
        "parity": kinds.add_parser("parity", help="hold our numbers against upstream's own"),
    }
    made["doctor"].add_argument("models", nargs="*", metavar="NAME", help="all when none is named")
    made["pull"].add_argument("repository", metavar="OWNER/NAME", help="LucasFang/GoT-6B")
    made["pull"].add_argument(
        "--to", metavar="DIR", default=str(weights.LOCAL), help="where to (%(default)s)"
    )
    _add_convert(made["convert"])
    made["parity"].add_argument(
        "folder", metavar="DIR", help="a folder with a checkpoint, its base and cases"
    )
    for command in made.values():
        command.add_argument("--json", action="store_true", help="print one JSON object")
    return root


def _add_convert(command: CommandParser) -> None:
    command.add_argument("source", metavar="SRC", help="the folder with the shards, or its name")
    command.add_argument("target", metavar="DST", help="the model folder to write")
    command.add_argument("--qwen", metavar="DIR", help="folder of Qwen2.5-VL-3B-Instruct")
    command.add_argument("--sdxl", metavar="DIR", help="folder of stable-diffusion-xl-base-1.0")
    command.add_argument("--name", help="what the model calls itself; else the name of DST")
    command.add_argument(
        "--dtype", choices=_DTYPES, default="stored", help="what weights are kept in (%(default)s)"
    )
    command.add_argument("--replace", action="store_true", help="replace a model folder at DST")


def _list(args: Namespace) -> int:
    entries = shelf.entries()
    if args.json:
        bench.say_json({"models": [entry.as_json() for entry in entries]})
        return FINE
    for entry in entries:
        bench.say(f"{entry.name:<28} {entry.kind:<10} {entry.bytes / 1e9:8.2f} GB  {entry.folder}")
    return FINE


def _doctor(args: Namespace) -> int:
    named = [shelf.entry_of(name) for name in args.models] or list(shelf.entries())
    found = {entry.name: shelf.problems_of(entry, _say) for entry in named}
    if args.json:
        bench.say_json({"models": [{"name": n, "problems": p} for n, p in found.items()]})
    else:
        for name, problems in found.items():
            bench.say(f"{name:<28} {'; '.join(problems) or 'whole'}")
    return UNFIT if any(found.values()) else FINE


def _pull(args: Namespace) -> int:
    folder = hub.pull(args.repository, Path(args.to), _say)
    target = f"{folder}-converted"
    if args.json:
        bench.say_json({"folder": str(folder)})
    else:
        bench.say(str(folder))
    _say(f"next: got models convert {folder} {target}")
    return FINE


def _convert(args: Namespace) -> int:
    done = _heavy("got_models.upstream.conversion").convert(
        shelf.checkpoint_of(args.source),
        Path(args.target),
        qwen=Path(args.qwen) if args.qwen else None,
        sdxl=Path(args.sdxl) if args.sdxl else None,
        name=args.name,
        dtype=args.dtype,
        replace=args.replace,
        say=_say,
    )
    if args.json:
        bench.say_json({**asdict(done), "folder": str(done.folder)})
    else:
        bench.say(
            f"{done.folder} ({done.keys} keys in: {done.tensors} tensors written, {done.merged} of "
            f"them merged, {done.replaced} replaced by trained copies; {done.bytes / 1e9:.2f} GB)"
        )
    return FINE


def _parity(args: Namespace) -> int:
    reports = _heavy("got_models.upstream.parity").run(Path(args.folder), _say)
    if args.json:
        bench.say_json({"cases": [report.as_json() for report in reports]})
    else:
        for report in reports:
            worst = max(report.max_abs.values(), default=0.0)
            verdict = "ok" if report.ok else "; ".join(report.differs)
            bench.say(f"{report.name:<24} {worst:9.2g}  {verdict}")
    return FINE if all(report.ok or report.quirk for report in reports) else UNFIT


def _heavy(name: str) -> Any:
    """Import what needs torch, which the rest of this command does without."""
    try:
        return import_module(name)
    except ModuleNotFoundError as cause:
        raise MissingPackage(cause.name or name) from cause


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
