"""What the steps of a turn work with: models, memory, settings, and somebody who listens."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from langchain_core.messages import BaseMessage
from langchain_core.runnables import Runnable

from agent.build import Models
from agent.event_rows import stored
from agent.events import FLEETING, TurnEvent
from agent.journal import Journal
from agent.settings import Settings
from got_models.errors import GotError
from memory.archive import Archive
from tools.critique import Critic
from tools.describe import Looker
from tools.eyesight import Eye

LOOK_EVERY_S = 0.5
"""How often a painter's steps look into the memory whether another process cancelled the turn."""


class TurnCancelled(GotError):
    """The user stopped the turn."""

    def __init__(self) -> None:
        super().__init__("the turn was cancelled; what was finished is kept")


class NoPlanner(GotError):
    """Nobody leads the conversation."""

    def __init__(self) -> None:
        super().__init__("nobody here can lead a conversation; name a planner in agent.yaml")


Planner = Runnable[list[BaseMessage], BaseMessage]
"""A chat model with the tools bound to it."""


@dataclass(frozen=True)
class Staff:
    """What all turns of an assistant share.

    `busy` is held while a model works: they are not made for several threads at once.
    """

    models: Models
    planner: Planner | None
    settings: Settings
    folder: Path
    critic: Critic | None = None
    eye: Eye | None = None
    looker: Looker | None = None
    converses: bool = False
    """Whether the planner is asked again once its tools have answered."""
    busy: threading.RLock = field(default_factory=threading.RLock)


@dataclass
class Context:
    """What the steps of one turn work with.

    `held` is the memory, open as long as the turn runs. Of its threads, such as those of tools,
    only one works at a time.
    """

    staff: Staff
    session: str
    job: int
    journal: Journal
    stop: threading.Event = field(default_factory=threading.Event)
    held: Archive | None = None
    _looked: float = 0.0
    _later: list[TurnEvent] | None = None

    @contextmanager
    def archive(self) -> Iterator[Archive]:
        """Return the memory; what is no turn opens it for the block."""
        if self.held is not None:
            yield self.held
            return
        with Archive.open(self.staff.folder) as archive:
            yield archive

    @contextmanager
    def changing(self, *, lasting: bool = True) -> Iterator[Archive]:
        """Make what a block stores and tells one change; listeners hear of it afterwards.

        Args:
            lasting: Wait until the change would outlive a power cut.
        """
        later: list[TurnEvent] = []
        with self.archive() as archive, archive.writing(lasting=lasting):
            self._later = later
            try:
                yield archive
            finally:
                self._later = None
        for event in later:
            self.journal.add(event)

    def tell(self, event: TurnEvent) -> None:
        """Tell an event, and store it unless it is fleeting."""
        if event.kind not in FLEETING:
            with self.archive() as archive:
                archive.events.add(self.job, [stored(event)])
        if self._later is None:
            self.journal.add(event)
        else:
            self._later.append(event)

    def refuse_if_cancelled(self, *, often: bool = False) -> None:
        """Raise `TurnCancelled` if somebody stopped the turn, here or in another process.

        Args:
            often: It is asked so often that the memory need not be looked at each time.
        """
        if self.stop.is_set():
            raise TurnCancelled
        if often and time.monotonic() - self._looked < LOOK_EVERY_S:
            return
        self._looked = time.monotonic()
        with self.archive() as archive:
            if archive.jobs.state(self.job) == "cancelled":
                self.stop.set()
                raise TurnCancelled
