"""The events of one turn as they come: kept, waited for, and read by any number of listeners."""

import threading
from collections.abc import Iterator

from agent.events import TurnEvent


class Journal:
    """A list of events that grows until it is closed; every listener gets all of them."""

    def __init__(self) -> None:
        self._events: list[TurnEvent] = []
        self._closed = False
        self._changed = threading.Condition()

    def add(self, event: TurnEvent) -> None:
        """Tell an event to everybody."""
        with self._changed:
            self._events.append(event)
            self._changed.notify_all()

    def close(self) -> None:
        """Let listeners go home after the last event."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def closed(self) -> bool:
        """Whether nothing will be added any more."""
        return self._closed

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait until it is closed; say whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: self._closed, timeout_s)

    def __iter__(self) -> Iterator[TurnEvent]:
        """Walk over all events from the first one, waiting for those to come."""
        at = 0
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or len(self._events) > at)  # noqa: B023
                if at >= len(self._events):
                    return
                event = self._events[at]
            yield event
            at += 1

    def snapshot(self) -> tuple[TurnEvent, ...]:
        """Return the events so far."""
        with self._changed:
            return tuple(self._events)
