"""Who is looking: every open page is told when the session it shows changes."""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Notice = dict[str, object]
"""What a page is told besides the events of turns; `kind` says what it is about."""

Listener = Callable[[Notice], None]

EVERY = ""
"""Stands for all sessions."""


class Hub:
    """Passes notices to the pages that listen; it may be used from several threads."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, list[Listener]] = defaultdict(list)
        self._guard = threading.Lock()

    @contextmanager
    def listening(self, session: str, listener: Listener) -> Iterator[None]:
        """Let a listener hear of a session for the time of a block."""
        with self._guard:
            self._listeners[session].append(listener)
        try:
            yield
        finally:
            with self._guard:
                self._listeners[session].remove(listener)

    def tell(self, session: str, notice: Notice) -> None:
        """Tell all pages that show a session, or with `EVERY` all pages."""
        with self._guard:
            shown = list(self._listeners) if session == EVERY else [session]
            called = [one for name in shown for one in self._listeners.get(name, ())]
        for listener in called:
            listener(notice)
