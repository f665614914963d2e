"""A judge behind a real server: good answers, malformed ones, refusals, and no server at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from got_models.brains.chat_server import ChatServer
from got_models.errors import ServerError
from got_models.evaluating.formats import cli
from got_models.evaluating.formats.edit_judge import (
    Edit,
    judge_all,
    judge_edit,
    read_scores,
    summarise,
)
from got_models.servers.remote import Remote

if TYPE_CHECKING:
    from local_server import Server

from local_server import chat, error


def _edit(name: str = "one") -> Edit:
    before, after = (Image.new("RGB", (32, 32), tone) for tone in ("red", "green"))
    return Edit(name, "make the apple green", before, after)


def _asking(server: Server) -> ChatServer:
    return ChatServer(Remote(server.address, tries=1), "judge")


def test_an_edit_is_as_good_as_the_lower_of_its_two_scores(server: Server) -> None:
    server.says(chat({"reasoning": "well done", "score": [9, 4]}))

    found = judge_edit(_edit(), _asking(server))

    assert (found.success, found.restraint, found.score) == (9, 4, 0.4)
    assert found.reason == "well done"
    [content] = [message["content"] for message in server.asked[0].json["messages"]]
    assert [part["type"] for part in content] == ["image_url", "image_url", "text"]
    assert "make the apple green" in content[2]["text"]


def test_a_malformed_answer_is_asked_for_once_more(server: Server) -> None:
    server.says(chat("It looks nice."), chat("Scores: [7, 8]"))

    found = judge_edit(_edit(), _asking(server))

    assert found.score == 0.7
    assert len(server.asked) == 2


def test_answers_without_scores_and_refusals_are_counted_and_no_zeros(server: Server) -> None:
    server.says(
        chat({"score": [10, 10]}), chat("no"), chat("no"), chat("", refusal="I will not.")
    )  # fmt: skip

    found = judge_all([_edit("a"), _edit("b"), _edit("c")], _asking(server))
    told = summarise(found, "judge")

    assert [one.outcome for one in found] == ["scored", "malformed", "refused"]
    assert (told.mean, told.scored, told.malformed, told.refused) == (1.0, 1, 1, 1)
    assert "I will not" in found[2].reason


def test_a_server_that_fails_says_nothing_about_the_edit(server: Server) -> None:
    server.says(error(401, "no key"))

    with pytest.raises(ServerError, match="401"):
        judge_edit(_edit(), _asking(server))


def test_the_command_judges_an_exported_folder(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("before.png", "after.png"):
        Image.new("RGB", (8, 8)).save(tmp_path / name)
    line = {"id": "x", "instruction": "add a cup", "source": "before.png", "edited": "after.png"}
    (tmp_path / "edits.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    server.says(chat({"score": [6, 5], "reasoning": "meh"}))

    code = cli.main(["judge", str(tmp_path / "edits.jsonl"), "--address", server.address,
                     "--judge", "seer", "-o", str(tmp_path / "said.jsonl")])  # fmt: skip

    assert code == 0
    assert json.loads(capsys.readouterr().out)["mean"] == 0.5
    assert json.loads((tmp_path / "said.jsonl").read_text("utf-8"))["restraint"] == 5


@given(st.text(max_size=80))
def test_any_text_is_two_scores_in_range_or_none(text: str) -> None:
    found = read_scores(text)

    assert found is None or all(0 <= score <= 10 for score in found[0])


@pytest.mark.parametrize(
    "text", ['{"score": [11, 3]}', '{"score": [5]}', '{"score": [true, 2]}', "[12, 3]", "7, 8"]
)
def test_scores_out_of_range_or_form_are_none(text: str) -> None:
    assert read_scores(text) is None
