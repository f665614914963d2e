"""What the page's server lets in, gives out and refuses."""

import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
from page_driver import PATIENCE_S, WISH, rested
from PIL import Image, PngImagePlugin

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def client(server: Any) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=PATIENCE_S) as opened:
        opened.get("/")
        yield opened


@pytest.fixture
def session(client: httpx.Client) -> str:
    return str(client.post("/page/sessions").json()["session"])


@pytest.fixture
def ask(client: httpx.Client, session: str, server: Any) -> Ask:
    """Give a command to the session and wait for its turn."""

    def given(do: str, *, status: int = 200, wait: bool = True, **about: object) -> dict[str, Any]:
        body = {"page": "test", "command": {"do": do, **about}}
        answer = client.post(f"/page/sessions/{session}", json=body)
        assert answer.status_code == status, answer.text
        said: dict[str, Any] = answer.json()
        if wait and "turn" in said:
            server.house.assistant.turn(said["turn"]).wait(PATIENCE_S)
        return said

    return given


def say(ask: Ask, words: str = WISH, **about: object) -> dict[str, Any]:
    return ask("say", text=words, key=uuid4().hex, **about)


def png(size: tuple[int, int] = (40, 30), **text: str) -> bytes:
    info = PngImagePlugin.PngInfo()
    for key, value in text.items():
        info.add_text(key, value)
    stream = io.BytesIO()
    Image.new("RGB", size, "orange").save(stream, "PNG", pnginfo=info)
    return stream.getvalue()


def upload(client: httpx.Client, session: str, data: bytes, name: str = "a.png") -> httpx.Response:
    return client.post(
        f"/page/sessions/{session}/upload", content=data, headers={"X-Name": quote(name)}
    )


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/page/about", {}),
        ("/page/about", {"Cookie": "got_page=guessed"}),
        ("/", {"Host": "evil.example"}),
        ("/", {"Origin": "https://evil.example"}),
        ("/shell/", {}),
        ("/shell/gradio_api/file=/etc/passwd", {}),
        ("/shell/gradio_api/file/etc/passwd", {}),
    ],
)
def test_strangers_are_refused(server: Any, path: str, headers: dict[str, str]) -> None:
    answer = httpx.get(server.url.rstrip("/") + path, headers=headers, timeout=PATIENCE_S)

    assert answer.status_code == 403
    assert "error" in answer.json()


def test_gradios_own_ways_of_taking_and_giving_files_are_closed(client: httpx.Client) -> None:
    taken = client.post("/shell/gradio_api/upload", files={"files": ("a.txt", b"x")})
    given = client.get("/shell/gradio_api/file=agent.yaml")

    assert (taken.status_code, given.status_code) == (403, 403)


def test_a_picture_is_given_to_the_session_it_belongs_to(
    client: httpx.Client, session: str
) -> None:
    digest = upload(client, session, png()).json()["pictures"][0]["digest"]
    other = client.post("/page/sessions").json()["session"]

    own = client.get(f"/page/sessions/{session}/pictures/{digest}")
    small = client.get(f"/page/sessions/{session}/pictures/{digest}?side=96")
    foreign = client.get(f"/page/sessions/{other}/pictures/{digest}")

    assert (own.status_code, own.headers["content-type"]) == (200, "image/png")
    assert own.headers["x-content-type-options"] == "nosniff"
    assert (small.status_code, small.headers["content-type"]) == (200, "image/webp")
    assert foreign.status_code == 404


@pytest.mark.parametrize("digest", ["../../page.key", "%2e%2e%2fpage.key", "0" * 63, "g" * 64])
def test_only_digests_name_pictures(client: httpx.Client, session: str, digest: str) -> None:
    assert client.get(f"/page/sessions/{session}/pictures/{digest}").status_code in (400, 404)


