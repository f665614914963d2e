"""Asking a server that is busy, gone, silent, slow or strange; and keeping its key to ourselves."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from got_models.errors import BadInput, ServerError, ServerTimeout
from got_models.servers.remote import Rejected, Remote, key_from

sys.path.append(str(Path(__file__).resolve().parents[2] / "support"))

from local_server import Reply, Server, error

KEY = "sk-secret"


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def remote(server: Server, pauses: list[float]) -> Callable[..., Remote]:
    return lambda **fields: Remote(server.address, key=KEY, wait=pauses.append, **fields)


def test_a_busy_server_is_asked_again_after_growing_pauses(
    server: Server,
    remote: Callable[..., Remote],
    pauses: list[float],
) -> None:
    server.says(error(503, "busy"), error(429, "slow down"), (200, {"well": True}))

    assert remote().post("x", {}) == {"well": True}
    assert pauses == [0.5, 1.0]
    assert len(server.asked) == 3


def test_a_server_that_says_when_to_come_back_is_obeyed(
    server: Server,
    remote: Callable[..., Remote],
    pauses: list[float],
) -> None:
    def later(asked: object, handler: object) -> None:
        handler.send_response(429)
        handler.send_header("retry-after", "7")
        handler.send_header("content-length", "0")
        handler.end_headers()

    server.says(later, (200, {}))

    remote().post("x", {})

    assert pauses == [7.0]


def test_a_server_that_stays_busy_is_named_after_the_last_try(
    server: Server,
    remote: Callable[..., Remote],
) -> None:
    server.says(error(500, "out of order"))

    with pytest.raises(ServerError, match=r"127\.0\.0\.1.* answered 500: out of order"):
        remote(tries=3).post("x", {})
    assert len(server.asked) == 3


def test_what_is_rejected_is_not_asked_again(
    server: Server,
    remote: Callable[..., Remote],
) -> None:
    server.says(error(401, f"bad key {KEY}"))

    with pytest.raises(Rejected, match="key_variable") as refusal:
        remote().post("x", {})
    assert KEY not in str(refusal.value)
    assert KEY not in repr(remote())
    assert len(server.asked) == 1
    assert server.asked[0].headers["Authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("kind", ["hang", "trickle"])
def test_a_server_that_hangs_is_given_up_in_time(
    server: Server,
    remote: Callable[..., Remote],
    request: pytest.FixtureRequest,
    kind: str,
) -> None:
    reply: Reply = request.getfixturevalue(kind)
    server.says(reply)
    start = time.monotonic()

    with pytest.raises(ServerTimeout, match=r"within 0\.3 s"):
        remote(timeout_s=0.3).post("x", {})

    assert time.monotonic() - start < 3


def test_a_pause_that_would_go_over_the_time_is_not_begun(
    server: Server,
    remote: Callable[..., Remote],
    pauses: list[float],
) -> None:
    server.says(error(503, "busy"))

    with pytest.raises(ServerTimeout):
        remote(timeout_s=0.4).post("x", {})
    assert pauses == []


def test_an_answer_without_end_is_cut(
    server: Server,
    remote: Callable[..., Remote],
) -> None:
    server.says((200, b" " * 3_000_000))

    with pytest.raises(ServerError, match="more than 1 MiB"):
        remote(most_bytes=2**20).post("x", {})


@pytest.mark.parametrize("answer", [b"<html>welcome</html>", b"", b"[" * 5_000])
def test_an_answer_that_is_no_json_is_shown(
    server: Server,
    remote: Callable[..., Remote],
    answer: bytes,
) -> None:
    server.says((200, answer))

    with pytest.raises(ServerError, match="no JSON"):
        remote().post("x", {})


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9", "http://[::bad", "ftp://127.0.0.1/v1", "http://"]
)
def test_a_server_that_is_not_there_is_one_clear_error(address: str) -> None:
    with pytest.raises(ServerError, match="cannot be reached"):
        Remote(address, tries=2, wait=lambda seconds: None).get("models")


def test_a_redirect_is_not_followed(
    server: Server,
    remote: Callable[..., Remote],
) -> None:
    def elsewhere(asked: object, handler: object) -> None:
        handler.send_response(307)
        handler.send_header("location", server.address + "/elsewhere")
        handler.send_header("content-length", "0")
        handler.end_headers()

    server.says(elsewhere)

    with pytest.raises(Rejected, match="307"):
        remote().post("x", {})
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "link",
    [
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
        "http://[::bad",
        "http://127.0.0.1:1/x",
    ],
)
def test_a_link_to_another_host_is_not_fetched(remote: Callable[..., Remote], link: str) -> None:
    with pytest.raises(ServerError, match="only pictures that it sends itself"):
        remote().fetch(link)


def test_a_question_mark_stays_behind_the_path(server: Server) -> None:
    server.says((200, {}))
    remote = Remote(server.address + "?version=1")

    remote.get("models")

    assert server.asked[0].path == "/v1/models?version=1"
    assert remote.place == server.address


def test_a_key_comes_from_the_environment_or_is_missed_by_name() -> None:
    assert key_from("MY_KEY", {"MY_KEY": " x \n"}) == "x"
    assert key_from(None, {}) is None
    for held in ({}, {"MY_KEY": " "}):
        with pytest.raises(BadInput, match="MY_KEY is not set"):
            key_from("MY_KEY", held)
    with pytest.raises(BadInput, match="copy it again"):
        key_from("MY_KEY", {"MY_KEY": "a\nb"})
