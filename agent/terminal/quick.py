"""Quick commands: lines that begin with a slash and go past the planner."""

import shlex
from collections.abc import Callable, Sequence
from pathlib import Path

from agent.session import Conversation
from agent.terminal.trees import tree_lines
from agent.turn import Turn
from got_models import chain_text
from got_models.errors import BadInput
from tools.plan_json import as_lines

Answer = Turn | Sequence[str]
"""A turn that was started, or lines to print."""

HELP = {
    "help": "this list",
    "undo [N]": "go back",
    "redo [N]": "go forward again",
    "go N": "go to picture N",
    "tree": "all pictures and what they were made from",
    "plan": "the plan of the current picture",
    "box OBJECT X0 Y0 X1 Y1": "give an object another box and draw again",
    "move OBJECT left|right|up|down [UNITS]": "move an object and draw again",
    "lock OBJECT": "promise that an object stays where it is",
    "keep WORDS": "promise something about all later pictures",
    "release N": "let go of promise N",
    "promises": "what is promised",
    "branch [NAME]": "begin a branch here",
    "vary [N]": "the same plan with other seeds",
    "attach FILE": "put a picture of yours into the session",
    "open [N]": "show a picture again and say where its file is",
    "star [N]": "give a picture a star",
    "name NAME": "give the current picture a name",
    "export png|sheet|project": "write a file",
    "quit": "leave; the session stays",
}


class Quick:
    """Runs quick commands in a session.

    Args:
        session: The session.
        show: Shows a picture and says where it is.
    """

    def __init__(self, session: Conversation, show: Callable[[str], str]) -> None:
        self._session, self._show = session, show
        self._commands: dict[str, Callable[[list[str]], Answer]] = {
            "help": lambda words: [f"/{name:<40} {says}" for name, says in HELP.items()],
            "undo": lambda words: self._at(session.undo(_whole(words))),
            "redo": lambda words: self._at(session.redo(_whole(words))),
            "go": lambda words: self._at(session.go_to(_whole(words))),
            "tree": lambda words: tree_lines(session),
            "plan": self._plan,
            "box": self._box,
            "move": self._move,
            "lock": lambda words: [f"promised: {session.lock(_text(words)).promise}"],
            "keep": lambda words: [f"promised: {session.keep(_text(words)).promise}"],
            "release": lambda words: [f"no longer: {session.release(_whole(words)).promise}"],
            "promises": lambda words: [f"  {p.id}. {p.promise}" for p in session.promises],
            "branch": lambda words: [f"on branch {session.branch(self._branch(words)).name!r}"],
            "vary": lambda words: session.start_call("vary", count=_whole(words, 3)),
            "attach": self._attach,
            "open": self._open,
            "star": self._star,
            "name": lambda words: [f"called {session.name(_text(words)).name!r}"],
            "export": self._export,
        }

    def run(self, line: str) -> Answer:
        """Run one line that begins with a slash.

        Raises:
            BadInput: There is no such command, or it cannot be done.
        """
        try:
            name, *words = shlex.split(line[1:])
        except ValueError as cause:
            raise BadInput("say which command; /help lists them") from cause
        if name not in self._commands:
            raise BadInput(f"there is no command /{name}; /help lists them")
        return self._commands[name](words)

    def _at(self, number: int | None) -> Answer:
        if number is None:
            return ["at the beginning"]
        return [f"picture {number}", f"  {self._show(self._session.version().picture.digest)}"]

    def _plan(self, words: list[str]) -> Answer:
        scene = self._session.scene()
        return [chain_text.write(scene), *as_lines(scene)] if scene else ["there is no plan"]

    def _box(self, words: list[str]) -> Answer:
        if len(words) < 5:
            raise BadInput("say it like this: /box cup 100 200 400 600")
        corners = [_number(word) for word in words[-4:]]
        return self._session.start_call(
            "change_layout", operation="set_box", element=" ".join(words[:-4]), box=list(corners)
        )

    def _move(self, words: list[str]) -> Answer:
        units = _number(words.pop()) if words and words[-1].isdecimal() else None
        if len(words) < 2 or words[-1] not in ("left", "right", "up", "down"):
            raise BadInput("say it like this: /move cup left 200")
        return self._session.start_call(
            "change_layout",
            operation=f"move_{words[-1]}",
            element=" ".join(words[:-1]),
            amount=units,
        )

    def _branch(self, words: list[str]) -> str:
        return " ".join(words) or f"branch {len(self._session.branches) + 1}"

    def _attach(self, words: list[str]) -> Answer:
        place = Path(_text(words)).expanduser()
        return [f"picture {self._session.attach(place, place.name)}"]

    def _open(self, words: list[str]) -> Answer:
        version = self._session.version(_whole(words) if words else None)
        return [self._show(version.picture.digest)]

    def _star(self, words: list[str]) -> Answer:
        self._session.star(_whole(words) if words else None)
        return ["starred"]

    def _export(self, words: list[str]) -> Answer:
        form = _text(words)
        if form not in ("png", "sheet", "project"):
            raise BadInput("say what to export: png, sheet or project")
        return [str(self._session.export(form))]  # type: ignore[arg-type]


def _whole(words: list[str], otherwise: int = 1) -> int:
    return _number(words[0]) if words else otherwise


def _number(word: str) -> int:
    if not word.isdecimal() or not int(word) <= 10**6:
        raise BadInput(f"a whole number is needed, got {word!r}")
    return int(word)


def _text(words: list[str]) -> str:
    if not words:
        raise BadInput("something is missing after the command; /help lists what")
    return " ".join(words)
