"""`got chat`: a conversation in the terminal, or a file of messages run one after the other."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from agent import settings
from agent.assistant import Assistant
from agent.commands import bench
from agent.context import Staff
from agent.session import Conversation
from agent.settings import Settings
from agent.terminal.inline_picture import inline, way_of
from agent.terminal.quick import Quick
from agent.terminal.telling import Teller, tell_json
from agent.turn import Turn
from got_models.command_line import CommandParser, whole
from got_models.errors import BadInput, GotError
from memory.gallery import Gallery

YES, NO = ("yes", "y", "ok"), ("no", "n")

DONE, SOMETHING_FAILED = 0, 3


def main(argv: Sequence[str], *, staff: Callable[[], Staff] | None = None) -> int:
    """Talk until the input ends.

    Args:
        argv: The words after `got chat`.
        staff: Loads planner, models and critic; None for those of the settings.

    Returns:
        0, or 3 if a turn failed in a file of messages.
    """
    args = _parser().parse_args(argv)
    held = _settings(args)
    with Assistant.open(held, staff=staff) as assistant:
        session = assistant.session(args.session)
        if not args.json:
            bench.say(f"session {session.id}")
        return _Chat(assistant, session, args).talk(_lines(args.messages))


def _parser() -> CommandParser:
    root = CommandParser(prog="got chat", description="Draw and change pictures by talking.")
    root.add_argument(
        "messages", nargs="?", metavar="FILE", help="messages to run, one per line; - is stdin"
    )
    root.add_argument("--session", metavar="ID", help="go on with a session")
    root.add_argument("--memory", metavar="DIR", help="folder of the memory")
    root.add_argument("--approval", help="ask before drawing, or auto")
    root.add_argument("--no-critique", action="store_true", help="draw once and do not judge")
    root.add_argument("--steps", type=whole(1, 1000), help="denoising steps")
    root.add_argument("--seed", type=whole(0, 2**53 - 1), help="seed of the first picture")
    root.add_argument("--model", metavar="NAME", help="a shipped model, or a model folder")
    root.add_argument("--device", help="auto, cpu, cuda, cuda:N or mps")
    root.add_argument("--config", metavar="FILE", help="settings instead of agent.yaml")
    root.add_argument("--profile", metavar="NAME", help="a profile of the settings")
    root.add_argument("--json", action="store_true", help="print one JSON object per event")
    root.add_argument("--no-pictures", action="store_true", help="show no pictures, only paths")
    return root


def _settings(args: Namespace) -> Settings:
    held = settings.read(Path(args.config) if args.config else None)
    if args.profile:
        held = settings.with_profile(held, args.profile)
    names = ("model", "device", "seed", "steps", "approval", "memory")
    asked = {name: getattr(args, name) for name in names}
    return settings.overridden(held, asked | {"critique": False if args.no_critique else None})


def _lines(place: str | None) -> Iterator[str]:
    """Walk over the messages; a person is shown where to write."""
    if place is None and sys.stdin.isatty():
        while True:
            try:
                yield input("> ")
            except EOFError:
                return
    elif place in (None, "-"):
        yield from sys.stdin
    else:
        try:
            yield from Path(str(place)).read_text(encoding="utf-8").splitlines()
        except OSError as cause:
            raise BadInput(f"{place!r} cannot be read: {cause.strerror}") from cause
        except UnicodeDecodeError as cause:
            raise BadInput(f"{place!r} is not UTF-8 text") from cause


class _Chat:
    def __init__(self, assistant: Assistant, session: Conversation, args: Namespace) -> None:
        self._assistant, self._session, self._args = assistant, session, args
        self._quick = Quick(session, self._show)
        self._way = None
        if not (args.json or args.no_pictures):
            self._way = way_of(os.environ, is_terminal=sys.stdout.isatty())
        live = sys.stderr.isatty() and not args.json
        self._teller = Teller(sys.stdout, sys.stderr, live=live, show=self._show)
        self._failed = False

    def talk(self, lines: Iterator[str]) -> int:
        for line in lines:
            words = line.strip()
            if words in ("/quit", "/exit"):
                break
            if words and not words.startswith("#"):
                self._take(words)
        return SOMETHING_FAILED if self._failed else DONE

    def _take(self, words: str) -> None:
        try:
            answer = self._quick.run(words) if words.startswith("/") else self._said(words)
        except GotError as refusal:
            sys.stderr.write(f"got: {refusal}\n")
            self._failed = True
            return
        if isinstance(answer, Turn):
            self._follow(answer)
        else:
            for line in answer:
                bench.say(line)

    def _said(self, words: str) -> Turn:
        waiting = self._session.waiting
        if waiting is not None and words.lower() in YES:
            return waiting.accept()
        if waiting is not None and words.lower() in NO:
            return waiting.reject()
        return self._session.start(words)

    def _follow(self, turn: Turn) -> None:
        """Tell a turn's events; interrupting it stops the turn, not the conversation."""
        try:
            for event in turn.news():
                if self._args.json:
                    tell_json(event, turn.number, sys.stdout)
                else:
                    self._teller.tell(event)
            turn.wait()
        except KeyboardInterrupt:
            turn.cancel()
            bench.say(turn.wait().reply)
        self._failed = self._failed or turn.state == "failed"

    def _show(self, digest: str) -> str:
        """Show a picture where the terminal can, and return where its file lies."""
        if self._way is not None:
            sys.stdout.write(inline(self._assistant.picture(digest), self._way))
        return str(Gallery(self._assistant.memory / "pictures").path(digest))
