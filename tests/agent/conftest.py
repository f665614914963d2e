"""A planner with a script, and assistants over a real memory and scripted models."""

import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage, BaseMessage
from PIL import Image
from pydantic import Field
from stand_in_planners import StandInPlanner, calling

from agent.assistant import Assistant
from agent.build import Models
from agent.context import Staff
from agent.graph import tools
from agent.settings import Settings
from got_models.thought import Box
from got_models.verifying.crops import Glimpse
from memory.presence import leave
from tools.critique import DetectorCritic
from tools.describe import Looker

Line = str | tuple[str, dict[str, Any]] | list[tuple[str, dict[str, Any]]]


class ScriptedPlanner(StandInPlanner):
    """Says the lines of a script in order: words, a tool call, or several; keeps what it heard."""

    lines: deque[Any] = Field(default_factory=deque)
    heard: list[list[BaseMessage]] = Field(default_factory=list)

    def answer(self, messages: list[BaseMessage]) -> AIMessage:
        self.heard.append(messages)
        if not self.lines:
            raise AssertionError(f"the script is over, but was asked {messages[-1].text[:60]!r}")
        line = self.lines.popleft()
        if isinstance(line, str):
            return AIMessage(line)
        return calling(*([line] if isinstance(line, tuple) else line))


class ScriptedEye:
    """Sees what a table says: the kind and colour at the left upper corner of a box."""

    def __init__(self, seen: Callable[[Image.Image, Box], tuple[str | None, str]]) -> None:
        self.seen = seen

    def look(self, picture: Image.Image, boxes: Sequence[Box]) -> list[Glimpse]:
        found = (self.seen(picture, box) for box in boxes)
        return [Glimpse(kind, 0.99, colour, 0.99) for kind, colour in found]


class ScriptedAssistant(Assistant):
    """An assistant that lets its planner be looked at."""

    planner: ScriptedPlanner


Open = Callable[..., ScriptedAssistant]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "memory"
    yield place
    leave(place / "processes")


@pytest.fixture
def planner() -> Callable[..., ScriptedPlanner]:
    return lambda *lines: ScriptedPlanner(lines=deque(lines))


@pytest.fixture
def assistant(
    folder: Path,
    reasoner: Callable[..., Any],
    painter: Callable[..., Any],
) -> Iterator[Open]:
    """Open assistants over the same memory whose planner says given lines."""
    opened: list[ScriptedAssistant] = []

    def open_assistant(
        *lines: Line,
        answers: Sequence[str] = (),
        pictures: int = 9,
        eye: ScriptedEye | None = None,
        looker: Looker | None = None,
        converses: bool = False,
        models: Models | None = None,
        vocabulary: frozenset[str] | None = None,
        **about: object,
    ) -> ScriptedAssistant:
        held = Settings.model_validate({"steps": 2, **about})
        scripted = ScriptedPlanner(lines=deque(lines))

        def staff() -> Staff:
            return Staff(
                models=models
                or Models(reasoner(*answers, vocabulary=vocabulary), painter(pictures)),
                planner=scripted.bind_tools(tools()),
                settings=held,
                folder=folder,
                critic=DetectorCritic(eye) if eye else None,
                eye=eye,
                looker=looker,
                converses=converses,
            )

        one = ScriptedAssistant.open(held, memory=folder, staff=staff)
        assert isinstance(one, ScriptedAssistant)
        one.planner = scripted
        opened.append(one)
        return one

    yield open_assistant
    for one in opened:
        one.close()


@pytest.fixture
def killed(
    folder: Path, reasoner: Callable[..., Any], painter: Callable[..., Any], apple: str
) -> Callable[..., int]:
    """Let a process die in the middle of drawing three candidates; answers its turn's number."""

    def die(after_pictures: int) -> int:
        script = Path(__file__).with_name("dying.py")
        done = subprocess.run(
            [sys.executable, str(script), str(folder), str(after_pictures)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == -signal.SIGKILL, done.stderr
        return int(done.stdout)

    return die
