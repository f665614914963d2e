"""The command `got`. Exit codes: 0 done, 2 bad input, 3 model or environment, 130 interrupted.

Nothing heavy is imported before a command runs, so that help and mistakes answer at once.
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from agent.arguments import parser
from got_models.errors import BadInput, GotError, MissingPackage

if TYPE_CHECKING:
    from agent.build import Load

DONE, BAD_INPUT, UNABLE, INTERRUPTED = 0, 2, 3, 130

_DELEGATES = {
    "chat": "agent.commands.chat",
    "db": "agent.commands.db",
    "evaluate": "agent.commands.evaluate",
    "models": "agent.commands.models",
    "graph": "agent.commands.graph",
    "session": "agent.commands.session",
    "train": "got_models.training.cli",
    "ui": "ui.cli",
    "world": "got_models.sceneworld.cli",
}
"""Commands with a command line of their own."""


def main(argv: Sequence[str] | None = None, *, load: "Load | None" = None) -> int:
    """Run one command and return its exit code.

    Args:
        argv: The words after `got`; None for those of the process.
        load: Opens a model folder; None for `agent.build.models`.
    """
    try:
        return _run(list(sys.argv[1:] if argv is None else argv), load)
    except BadInput as error:
        return _say(str(error), BAD_INPUT)
    except GotError as error:
        return _say(str(error), UNABLE)
    except MemoryError:
        return _say("there is not enough memory; try a smaller --size or --n 1", UNABLE)
    except KeyboardInterrupt:
        return _say("interrupted", INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _run(argv: list[str], load: "Load | None") -> int:
    if argv and argv[0] in _DELEGATES:
        return _delegated(_DELEGATES[argv[0]], argv[1:])
    try:
        args = parser().parse_args(argv)
        return int(import_module(f"agent.commands.{args.command}").run(args, load))
    finally:
        # A reader that has gone away shows here, where it can be handled, and not at exit.
        sys.stdout.flush()


def _delegated(name: str, argv: Sequence[str]) -> int:
    try:
        module = import_module(name)
    except ModuleNotFoundError as cause:
        raise MissingPackage(cause.name or name) from cause
    return int(module.main(argv) or DONE)


def _say(sentence: str, code: int) -> int:
    sys.stderr.write(f"got: {' '.join(sentence.split())}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
