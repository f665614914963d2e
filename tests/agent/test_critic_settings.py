"""Who judges pictures is chosen by the settings: nobody, a folder, a chat model, or a server."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from agent import build, settings
from agent.assistant import Assistant
from agent.context import Staff
from agent.crew import JUDGE
from agent.graph import tools
from agent.settings import Settings
from got_models.errors import BadInput
from tools.asked_critique import AskedCritic

sys.path.append(str(Path(__file__).resolve().parents[1] / "support"))

from local_server import Asked, Reply, Server, chat, error, hang, server

__all__ = ["hang", "server"]

Sit = Callable[..., Assistant]
YES, NO = ({"seen": f"looked: {said}", "answer": said} for said in ("yes", "no"))


def test_off_means_nobody_however_it_is_spelled(tmp_path: Path) -> None:
    file = tmp_path / "agent.yaml"
    for spelling in ("off", "'off'", "{source: 'off'}"):
        file.write_text(f"critic: {spelling}\n", "utf-8")
        held = settings.read(file)

        assert build.eye(held) is None
        assert build.critic(held, None) is None
    assert build.eye(Settings(critique=False)) is None


@pytest.mark.parametrize("source", ["no-such-folder", ".", "owner/no-such-model"])
def test_whoever_cannot_judge_is_refused_with_what_can(
    source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    held = Settings.model_validate({"critic": source})

    assert build.eye(held) is None
    with pytest.raises(BadInput, match=r"cannot judge pictures; name a chat model .* off for nob"):
        build.critic(held, None)


def test_a_crop_judge_is_read_from_the_folder_that_is_named(tmp_path: Path) -> None:
    crop_judge = pytest.importorskip("got_models.verifying.crop_judge")
    assert crop_judge.WEIGHTS.name == JUDGE
    shutil.copy(crop_judge.WEIGHTS, tmp_path)

    held = Settings.model_validate({"critic": str(tmp_path)})

    assert isinstance(build.eye(held), crop_judge.CropJudge)


def test_a_key_that_is_missing_is_named_before_anything_is_asked(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_SUCH_KEY", raising=False)
    part = {"source": server.address, "model": "m", "key_variable": "NO_SUCH_KEY"}

    with pytest.raises(BadInput, match="NO_SUCH_KEY is not set"):
        build.critic(Settings.model_validate({"critic": part}), None)
    assert server.asked == []


@pytest.fixture
def sit(
    server: Server,
    folder: Path,
    reasoner: Callable[..., Any],
    painter: Callable[..., Any],
    planner: Callable[..., Any],
    apple: str,
) -> Iterator[Sit]:
    """Open an assistant whose critic is the server, and which is told twice to draw."""
    opened: list[Assistant] = []

    def open_assistant(**about: object) -> Assistant:
        part = {"source": server.address, "model": "m", "timeout_s": 60, "tries": 1, **about}
        held = Settings.model_validate({"steps": 2, "rounds": 1, "critic": part})

        def staff() -> Staff:
            return Staff(
                models=build.Models(reasoner(*[apple] * 4), painter(9)),
                planner=planner(*[("draw_picture", {"wish": "a red apple"})] * 2).bind_tools(
                    tools()
                ),
                settings=held,
                folder=folder,
                critic=build.critic(held, build.eye(held)),
            )

        opened.append(Assistant.open(held, memory=folder, staff=staff))
        return opened[-1]

    yield open_assistant
    for one in opened:
        one.close()


def test_a_server_in_the_settings_judges_every_check(sit: Sit, server: Server) -> None:
    server.says(chat(YES))

    turn = sit().session().say("draw a red apple")

    assert turn.critique is not None
    assert [(check.name, check.passed) for check in turn.critique.checks] == [
        ("red apple is there", True),
        ("red apple is in its box", True),
        ("red apple is red", True),
        ("there is a red apple", True),
    ]
    assert {check.evidence for check in turn.critique.checks} == {"looked: yes"}
    assert turn.reply == "Picture 1: a red apple. All 4 checks pass."
    assert all("image_url" in json.dumps(one.json) for one in server.asked)


def test_what_a_server_does_not_see_is_mended(sit: Sit, server: Server) -> None:
    server.says(chat(NO), chat(NO), chat(YES))

    turn = sit().session().say("draw a red apple")

    assert [one.score for one in turn.attempts] == [0.0, 1.0]
    assert [one.chosen for one in turn.attempts] == [False, True]


def silent(asked: Asked, handler: Any) -> None:
    """Hang up in the middle of an answer."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{")


@pytest.mark.parametrize(
    "reply",
    [chat("It depends."), chat("", refusal="no"), error(500, "down"), (200, b"<html>"), silent],
)
def test_a_critic_that_misbehaves_costs_no_picture_and_no_session(
    sit: Sit, server: Server, reply: Reply
) -> None:
    server.says(reply)
    session = sit().session()

    turn = session.say("draw a red apple")

    assert turn.state == "finished"
    assert turn.picture_number == 1
    assert turn.reply.startswith("Picture 1: a red apple. Nobody judged it: ")
    assert [one.score for one in turn.attempts] == [None]

    server.says(chat(YES))
    assert session.say("draw a red apple").reply.endswith("All 4 checks pass.")


def test_what_nobody_judged_does_not_go_before_what_somebody_did(sit: Sit, server: Server) -> None:
    server.says(chat(NO), chat(NO), error(500, "down"))

    turn = sit().session().say("draw a red apple")

    assert [one.score for one in turn.attempts] == [0.0, None]
    assert [one.chosen for one in turn.attempts] == [True, False]
    assert "0 of 4 checks pass" in turn.reply


def test_a_critic_that_hangs_is_given_up_in_its_time(sit: Sit, server: Server, hang: Reply) -> None:
    server.says(hang)

    turn = sit(timeout_s=0.5).session().say("draw a red apple")

    assert turn.picture_number == 1
    assert "Nobody judged it" in turn.reply
    assert len(server.asked) <= 1


def test_a_budget_that_is_spent_ends_the_judging_and_not_the_turn(sit: Sit, server: Server) -> None:
    server.says(chat(YES))

    turn = sit(token_budget=150).session().say("draw a red apple")

    assert "Nobody judged it" in turn.reply
    assert len(server.asked) == 2


def test_a_chat_model_of_a_folder_can_be_asked_too(tmp_path: Path) -> None:
    pytest.importorskip("transformers")
    (tmp_path / "config.json").write_text('{"model_type": "qwen2_5_vl"}', "utf-8")
    (tmp_path / "model.safetensors").write_bytes(b"\2\0\0\0\0\0\0\0{}")

    critic = build.critic(Settings.model_validate({"critic": str(tmp_path)}), None)

    assert isinstance(critic, AskedCritic)
