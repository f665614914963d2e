"""Who may come in: the browser that opened the page on this machine, and nobody through it.

A page of another site could make the browser send requests here, or point a name of its own at this
machine. So the name in `Host` must be ours, an `Origin` must be this page, and everything but the
page itself needs the cookie that came with it.
"""

import secrets
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from memory.durable import ensure_folder

COOKIE = "got_page"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
PAGE = "/page"
STATIC = f"{PAGE}/static"
SHELL = "/shell"
CLOSED = tuple(f"{SHELL}/gradio_api/{way}" for way in ("upload", "file", "proxy", "stream"))
"""Ways of Gradio's to put files here and to get them: files go through our own routes only."""

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'; font-src 'self' data:; "
    "frame-ancestors 'self'; base-uri 'self'; form-action 'self'"
)
"""What the page may load: what this server serves. Gradio's shell needs scripts in the page."""


def key_in(folder: Path) -> str:
    """Return the key of the memory's owner, making it where there is none.

    It is kept beside the memory, so that an open page is let in again after a restart.
    """
    ensure_folder(folder)
    place = folder / "page.key"
    if not place.is_file():
        place.touch(mode=0o600)
        place.write_text(secrets.token_urlsafe(32), encoding="ascii")
    return place.read_text(encoding="ascii")


class Gate:
    """Middleware that lets the owner's browser in.

    Args:
        app: What lies behind.
        key: The owner's.
        hosts: Names under which this server is asked.
        pass_word: What must be in the address the first time; None where the address is enough.
    """

    def __init__(
        self, app: ASGIApp, *, key: str, hosts: tuple[str, ...], pass_word: str | None = None
    ) -> None:
        self._app, self._key, self._hosts, self._pass = app, key, hosts, pass_word

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or say why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers, path = Headers(scope=scope), str(scope["path"])
        refusal = self._refusal(headers, path, str(scope.get("query_string", b""), "latin-1"))
        if refusal:
            await JSONResponse({"error": refusal, "kind": "Refused"}, 403)(scope, receive, send)
            return
        give = path == "/" and scope["method"] == "GET"

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._dress(MutableHeaders(scope=message), give=give)
            await send(message)

        await self._app(scope, receive, sending)

    def _refusal(self, headers: Headers, path: str, query: str) -> str:
        if _name(headers.get("host", "")) not in self._hosts:
            return "This server does not go by that name."
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != headers.get("host"):
            return "Another site may not use this page."
        if path.startswith(CLOSED):
            return "Files go through the page."
        known = secrets.compare_digest(self._cookie(headers), self._key)
        if path != "/" and not path.startswith(f"{STATIC}/") and not known:
            return "Open the page first; if it is open, load it again."
        if path == "/" and not known and self._pass and f"key={self._pass}" not in query:
            return "Open the page with the whole address that got ui printed."
        return ""

    def _dress(self, headers: MutableHeaders, *, give: bool) -> None:
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Content-Security-Policy"] = POLICY
        if give:
            headers["Cache-Control"] = "no-store"
            headers.append("Set-Cookie", f"{COOKIE}={self._key}; Path=/; HttpOnly; SameSite=Strict")

    def _cookie(self, headers: Headers) -> str:
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return ""
        return found.value if found and found.value.isascii() else ""


def _name(host: str) -> str:
    return (urlsplit(f"//{host}").hostname or "") if host else ""