def test_an_upload_is_limited_in_bytes_and_in_pixels(client: httpx.Client, session: str) -> None:
    stream = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(stream, "PNG")

    heavy = upload(client, session, b"\x89PNG" + bytes(25 * 1024 * 1024))
    wide = upload(client, session, stream.getvalue())

    assert (heavy.status_code, wide.status_code) == (400, 400)
    assert "larger than 25 MiB" in heavy.json()["error"]
    assert "more than the 40 million" in wide.json()["error"]
    assert client.get(f"/page/sessions/{session}").json()["pictures"] == []


def test_the_text_inside_a_png_is_not_kept(client: httpx.Client, session: str) -> None:
    digest = upload(client, session, png(Comment="<script>alert(1)</script>")).json()["pictures"][
        0
    ]["digest"]

    kept = client.get(f"/page/sessions/{session}/pictures/{digest}").content

    assert b"script" not in kept


def test_a_command_of_a_stale_page_is_refused_and_changes_nothing(
    ask: Ask, client: httpx.Client, session: str
) -> None:
    before = say(ask)["revision"]
    client.post(f"/page/sessions/{session}/upload", content=png())

    refused = ask("undo", revision=before, status=409)

    assert refused["kind"] == "SessionMoved"
    assert client.get(f"/page/sessions/{session}/place").json()["head"] == 2


def test_a_message_of_a_stale_page_begins_nothing(
    ask: Ask, client: httpx.Client, session: str
) -> None:
    before = client.get(f"/page/sessions/{session}").json()["revision"]
    client.post(f"/page/sessions/{session}/upload", content=png())

    ask("say", text=WISH, key=uuid4().hex, revision=before, status=409)

    assert client.get(f"/page/sessions/{session}").json()["turns"] == []


def test_a_star_is_told_to_the_other_pages_and_makes_none_of_them_stale(
    ask: Ask, session: str, server: Any
) -> None:
    say(ask)
    rested(server)
    told: list[dict[str, object]] = []
    with server.house.hub.listening(session, told.append):
        ask("star", picture=1, starred=True)

    assert [(one["mark"], one["moved"]) for one in told] == [
        ({"number": 1, "name": None, "starred": True}, False)
    ]


def test_what_is_shown_first_comes_in_one_answer(
    ask: Ask, client: httpx.Client, session: str
) -> None:
    say(ask)

    named = client.get(f"/page/start?session={session}").json()
    newest = client.get("/page/start").json()
    unknown = client.get("/page/start?session=%3Cscript%3E").json()

    assert {one["view"]["session"] for one in (named, newest, unknown)} == {session}
    assert named["about"]["sessions"][0]["id"] == session


def test_the_parts_of_the_page_are_packed_and_kept_until_they_change(client: httpx.Client) -> None:
    document = client.get("/").text
    places = re.findall(r'"(/page/static/[^"]+)"', document)
    answers = [client.get(place) for place in places]

    assert len(places) > 10
    assert {one.status_code for one in answers} == {200}
    assert {one.headers["content-encoding"] for one in answers} == {"gzip"}
    assert all("immutable" in one.headers["cache-control"] for one in answers)


def test_every_step_that_takes_time_tells_how_long_it_took(
    ask: Ask, client: httpx.Client, session: str
) -> None:
    say(ask)

    events = client.get(f"/page/sessions/{session}").json()["turns"][-1]["events"]

    timed = {one["kind"] for one in events if one.get("seconds", 0) > 0}
    assert timed >= {"understood", "planned", "painted", "judged"}


def test_the_same_message_sent_twice_is_one_turn(
    ask: Ask, client: httpx.Client, session: str
) -> None:
    first = ask("say", text=WISH, key="once-and-again")
    second = ask("say", text=WISH, key="once-and-again")

    assert first["turn"] == second["turn"]
    assert len(client.get(f"/page/sessions/{session}").json()["turns"]) == 1


def test_a_page_that_comes_back_hears_what_it_has_missed_and_nothing_twice(
    ask: Ask, client: httpx.Client, session: str
) -> None:
    turn = say(ask)["turn"]
    everything = heard(client, session, "0.0")
    known = len(everything) // 2

    rest = heard(client, session, f"{turn}.{known}")

    assert [one["kind"] for one in everything[:3]] == ["began", "understood", "called"]
    assert everything[-1]["kind"] == "ended"
    assert rest == everything[known:]


