"""The page as one web application: our document and routes, and Gradio's shell for the settings."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from got_models.errors import BadInput, GotError, NotFound, SessionMoved
from ui.gate import LOOPBACK, SHELL, STATIC, Gate, key_in
from ui.house import House
from ui.later import Later
from ui.parts import Parts
from ui.routes import router

FILES = Path(__file__).resolve().parent / "static"
"""What the page itself is made of."""


def build(
    house: House, *, hosts: tuple[str, ...] = LOOPBACK, pass_word: str | None = None
) -> ASGIApp:
    """Return the application.

    Gradio's shell lies beside the page and is loaded by it when somebody opens the settings: it
    takes longer than everything else together, to import and to show.

    Args:
        house: The assistant behind it.
        hosts: Names under which it is asked.
        pass_word: What the address must hold the first time; None where this machine is enough.
    """
    later = Later(lambda: _shell(house))

    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        async with later.living():
            yield

    app = FastAPI(title="got", docs_url=None, redoc_url=None, openapi_url=None, lifespan=living)
    app.include_router(router(house))
    parts = Parts(FILES, STATIC)
    app.mount(parts.place, parts, name="parts")
    document = HTMLResponse(parts.document)
    app.add_api_route("/", lambda: document, response_class=HTMLResponse)
    app.add_exception_handler(GotError, _refused)
    app.add_exception_handler(RequestValidationError, _misread)

    async def either(scope: Scope, receive: Receive, send: Send) -> None:
        is_shell = scope["type"] == "http" and scope["path"].startswith(f"{SHELL}/")
        await (later if is_shell else app)(scope, receive, send)

    return Gate(either, key=key_in(house.folder), hosts=hosts, pass_word=pass_word)


def _shell(house: House) -> FastAPI:
    """Make the shell; within a running loop, or else Gradio leaves loops of its own behind."""

    async def made() -> FastAPI:
        from ui.shell import mounted

        return mounted(house, SHELL)

    return asyncio.run(made())


async def _refused(request: Request, error: Exception) -> JSONResponse:
    """Say what went wrong in one sentence."""
    status = 503
    if isinstance(error, SessionMoved):
        status = 409
    elif isinstance(error, NotFound):
        status = 404
    elif isinstance(error, BadInput):
        status = 400
    return JSONResponse({"error": str(error), "kind": type(error).__name__}, status)


async def _misread(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError), "registered for it"
    first = error.errors()[0]
    where = " ".join(str(part) for part in first["loc"][1:])
    return JSONResponse({"error": f"{where}: {first['msg']}", "kind": "BadInput"}, 400)
