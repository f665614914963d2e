"""An application that is made when it is first asked for, within the life of another."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.types import Receive, Scope, Send


class Later:
    """Stands where an application will be; who asks before it is there waits.

    Args:
        make: Makes it, in a thread: importing what it needs may take long.
    """

    def __init__(self, make: Callable[[], FastAPI]) -> None:
        self._make = make
        self._wanted, self._over = asyncio.Event(), asyncio.Event()
        self._made: asyncio.Future[FastAPI] | None = None

    @asynccontextmanager
    async def living(self) -> AsyncIterator[None]:
        """Let it be made and closed within a block."""
        self._made = asyncio.get_running_loop().create_future()
        life = asyncio.create_task(self._live(self._made))
        try:
            yield
        finally:
            self._over.set()
            self._wanted.set()
            await life

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer."""
        assert self._made is not None, "it lives with the application around it"
        self._wanted.set()
        app = await asyncio.shield(self._made)
        await app(scope, receive, send)

    async def _live(self, made: "asyncio.Future[FastAPI]") -> None:
        """Begin and end the application in one task, as its own parts expect."""
        await self._wanted.wait()
        if self._over.is_set():
            return
        try:
            app = await asyncio.to_thread(self._make)
        except BaseException as error:
            made.set_exception(error)
            raise
        async with app.router.lifespan_context(app):
            made.set_result(app)
            await self._over.wait()
