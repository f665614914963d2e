"""A turn as its caller sees it: events while it runs, and what came of it."""

import time
from collections.abc import Iterator
from typing import Any

from PIL.Image import Image

from agent.event_rows import told
from agent.events import TurnEvent, TurnState
from agent.office import Office, Running
from agent.pictures import chain_of, image_of
from agent.submission import STEP
from got_models import chain_text
from got_models.thought import Chain
from memory.values import Attempt, Critique, Job, Message, Version

LOOK_EVERY_S = 0.2
"""How often the memory is looked at for the events of a turn that another process runs."""

_OPEN = ("queued", "running")


class Turn:
    """A message and what came of it.

    Iterate over it to get its events from the first one, waiting for those to come. It can be left
    and found again by its number: `assistant.turn(number)` tells the same events, from memory.
    """

    def __init__(
        self, office: Office, session: str, number: int, *, expected: int | None = None
    ) -> None:
        self._office, self._expected = office, expected
        self.session, self.number = session, number

    def __iter__(self) -> Iterator[TurnEvent]:
        """Walk over the events until the turn is over or waits for an answer."""
        running = self._office.running(self.number)
        if running is None:
            return self._remembered(follow=True)
        return self._live(running)

    def news(self) -> Iterator[TurnEvent]:
        """Walk over the events since the turn was started or answered last."""
        running = self._office.running(self.number)
        return iter(self) if running is None else iter(running.journal)

    @property
    def events(self) -> tuple[TurnEvent, ...]:
        """All events so far; those of other processes and of earlier days, too."""
        running = self._office.running(self.number)
        now = running.journal.snapshot() if running is not None else ()
        if running is None or not now:
            return tuple(self._remembered(follow=False))
        return (*self._before(running), *now)

    def wait(self, timeout_s: float | None = None) -> "Turn":
        """Wait until the turn is over or waits for an answer.

        Raises:
            TimeoutError: It is not, after `timeout_s` seconds.
        """
        running = self._office.running(self.number)
        if running is not None and running.future is not None:
            running.future.result(timeout_s)
            return self
        end = None if timeout_s is None else time.monotonic() + timeout_s
        while self.job.state in _OPEN:
            if end is not None and time.monotonic() >= end:
                raise TimeoutError(f"turn {self.number} is not over")
            time.sleep(LOOK_EVERY_S)
        return self

    def cancel(self) -> None:
        """Stop the turn; what it has finished is kept."""
        self._office.cancel(self.number)

    def resume(self) -> "Turn":
        """Go on with a turn whose process ended; nothing that was finished is drawn again."""
        self._office.resume(self.number)
        return self

    def accept(self) -> "Turn":
        """Let the plan that waits be drawn."""
        self._answer({"decision": "accept"})
        return self

    def revise(self, chain: Chain | str) -> "Turn":
        """Let another plan be drawn instead of the one that waits.

        Args:
            chain: The plan, or its text, or the JSON that `got plan --json` prints.
        """
        text = chain if isinstance(chain, str) else chain_text.write(chain)
        self._answer({"decision": "revise", "chain": text})
        return self

    def respond(self, message: str) -> "Turn":
        """Say something about the plan that waits, instead of accepting it."""
        self._answer({"decision": "respond", "message": message})
        return self

    def reject(self) -> "Turn":
        """Let nothing be drawn."""
        self._answer({"decision": "reject"})
        return self

    def _answer(self, decision: dict[str, Any]) -> None:
        self._office.answer(self.number, decision, expected=self._expected)

    @property
    def job(self) -> Job:
        """The turn as the memory has it."""
        with self._office.archive() as archive:
            return archive.jobs.get(self.number)

    @property
    def state(self) -> TurnState:
        """Where the turn is."""
        return self.job.state

    @property
    def error(self) -> str:
        """Why it failed; empty if it did not."""
        return self.job.error

    @property
    def messages(self) -> tuple[Message, ...]:
        """What was said in the turn, by both sides."""
        with self._office.archive() as archive:
            said = archive.messages.newest(self.session, 50)
            return tuple(one for one in said if one.job == self.number)

    @property
    def reply(self) -> str:
        """What the assistant said; empty while it has not."""
        said = [event.text for event in self.events if event.kind == "said"]
        return said[-1] if said else ""

    @property
    def version(self) -> Version | None:
        """The version the session was at after the turn; None at its beginning."""
        numbers = [event.picture for event in self.events if event.kind == "said"]
        number = numbers[-1] if numbers else None
        if number is None:
            return None
        with self._office.archive() as archive:
            return archive.versions.numbered(self.session, number)

    @property
    def picture_number(self) -> int | None:
        """The number of that picture in its session."""
        numbers = [event.picture for event in self.events if event.kind == "said"]
        return numbers[-1] if numbers else None

    @property
    def picture(self) -> Image | None:
        """The picture the session was at after the turn, RGB."""
        version = self.version
        if version is None:
            return None
        with self._office.archive() as archive:
            return image_of(archive, version.picture.digest)

    @property
    def made(self) -> tuple[Version, ...]:
        """The versions this turn made."""
        with self._office.archive() as archive:
            return tuple(archive.versions.of_job(self.number))

    @property
    def chain(self) -> Chain | None:
        """The plan of the turn that is shown last; else that of the current picture."""
        with self._office.archive() as archive:
            shown = archive.chains.of_job(self.number)
            if shown:
                return shown[-1].chain
        version = self.version
        if version is None:
            return None
        with self._office.archive() as archive:
            return chain_of(archive, self.session, version)

    @property
    def critique(self) -> Critique | None:
        """The verdict about that picture; None where it was not judged."""
        version = self.version
        return version.critique if version else None

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """Every candidate the turn finished, kept or not."""
        with self._office.archive() as archive:
            return tuple(archive.attempts.all(self.number))

    def _live(self, running: Running) -> Iterator[TurnEvent]:
        heard = False
        for event in running.journal:
            if not heard:
                yield from self._before(running)
            heard = True
            yield event
        if not heard:
            yield from self._remembered(follow=False)

    def _before(self, running: Running) -> list[TurnEvent]:
        """Return what the turn told before it waited or was interrupted; the journal has begun."""
        kept = self._remembered(follow=False) if running.before else ()
        return list(kept)[: running.before]

    def _remembered(self, *, follow: bool) -> Iterator[TurnEvent]:
        """Walk over the stored events; with `follow` wait for those another process tells."""
        at = 0
        while True:
            with self._office.archive() as archive:
                over = archive.jobs.get(self.number).state not in _OPEN
                events = archive.events.all(self.number)[at:]
                shown = {one.id: one for one in archive.chains.of_job(self.number)}
                for event in events:
                    if event.step == "planned" and event.outputs["chain"] not in shown:
                        number = int(str(event.outputs["chain"]))
                        shown[number] = archive.chains.get(self.session, number)
            yield from (told(event, shown) for event in events if event.step != STEP)
            at += len(events)
            if over or not follow:
                return
            time.sleep(LOOK_EVERY_S)
