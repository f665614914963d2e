"""Asking a server over HTTP: its key, time-outs, tries, a bound on answers, and one clear error.

Redirects are not followed, so that a key never goes to another host. Light: no torch.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

import httpx

from got_models.errors import BadInput, ServerError, ServerTimeout

Wait = Callable[[float], None]
Files = list[tuple[str, tuple[str, bytes, str]]]
"""Form field, and name, bytes and media type of the file in it."""

BUSY = frozenset((408, 409, 425, 429, 500, 502, 503, 504, 529))
"""Answers after which asking again may help."""

CONNECT_S = 10.0
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 20.0


class Rejected(ServerError):
    """A server does not accept what it was asked; `reason` is what it says about it."""

    def __init__(self, message: str, *, status: int, reason: str) -> None:
        super().__init__(message)
        self.status, self.reason = status, reason


class _Passing(Exception):
    """A trouble that may pass: what to say if it does not, and seconds the server asks for."""

    def __init__(self, error: ServerError, after_s: float = 0.0) -> None:
        super().__init__(str(error))
        self.error, self.after_s = error, after_s


@dataclass(frozen=True)
class Remote:
    """One server and how patiently it is asked.

    `address` is its base, with `/v1`. `timeout_s` covers a whole question with all its tries.
    """

    address: str
    key: str | None = field(default=None, repr=False)
    timeout_s: float = 180.0
    tries: int = 4
    most_bytes: int = 64 * 1024 * 1024
    wait: Wait = time.sleep

    @property
    def place(self) -> str:
        """The address as it may be shown: without whatever follows a question mark."""
        return self.address.partition("?")[0].rstrip("/")

    def get(self, path: str) -> object:
        """Return the JSON at a path below the address."""
        return self._ask("GET", path)

    def post(self, path: str, body: Mapping[str, object]) -> object:
        """Send JSON and return the JSON of the answer.

        Raises:
            Rejected: The server does not accept the question.
            ServerError: It cannot be reached, or its answer is no JSON.
            ServerTimeout: It did not answer in time.
        """
        return self._ask("POST", path, json=dict(body))

    def post_form(self, path: str, fields: Mapping[str, str], files: Files) -> object:
        """Send a form with files and return the JSON of the answer; raises as `post` does."""
        return self._ask("POST", path, data=dict(fields), files=files)

    def fetch(self, link: str) -> bytes:
        """Return what lies at a link that the server gave, if it lies on the same server.

        Raises:
            ServerError: It lies elsewhere: a server must not make us ask others.
        """
        if _origin(link) != _origin(self.address):
            raise ServerError(
                f"the server {self.place} answered with the link {link[:100]!r}; "
                "only pictures that it sends itself are taken"
            )
        return self._tried("GET", link)

    def _ask(self, method: str, path: str, **sent: object) -> object:
        data = self._tried(method, _below(self.address, path), **sent)
        try:
            return json.loads(data)
        except (ValueError, RecursionError) as cause:
            raise ServerError(
                f"the server {self.place} answered with something that is no JSON: "
                f"{self._shown(data)!r}; see whether its address is right"
            ) from cause

    def _tried(self, method: str, link: str, **sent: object) -> bytes:
        """Ask until there is an answer, with growing pauses, `tries` times at most."""
        end = time.monotonic() + self.timeout_s
        pause = FIRST_PAUSE_S
        for left in range(self.tries - 1, -1, -1):
            try:
                return self._once(method, link, end, sent)
            except _Passing as passing:
                if not left:
                    raise passing.error from passing.__cause__
                asked = max(passing.after_s, pause)
            if time.monotonic() + asked >= end:
                raise ServerTimeout(self.place, self.timeout_s)
            self.wait(asked)
            pause = min(2 * pause, LONGEST_PAUSE_S)
        raise AssertionError("the last try either answers or raises")

    def _once(self, method: str, link: str, end: float, sent: Mapping[str, object]) -> bytes:
        """Ask once.

        Raises:
            _Passing: It failed in a way that asking again may mend.
        """
        try:
            status, headers, data = self._exchange(method, link, end, sent)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as cause:
            raise self._out_of_reach(cause) from cause
        except httpx.ConnectTimeout as cause:
            raise _Passing(self._out_of_reach(cause)) from cause
        except httpx.TimeoutException as cause:
            raise ServerTimeout(self.place, self.timeout_s) from cause
        except httpx.HTTPError as cause:
            raise _Passing(self._out_of_reach(cause)) from cause
        if status < 300:
            return data
        if status in BUSY:
            raise _Passing(self._rejection(status, data), _seconds(headers.get("retry-after")))
        raise self._rejection(status, data)

    def _exchange(
        self, method: str, link: str, end: float, sent: Mapping[str, object]
    ) -> tuple[int, httpx.Headers, bytes]:
        """Give up an answer that trickles in at `end`, and one that is too long at its bound."""
        remaining = max(end - time.monotonic(), 0.001)
        timeout = httpx.Timeout(remaining, connect=min(CONNECT_S, remaining))
        headers = {} if self.key is None else {"Authorization": f"Bearer {self.key}"}
        with _client().stream(method, link, headers=headers, timeout=timeout, **sent) as answer:  # type: ignore[arg-type]
            data = bytearray()
            for piece in answer.iter_bytes():
                data += piece
                if len(data) > self.most_bytes:
                    raise ServerError(
                        f"the server {self.place} answered with more than "
                        f"{self.most_bytes // 2**20} MiB"
                    )
                if time.monotonic() > end:
                    raise ServerTimeout(self.place, self.timeout_s)
            return answer.status_code, answer.headers, bytes(data)

    def _out_of_reach(self, cause: Exception) -> ServerError:
        return ServerError(
            f"the server {self.place} cannot be reached ({type(cause).__name__}); "
            "see whether it runs and whether its address is right"
        )

    def _rejection(self, status: int, data: bytes) -> ServerError:
        reason = self._shown(_reason(data))
        advice = {
            401: "; name the variable that holds its key as key_variable in the settings",
            403: "; the key does not allow this",
            404: "; see whether the address ends in /v1 and the model is right",
        }.get(status, "")
        return Rejected(
            f"the server {self.place} answered {status}: {reason}{advice}",
            status=status,
            reason=reason,
        )

    def _shown(self, data: bytes | str) -> str:
        """Return the start of an answer as one line; a key that is repeated in it is left out."""
        text = data.decode(errors="replace") if isinstance(data, bytes) else data
        if self.key:
            text = text.replace(self.key, "(key)")
        return " ".join(text.split())[:300]


def key_from(variable: str | None, environment: Mapping[str, str]) -> str | None:
    """Return the key that a variable of the environment holds; None needs none.

    Raises:
        BadInput: The variable is not set, or holds nothing.
    """
    if variable is None:
        return None
    key = environment.get(variable, "").strip()
    if not key:
        raise BadInput(f"the environment variable {variable} is not set; it should hold an API key")
    if not (key.isascii() and key.isprintable()):
        raise BadInput(f"the environment variable {variable} holds no API key: copy it again")
    return key


@cache
def _client() -> httpx.Client:
    """Return what speaks HTTP; it is made once, because reading certificates takes its time."""
    return httpx.Client(limits=httpx.Limits(max_keepalive_connections=0))


def _below(address: str, path: str) -> str:
    """Put a path behind an address and before whatever follows its question mark."""
    base, mark, query = address.partition("?")
    return f"{base.rstrip('/')}/{path}{mark}{query}"


def _origin(link: str) -> tuple[str, str] | None:
    """Return scheme and host with port of a link; None when it is no link."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    return parts.scheme.lower(), parts.netloc.lower()


def _seconds(header: str | None) -> float:
    """Read `Retry-After` in seconds; a date or nonsense counts as none."""
    return float(header) if header and header.strip().isdecimal() else 0.0


def _reason(data: bytes) -> bytes | str:
    """Return the message inside an error in OpenAI's form, else the whole answer."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return data
    for key in ("error", "message", "detail"):
        if isinstance(told, dict) and key in told:
            told = told[key]
    return told if isinstance(told, str) else json.dumps(told, ensure_ascii=False)
