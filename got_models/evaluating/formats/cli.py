"""`got evaluate export`, `import` and `judge`: the way to public scorers and back."""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from got_models.brains.chat_server import ChatServer
from got_models.command_line import CommandParser
from got_models.errors import BadInput
from got_models.evaluating.formats.asked import Asked, read_asked
from got_models.evaluating.formats.benchmarks import BENCHMARKS, KNOWN, Benchmark
from got_models.evaluating.formats.edit_judge import Edit, judge_all, summarise
from got_models.evaluating.formats.folders import Folder
from got_models.evaluating.formats.results import read_scores
from got_models.servers.remote import Remote, key_from


def main(argv: Sequence[str]) -> int:
    """Run one command; `argv` are the words after `got evaluate`.

    Raises:
        GotError: It cannot be done; the message says why.
    """
    try:
        args = _parser().parse_args(argv)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    return {"export": _export, "import": _import, "judge": _judge}[args.command](args)


def _parser() -> CommandParser:
    root = CommandParser(prog="got evaluate")
    commands = root.add_subparsers(dest="command", required=True)
    export = commands.add_parser("export", help="lay pictures out for a public scorer")
    export.add_argument("benchmark", choices=BENCHMARKS)
    export.add_argument("prompts", type=Path, metavar="FILE",
                        help='a line {"id", "prompt", "source"} per prompt')  # fmt: skip
    export.add_argument("--pictures", type=Path, required=True, metavar="DIR",
                        help="what was drawn: ID_0.png, ID_1.png, ... per prompt")  # fmt: skip
    export.add_argument("--out", type=Path, required=True, metavar="DIR")
    export.add_argument("--name", default="got-tiny", help="what to call the model")
    back = commands.add_parser("import", help="read a public scorer's results")
    back.add_argument("benchmark", choices=BENCHMARKS)
    back.add_argument("results", type=Path, metavar="FILE")
    judge = commands.add_parser("judge", help="score edits by GoT's two scores")
    judge.add_argument("edits", type=Path, metavar="FILE",
                       help="edits.jsonl of an exported folder")  # fmt: skip
    judge.add_argument("--address", required=True, help="a chat server, its address with /v1")
    judge.add_argument("--judge", metavar="NAME", help="what the server calls the model")
    judge.add_argument("--key-variable", metavar="NAME", help="environment variable with the key")
    judge.add_argument("-o", "--output", type=Path, metavar="FILE", help="a line per edit")
    return root


def _export(args: Namespace) -> int:
    known = KNOWN[args.benchmark]
    folder = Folder(args.out, args.benchmark, args.name)
    asked = read_asked(args.prompts, edits=known.edits)
    for one in asked:
        source = _open(args.prompts.parent / one.source) if one.source and known.edits else None
        folder.add(one, _pictures(one, args.pictures, known), source)
    folder.finish()
    sys.stdout.write(f"{len(asked)} prompts in {args.out}; score them with {known.scorer}\n")
    return 0


def _pictures(asked: Asked, folder: Path, known: Benchmark) -> list[Image.Image]:
    places = [folder / f"{asked.id}_{k}.png" for k in range(known.pictures)]
    missing = [place.name for place in places if not place.is_file()]
    if missing:
        raise BadInput(
            f"{known.name} takes {known.pictures} pictures per prompt; {str(folder)!r} lacks "
            f"{missing[0]!r}"
        )
    return [_open(place) for place in places]


def _import(args: Namespace) -> int:
    found = read_scores(args.benchmark, args.results)
    sys.stdout.write(found.model_dump_json(indent=2) + "\n")
    return 0


def _judge(args: Namespace) -> int:
    edits = [_edit(line, args.edits.parent) for line in _lines(args.edits)]
    key = key_from(args.key_variable, os.environ)
    server = ChatServer(Remote(args.address, key), args.judge)
    judgements = judge_all(edits, server, tell=_tell if sys.stderr.isatty() else None)
    if args.output:
        text = "".join(one.model_dump_json() + "\n" for one in judgements)
        args.output.write_text(text, encoding="utf-8")
    sys.stdout.write(summarise(judgements, server.name).model_dump_json(indent=2) + "\n")
    return 0


def _lines(path: Path) -> list[dict[str, str]]:
    try:
        text = path.read_text(encoding="utf-8")
        return [json.loads(line) for line in text.split("\n") if line.strip()]
    except (OSError, ValueError) as cause:
        raise BadInput(f"{str(path)!r} is no list of edits, one JSON object per line") from cause


def _edit(line: dict[str, str], folder: Path) -> Edit:
    try:
        name = line.get("id") or line["idx"]
        before, after = (_open(folder / line[key]) for key in ("source", "edited"))
        return Edit(str(name), line["instruction"], before, after)
    except KeyError as cause:
        raise BadInput(f"an edit lacks {cause.args[0]!r}: {str(line)[:120]}") from cause


def _open(path: Path) -> Image.Image:
    try:
        with Image.open(path) as picture:
            return picture.convert("RGB")
    except (OSError, ValueError) as cause:
        raise BadInput(f"{str(path)!r} is no picture that can be read") from cause


def _tell(done: int, total: int) -> None:
    sys.stderr.write(f"\r\x1b[K{done}/{total}" if done < total else "\r\x1b[K")
