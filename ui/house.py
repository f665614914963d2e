"""The assistant behind the page: its models load in the background, its settings can be changed."""

import logging
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple

from agent import build
from agent import settings as reading
from agent.assistant import Assistant
from agent.context import Staff
from agent.hiring import hire
from agent.settings import Settings
from agent.turn import Turn
from got_models.errors import BadInput, GotError
from got_models.guidance_scales import GuidanceScales, default_for
from memory.archive import default_folder
from ui.hub import EVERY, Hub

log = logging.getLogger(__name__)

Hire = Callable[[Settings, Path], Staff]


@dataclass(frozen=True)
class Readiness:
    """Whether the models can be used; `error` says why not."""

    state: Literal["loading", "ready", "failed"] = "loading"
    error: str = ""
    painter: str = ""
    weights: str = ""
    device: str = ""


class _Watched(NamedTuple):
    session: str
    thread: threading.Thread


class GaveWay(Exception):
    """Looking at a picture was left, because somebody who asked for something comes first."""


class House:
    """One memory, one set of models, any number of open pages.

    Args:
        held: The settings to begin with.
        folder: Where the memory lies; None for that of the settings.
        hiring: Loads the models; None for those the settings name.
    """

    def __init__(
        self, held: Settings, *, folder: Path | None = None, hiring: Hire | None = None
    ) -> None:
        self.hub = Hub()
        self.folder = folder or (Path(held.memory) if held.memory else default_folder())
        self.readiness = Readiness()
        self.revision = 0
        """How often the settings were changed."""
        self._hiring: Hire = hiring or hire
        self._staff: Staff | None = None
        self._busy: dict[int, _Watched] = {}
        self._looks: dict[tuple[str, int], threading.Thread] = {}
        self._closing = threading.Event()
        self._guard, self._loading = threading.RLock(), threading.Lock()
        self.assistant = self._opened(held)

    @property
    def settings(self) -> Settings:
        """The settings that hold for the next turn."""
        return self.assistant.settings

    @property
    def busy(self) -> tuple[str, ...]:
        """The sessions of the turns that are under way, one for each."""
        with self._guard:
            return tuple(one.session for one in self._busy.values())

    def warm(self) -> threading.Thread:
        """Load the models in a thread of their own, which is returned."""
        thread = threading.Thread(target=self._load, name="models", daemon=True)
        thread.start()
        return thread

    def guidance(self) -> GuidanceScales:
        """Return how strongly words, boxes and reference pull in a new picture."""
        if self.settings.guidance is not None:
            return self.settings.guidance
        if self._staff is None:
            return default_for("generate")
        return self._staff.models.painter.guidance_for("generate")

    def change(self, asked: Mapping[str, object], *, expected: int | None = None) -> Settings:
        """Let other settings hold from the next turn on.

        Args:
            asked: Values by the names of their settings.
            expected: What `revision` was when the caller looked.

        Raises:
            BadInput: A value is not allowed, a turn is under way, or the settings were changed
                since the caller looked.
        """
        held = reading.overridden(self.settings, {})
        wanted = Settings.model_validate(held.model_dump() | self._allowed(held, asked))
        with self._guard:
            if self._busy:
                raise BadInput("A turn is under way. Wait for it or stop it, then change settings.")
            if expected is not None and expected != self.revision:
                raise BadInput("The settings were changed in another tab; they are as shown now.")
            before, self.assistant = self.assistant, self._opened(wanted)
            self.revision += 1
        before.close()
        self.hub.tell(EVERY, {"kind": "settings"})
        return wanted

    def watch(self, turn: Turn) -> None:
        """Tell the pages that a turn began, and once it is over or waits, that it does."""
        thread = threading.Thread(target=self._until_over, args=(turn,), daemon=True)
        # Whoever finds it may wait for it, so it is begun before it can be found.
        with self._guard:
            self._busy[turn.number] = _Watched(turn.session, thread)
            thread.start()
            self._tell_busy()

    def watching(self) -> tuple[threading.Thread, ...]:
        """Return the threads that wait for turns under way, to be waited for in turn."""
        with self._guard:
            return tuple(one.thread for one in self._busy.values())

    def look(self, session: str, picture: int) -> None:
        """Let a model look for the objects in a picture, in a thread, as soon as no turn needs it.

        What is found is known from then on, and the pages are told when the looking is over.
        Nothing happens while the models are not there, or where they cannot see.
        """
        if self._staff is None or self._staff.looker is None:
            return
        thread = threading.Thread(target=self._look, args=(session, picture), daemon=True)
        with self._guard:
            self._looks[session, picture] = thread
            thread.start()

    def looks(self, session: str, picture: int) -> bool:
        """Say whether somebody looks for the objects in a picture, or is about to."""
        with self._guard:
            return (session, picture) in self._looks

    def close(self) -> None:
        """Wait for the turns under way and close."""
        self._closing.set()
        with self._guard:
            looks = tuple(self._looks.values())
        for thread in looks:
            thread.join()
        self.assistant.close()

    def _opened(self, held: Settings) -> Assistant:
        return Assistant.open(held, memory=self.folder, staff=lambda: self._staffed(held))

    def _staffed(self, held: Settings) -> Staff:
        """Return the staff with other settings; models are loaded once."""
        with self._loading:
            if self._staff is None:
                everybody = held.model_copy(update={"critique": True})
                self._staff = self._hiring(everybody, self.folder)
        critic = self._staff.critic if held.critique else None
        return replace(self._staff, settings=held, critic=critic)

    def _load(self) -> None:
        try:
            painter = self._staffed(self.settings).models.painter
        except GotError as error:
            self.readiness = Readiness("failed", str(error))
        else:
            device = _device(self.settings)
            self.readiness = Readiness("ready", "", painter.name, painter.weights_hash, device)
        self.hub.tell(EVERY, {"kind": "models", "state": self.readiness.state})

    def _look(self, session: str, picture: int) -> None:
        try:
            while not self._closing.is_set() and not self._has_looked(session, picture):
                for thread in self.watching():
                    thread.join()
        except GotError as error:
            log.info("picture %s was not looked at: %s", picture, error)
        finally:
            with self._guard:
                self._looks.pop((session, picture), None)
            self.hub.tell(session, {"kind": "seen", "picture": picture})

    def _has_looked(self, session: str, picture: int) -> bool:
        """Look at a picture; return False where turns came first."""
        assert self._staff is not None, "nobody looks before there are models"
        try:
            with self._staff.busy:
                self._give_way("")
                self.assistant.session(session).look_at(picture, on_text=self._give_way)
        except GaveWay:
            return False
        return True

    def _give_way(self, _: str) -> None:
        if self._busy or self._closing.is_set():
            raise GaveWay

    def _until_over(self, turn: Turn) -> None:
        try:
            self.hub.tell(
                turn.session, {"kind": "turn", "turn": turn.number, "request": turn.job.request}
            )
            for _ in turn:
                pass
            turn.wait()
        finally:
            with self._guard:
                # Whoever was answered in between is waited for by somebody else.
                watched = self._busy.get(turn.number)
                if watched and watched.thread is threading.current_thread():
                    del self._busy[turn.number]
                self._tell_busy()
            self.hub.tell(turn.session, {"kind": "rest", "turn": turn.number})

    def _tell_busy(self) -> None:
        self.hub.tell(EVERY, {"kind": "busy", "busy": self.busy})

    def _allowed(self, held: Settings, asked: Mapping[str, object]) -> dict[str, object]:
        """Check values one by one, so that the message names the one that is wrong."""
        unknown = sorted(set(asked) - set(Settings.model_fields))
        if unknown:
            raise BadInput(f"there is no setting {unknown[0]!r}")
        reading.overridden(held, asked)
        return dict(asked)


def _device(held: Settings) -> str:
    """Return the device in use; what `auto` means is known once the models have brought torch."""
    return build.device() if held.device == "auto" and "torch" in sys.modules else held.device