def test_settings_hold_from_the_next_turn_on_and_not_in_the_middle_of_one(
    ask: Ask, client: httpx.Client, server: Any
) -> None:
    with server.painter.held():
        turn = ask("say", text=WISH, key=uuid4().hex, wait=False)["turn"]
        assert server.painter.begun.wait(PATIENCE_S)
        refused = client.post("/page/settings", json={"candidates": 2})
    server.house.assistant.turn(turn).wait(PATIENCE_S)
    rested(server)
    wrong = client.post("/page/settings", json={"candidates": 99})
    unknown = client.post("/page/settings", json={"magic": True})
    changed = client.post("/page/settings", json={"candidates": 2})
    made = server.house.assistant.turn(say(ask)["turn"]).attempts
    rested(server)
    client.post("/page/settings", json={"candidates": 1})

    assert "under way" in refused.json()["error"]
    assert (wrong.status_code, unknown.status_code) == (400, 400)
    assert changed.json() == {"candidates": 2}
    assert len(made) == 2


def test_an_exported_session_can_be_imported(ask: Ask, client: httpx.Client, session: str) -> None:
    say(ask)
    ask("star", picture=1, starred=True)
    packed = client.get(f"/page/sessions/{session}/export?form=project").content

    copy = client.post("/page/import", content=packed).json()
    refused = client.post("/page/import", content=b"no zip")

    assert copy["session"] != session
    assert [one["starred"] for one in copy["pictures"]] == [True]
    assert refused.status_code == 400


def test_a_word_that_cannot_be_drawn_is_answered_in_words(
    ask: Ask, client: httpx.Client, session: str, server: Any
) -> None:
    server.reasoner.vocabulary = frozenset({"cup", "bowl"})
    try:
        say(ask)
    finally:
        server.reasoner.vocabulary = None

    turn = client.get(f"/page/sessions/{session}").json()["turns"][-1]

    assert turn["state"] == "finished"
    assert "cannot draw" in turn["events"][-1]["error"]


@pytest.mark.parametrize(
    "command",
    [
        {"do": "say", "text": "", "key": "12345678"},
        {"do": "say", "text": "x" * 100_000, "key": "12345678"},
        {"do": "fly"},
        {"do": "go", "picture": 0},
        {"do": "draw", "picture": 1, "plan": {"parts": [{"phrase": "cup", "box": [1, 2]}]}},
        {"do": "tool", "tool": "export", "arguments": {"form": "project"}},
    ],
)
def test_nonsense_is_answered_with_a_sentence(
    client: httpx.Client, session: str, command: dict[str, object]
) -> None:
    answer = client.post(f"/page/sessions/{session}", json={"page": "t", "command": command})

    assert answer.status_code == 400
    assert isinstance(answer.json()["error"], str)


def test_what_the_page_loads_comes_from_this_server_alone(client: httpx.Client) -> None:
    policy = client.get("/").headers["content-security-policy"]

    assert "default-src 'self'" in policy
    assert "http" not in policy


def heard(client: httpx.Client, session: str, after: str) -> list[dict[str, Any]]:
    """Return the kept events that are told until the turn is over."""
    found = []
    address = f"/page/sessions/{session}/events?after={after}"
    with client.stream("GET", address) as stream:
        for line in stream.iter_lines():
            told = json.loads(line.removeprefix("data: ")) if line.startswith("data: ") else {}
            if "count" in told:
                found.append(told["event"])
            if told.get("state") == "finished":
                break
    return found


def test_a_lock_is_shown_where_its_place_is_after_a_cut(
    client: httpx.Client, session: str, ask: Ask, server: Any
) -> None:
    say(ask)
    ask("lock", index=0)
    server.house.assistant.session(session).call("crop", box=[0, 300, 999, 999])

    whole, cut = (client.get(f"/page/sessions/{session}/plans/{n}").json() for n in (1, 2))

    assert list(whole["locked"]) == list(cut["locked"]) == ["0"]
    assert whole["scene"]["parts"] != cut["scene"]["parts"]
