"""A real HTTP server on this machine that speaks as it is told, well or badly."""

from __future__ import annotations

import contextlib
import json
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

Reply = tuple[int, object] | Callable[["Asked", BaseHTTPRequestHandler], None]


@dataclass(frozen=True)
class Asked:
    """One question as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    data: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.data)


@dataclass
class Server:
    """Answers with the given replies in order, then with the last one again."""

    address: str = ""
    replies: deque[Reply] = field(default_factory=deque)
    asked: list[Asked] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def says(self, *replies: Reply) -> Server:
        self.replies = deque(replies)
        return self

    def next(self) -> Reply:
        return self.replies.popleft() if len(self.replies) > 1 else self.replies[0]


def chat(text: object, **more: object) -> tuple[int, object]:
    """Return a well-formed answer of a chat server."""
    message = {"role": "assistant", "content": text if isinstance(text, str) else json.dumps(text)}
    return 200, {
        "choices": [{"message": message | more, "finish_reason": "stop"}],
        "usage": {"total_tokens": 100},
    }


def error(status: int, message: str) -> tuple[int, object]:
    return status, {"error": {"message": message}}


@pytest.fixture
def server() -> Iterator[Server]:
    told = Server()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            asked = Asked(
                self.command, self.path, dict(self.headers.items()), self.rfile.read(length)
            )
            told.asked.append(asked)
            reply = told.next()
            if callable(reply):
                reply(asked, self)
                return
            status, body = reply
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = answer

        def log_message(self, format: str, *args: object) -> None:
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.daemon_threads = True
    told.address = f"http://127.0.0.1:{running.server_address[1]}/v1"
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield told
    told.closing.set()
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.fixture
def hang(server: Server) -> Reply:
    """Take the question and say nothing until the test is over."""

    def silent(asked: Asked, handler: BaseHTTPRequestHandler) -> None:
        server.closing.wait(30)

    return silent


@pytest.fixture
def trickle(server: Server) -> Reply:
    """Begin an answer and never finish it."""

    def slow(asked: Asked, handler: BaseHTTPRequestHandler) -> None:
        with contextlib.suppress(OSError):
            handler.send_response(200)
            handler.end_headers()
            while not server.closing.wait(0.02):
                handler.wfile.write(b" ")
                handler.wfile.flush()

    return slow
