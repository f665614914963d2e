"""What waits to be sent to one page; of things that replace each other only the newest waits."""

import asyncio
from collections.abc import Hashable


class Outbox:
    """A queue that a slow page cannot make long; everything happens in one event loop."""

    def __init__(self) -> None:
        self._texts: dict[Hashable, str] = {}
        self._some = asyncio.Event()

    def put(self, text: str, *, instead_of: Hashable = None) -> None:
        """Let a text wait at the end.

        Args:
            text: What is to be sent.
            instead_of: A name; what waits under the same name is dropped.
        """
        name = object() if instead_of is None else instead_of
        self._texts.pop(name, None)
        self._texts[name] = text
        self._some.set()

    async def take(self) -> str:
        """Return what has waited longest, waiting for something to come."""
        while not self._texts:
            self._some.clear()
            await self._some.wait()
        return self._texts.pop(next(iter(self._texts)))
