"""The events of a session as they happen, for one open page: server-sent events with replay.

Every event that is kept has a name, TURN.COUNT: the turn and how many of its events were told.
A page that comes back says the last name it has, and gets all that followed. Fleeting events
(text as it is written, denoising steps) have no name; after coming back they are told again from
the last kept event on. A slow page gets only the newest of the steps and previews it has not taken.
"""

import asyncio
import json
import logging
import threading
from collections.abc import AsyncIterator, Hashable
from functools import partial
from typing import Any

from agent.events import FLEETING, Painting
from agent.session import Conversation
from agent.turn import Turn
from got_models.errors import GotError
from ui.house import House
from ui.hub import Notice
from ui.outbox import Outbox
from ui.views import TURNS_AT_ONCE, event_view

log = logging.getLogger(__name__)

MOVING = ("called", "remembered", "said")
"""Kinds of events after which a session may be elsewhere; its revision is told with them."""

LOOK_EVERY_S = 0.1
"""How often it is looked whether a turn that is about to rest has been taken up anew."""

Name = tuple[int, int]
"""A turn, and how many of its kept events are known."""


def name_of(text: str) -> Name:
    """Read a name such as "12.3"; anything else stands for the beginning."""
    turn, _, count = text.partition(".")
    return (int(turn), int(count)) if turn.isdecimal() and count.isdecimal() else (0, 0)


def spelled(data: dict[str, Any], name: str = "") -> str:
    """Return one server-sent event; JSON has no line breaks of its own."""
    head = f"id: {name}\n" if name else ""
    return f"{head}data: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n\n"


class Line:
    """What one open page hears of one session."""

    def __init__(self, house: House, session: str, known: Name) -> None:
        self._house, self._session = house, session
        self._known = {known[0]: known[1]}
        self._first = known[0]
        self._told = Outbox()
        self._loop = asyncio.get_running_loop()
        self._following: set[int] = set()
        self._again: set[int] = set()
        self._gone = threading.Event()
        self._guard = threading.Lock()

    @property
    def _talk(self) -> Conversation:
        """The session with whoever works on it now: settings bring another assistant."""
        return self._house.assistant.session(self._session)

    async def __aiter__(self) -> AsyncIterator[str]:
        """Walk over everything there is to tell, until the page goes away."""
        with self._house.hub.listening(self._session, self._hear):
            try:
                yield "retry: 1000\n\n"
                for number in await asyncio.to_thread(self._open):
                    self._follow(number)
                while True:
                    yield await self._told.take()
            finally:
                self._gone.set()

    def _open(self) -> list[int]:
        """Return the turns the page does not know to their end."""
        newest = [turn.number for turn in self._talk.turns(TURNS_AT_ONCE)]
        return [number for number in newest if number >= self._first]

    def _hear(self, notice: Notice) -> None:
        self._tell(spelled(notice))
        number = notice.get("turn")
        if notice["kind"] == "turn" and isinstance(number, int):
            self._follow(number)

    def _follow(self, number: int) -> None:
        with self._guard:
            if number in self._following:
                # It was answered or taken up anew before all of it was told so far.
                self._again.add(number)
                return
            self._following.add(number)
        threading.Thread(target=self._pass_on, args=(number,), daemon=True).start()

    def _pass_on(self, number: int) -> None:
        """Tell what the page does not have yet of a turn, until it is over or waits."""
        last: dict[str, Any] | None = None
        while last is None:
            try:
                last = self._told_once(self._talk.turn(number))
            except GotError as error:
                last = {"kind": "trouble", "error": str(error)}
            with self._guard:
                if number in self._again:
                    self._again.discard(number)
                    last = None
                else:
                    self._following.discard(number)
        self._tell(spelled(last))

    def _told_once(self, turn: Turn) -> dict[str, Any] | None:
        """Tell the events of a turn, and return how it stands; None if it has gone on already."""
        number, count = turn.number, 0
        for event in turn:
            if self._gone.is_set():
                return {}
            known = self._known.get(number, 0)
            fleeting = event.kind in FLEETING
            count += not fleeting
            if count < known or (count == known and not fleeting):
                continue
            told: dict[str, Any] = {"turn": number, "event": event_view(event)}
            if isinstance(event, Painting):
                self._tell(spelled(told), instead_of=(number, bool(event.preview)))
                continue
            if event.kind in MOVING:
                told["revision"] = self._talk.about.revision
            if not fleeting:
                told["count"] = self._known[number] = count
            self._tell(spelled(told, "" if fleeting else f"{number}.{count}"))
        return self._at_rest(turn)

    def _at_rest(self, turn: Turn) -> dict[str, Any] | None:
        """Return how a turn stands once it is over or waits; None if it goes on before that."""
        while not self._gone.is_set():
            try:
                turn.wait(LOOK_EVERY_S)
            except TimeoutError:
                with self._guard:
                    if turn.number in self._again:
                        return None
                continue
            except Exception as error:  # Its end has been told; here it must not end the telling.
                log.debug("turn %s broke: %s", turn.number, error)
            return {"turn": turn.number, "state": turn.state, "error": turn.error}
        return {}

    def _tell(self, text: str, *, instead_of: Hashable = None) -> None:
        if not self._gone.is_set():
            put = partial(self._told.put, text, instead_of=instead_of)
            self._loop.call_soon_threadsafe(put)
