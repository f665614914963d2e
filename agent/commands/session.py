"""`got session`: look at sessions, take them elsewhere, remove them; no model is loaded."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from agent import settings
from agent.assistant import Assistant
from agent.commands import bench
from agent.session import Conversation
from agent.terminal.trees import tree_lines
from got_models.command_line import CommandParser, whole
from got_models.errors import BadInput
from memory.values import Session
from tools import png
from tools.intake import MAX_BYTES

DONE = 0


def main(argv: Sequence[str]) -> int:
    """Run one command about sessions; `argv` are the words after `got session`."""
    args = _parser().parse_args(argv)
    held = settings.overridden(settings.read(), {"memory": args.memory})
    work = {
        "ls": _list,
        "show": _show,
        "tree": _tree,
        "export": _export,
        "import": _import,
        "rm": _remove,
    }[args.what]
    with Assistant.open(held) as assistant:
        work(args, assistant)
    return DONE


def _parser() -> CommandParser:
    root = CommandParser(prog="got session", description="Look after sessions.")
    kinds = root.add_subparsers(dest="what", required=True, metavar="WHAT")
    listing = kinds.add_parser("ls", help="list the sessions that were changed last")
    listing.add_argument("--limit", type=whole(1, 100_000), default=20, metavar="N")
    show = kinds.add_parser("show", help="print what was said and where the pictures are")
    tree = kinds.add_parser("tree", help="print which picture was made from which")
    export = kinds.add_parser("export", help="write a session with all its pictures to a file")
    export.add_argument("-o", "--output", metavar="FILE", help="where to, ending in .zip")
    remove = kinds.add_parser("rm", help="delete a session; there is no way back")
    for command in (show, tree, export, remove):
        command.add_argument("session", metavar="ID", help="its id, or how it begins")
    taken = kinds.add_parser("import", help="read a session that was exported")
    taken.add_argument("file", metavar="FILE")
    for command in (listing, show, tree, export, remove, taken):
        command.add_argument("--memory", metavar="DIR", help="folder of the memory")
        command.add_argument("--json", action="store_true", help="print one JSON object")
    return root


def _list(args: Namespace, assistant: Assistant) -> None:
    found = assistant.sessions(args.limit)
    if args.json:
        bench.say_json({"sessions": [one.model_dump(mode="json") for one in found]})
        return
    for one in found:
        bench.say(f"{one.id}  {one.touched.astimezone():%Y-%m-%d %H:%M}  {one.title}")


def _show(args: Namespace, assistant: Assistant) -> None:
    session = _found(args.session, assistant)
    if args.json:
        bench.say_json(
            {
                "session": session.about.model_dump(mode="json"),
                "messages": [m.model_dump(mode="json") for m in session.messages(10**6)],
                "versions": [v.model_dump(mode="json") for v in session.versions()],
                "promises": [p.promise for p in session.promises],
            }
        )
        return
    for message in session.messages(10**6):
        bench.say(f"{message.role:>9}: {message.text}")
    for promise in session.promises:
        bench.say(f" promised: {promise.promise}")


def _tree(args: Namespace, assistant: Assistant) -> None:
    session = _found(args.session, assistant)
    lines = tree_lines(session)
    if args.json:
        bench.say_json({"tree": lines})
        return
    for line in lines:
        bench.say(line)


def _export(args: Namespace, assistant: Assistant) -> None:
    session = _found(args.session, assistant)
    made = session.export("project")
    if args.output:
        target = Path(args.output)
        if target.suffix.lower() != ".zip":
            raise BadInput(f"a session is exported as .zip, got {target.name!r}")
        png.write(made.read_bytes(), target)
        made.unlink()
        made = target
    bench.say_json({"path": str(made)}) if args.json else bench.say(str(made))


def _import(args: Namespace, assistant: Assistant) -> None:
    place = Path(args.file)
    try:
        if place.stat().st_size > 16 * MAX_BYTES:
            raise BadInput(f"{place.name!r} is too large to be an exported session")
        data = place.read_bytes()
    except OSError as cause:
        raise BadInput(f"{str(place)!r} cannot be read: {cause.strerror}") from cause
    session = assistant.import_project(data)
    bench.say_json({"session": session.id}) if args.json else bench.say(session.id)


def _remove(args: Namespace, assistant: Assistant) -> None:
    session = _found(args.session, assistant)
    assistant.delete(session.id)
    bench.say_json({"removed": session.id}) if args.json else bench.say(f"removed {session.id}")


def _found(begins: str, assistant: Assistant) -> Conversation:
    """Return the session whose id is, or begins with, the words given."""
    fitting: list[Session] = [
        one for one in assistant.sessions(100_000) if one.id.startswith(begins)
    ]
    if len(fitting) > 1 and len(begins) < 32:
        raise BadInput(f"{len(fitting)} sessions begin with {begins!r}; give more of the id")
    return assistant.session(fitting[0].id if fitting else begins)
