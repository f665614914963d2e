"""A process that draws three candidates and is killed before one of them: `FOLDER PICTURES`."""

import importlib.util
import os
import signal
import sys
from collections import deque
from pathlib import Path
from typing import Any

from agent.assistant import Assistant
from agent.build import Models
from agent.context import Staff
from agent.settings import Settings

HERE = Path(__file__).resolve().parent


def part_of(file: Path) -> Any:
    """Load a file of tests as a module."""
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Draw, and die when the painter is asked for one picture too many."""
    folder, most = Path(sys.argv[1]), int(sys.argv[2])
    scripted = part_of(HERE.parent / "conftest.py")

    class Dying(scripted.ScriptedPainter):  # type: ignore[misc, name-defined]
        def paint(self, *words: Any, **about: Any) -> Any:
            if self.pictures == 0:
                sys.stdout.flush()
                os.kill(os.getpid(), signal.SIGKILL)
            return super().paint(*words, **about)

    settings = Settings(steps=2, candidates=3)
    reasoner = scripted.ScriptedReasoner(deque([scripted.APPLE]))
    staff = Staff(Models(reasoner, Dying(most)), None, settings, folder)
    assistant = Assistant.open(settings, memory=folder, staff=lambda: staff)
    turn = assistant.session().start_call("draw_picture", wish="a red apple")
    sys.stdout.write(str(turn.number))
    sys.stdout.flush()
    turn.wait()


main()
