"""`got db`: look after what is remembered; nothing is drawn, and no model is loaded."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from agent.commands import bench
from got_models.command_line import CommandParser, whole
from memory import upkeep
from memory.archive import default_folder

SOUND, UNSOUND = 0, 3


def main(argv: Sequence[str]) -> int:
    """Run one piece of upkeep and return its exit code; `argv` are the words after `got db`."""
    args = _parser().parse_args(argv)
    work = {"check": _check, "backup": _backup, "vacuum": _vacuum, "gc": _gc}[args.upkeep]
    return work(args, Path(args.memory) if args.memory else default_folder())


def _parser() -> CommandParser:
    root = CommandParser(prog="got db", description="Look after what is remembered.")
    kinds = root.add_subparsers(dest="upkeep", required=True, metavar="UPKEEP")
    check = kinds.add_parser("check", help="read every row and picture; say what is damaged")
    backup = kinds.add_parser("backup", help="copy it into another folder, while it is in use")
    backup.add_argument(
        "target", metavar="DIR", help="where to; to restore, use the copy as --memory"
    )
    vacuum = kinds.add_parser("vacuum", help="make the database as small as it can be")
    gc = kinds.add_parser("gc", help="delete the pictures that nothing refers to any more")
    gc.add_argument(
        "--grace-hours",
        type=whole(0, 10_000),
        default=int(upkeep.GRACE_S // 3600),
        metavar="H",
        help="leave alone what was made within the last H hours (%(default)s)",
    )
    gc.add_argument("--dry-run", action="store_true", help="only say what would be deleted")
    for command in (check, backup, vacuum, gc):
        command.add_argument("--memory", metavar="DIR", help=f"its folder ({default_folder()})")
        command.add_argument("--json", action="store_true", help="print one JSON object")
    return root


def _check(args: Namespace, folder: Path) -> int:
    health = upkeep.check(folder)
    if args.json:
        bench.say_json(health.model_dump())
    else:
        for problem in health.problems:
            bench.say(f"problem   {problem}")
        bench.say(f"sessions  {health.sessions}, with {health.versions} versions")
        bench.say(f"pictures  {health.pictures}, {_megabytes(health.pictures_bytes)}")
        bench.say(f"database  {_megabytes(health.database_bytes)}")
        bench.say("Something is damaged." if health.problems else "All sound.")
    return UNSOUND if health.problems else SOUND


def _backup(args: Namespace, folder: Path) -> int:
    copied = upkeep.backup(folder, Path(args.target))
    if args.json:
        bench.say_json({"path": args.target, "new_pictures": copied})
    else:
        bench.say(f"{args.target} ({copied} new pictures)")
    return SOUND


def _vacuum(args: Namespace, folder: Path) -> int:
    saved = upkeep.vacuum(folder)
    if args.json:
        bench.say_json({"bytes_saved": saved})
    else:
        bench.say(f"{_megabytes(saved)} saved")
    return SOUND


def _gc(args: Namespace, folder: Path) -> int:
    gone = upkeep.collect(folder, grace_s=args.grace_hours * 3600.0, pretend=args.dry_run)
    if args.json:
        bench.say_json({**gone.model_dump(), "dry_run": args.dry_run})
    else:
        verb = "would be deleted" if args.dry_run else "deleted"
        bench.say(f"{gone.pictures} pictures {verb}, {_megabytes(gone.bytes)}")
    return SOUND


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
