"""`got chat`: messages from a file, quick commands, approval, JSON, and mistakes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from agent.build import Models
from agent.commands import chat as command
from agent.context import Staff
from agent.graph import tools
from agent.settings import Settings

Chat = Callable[..., tuple[int, str, str]]


@pytest.fixture
def chat(
    folder: Path,
    tmp_path: Path,
    planner: Any,
    reasoner: Any,
    painter: Any,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Chat:
    """Run a file of messages with a scripted planner; answers exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def run(
        messages: str, *words: str, script: Any = (), answers: Any = (), pictures: int = 9
    ) -> tuple[int, str, str]:
        Path("messages.txt").write_text(messages, "utf-8")
        approval = "ask" if "ask" in words else "auto"
        held = Settings(steps=2, memory=str(folder), approval=approval)
        scripted = planner(*script).bind_tools(tools())
        models = Models(reasoner(*answers), painter(pictures))
        staff = Staff(models, scripted, held, folder)
        code = command.main(["messages.txt", "--memory", str(folder), *words], staff=lambda: staff)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_a_file_of_messages_is_a_conversation(chat: Chat, apple: str, edit_chain: str) -> None:
    code, out, err = chat(
        "# a comment\ndraw a red apple\n\nmake it blue\n/undo\n/tree\n",
        script=[
            ("draw_picture", {"wish": "a red apple"}),
            ("edit_picture", {"instruction": "make the apple blue"}),
        ],
        answers=[apple, edit_chain],
    )

    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("session ")
    assert "  1. red apple                (100, 200, 400, 600)" in lines
    assert "picture 2" in lines
    assert lines[-2:] == [
        "1. draw: a red apple <- here",
        "2. edit: make the apple blue (main)",
    ]
    paths = [line.strip() for line in lines if line.endswith(".png")]
    assert len(paths) == 3
    assert all(Path(path).is_file() for path in paths)


def test_json_prints_one_event_per_line(chat: Chat, apple: str) -> None:
    _, out, _ = chat(
        "draw a red apple",
        "--json",
        script=[("draw_picture", {"wish": "a red apple"})],
        answers=[apple],
    )

    events = [json.loads(line) for line in out.splitlines()]
    assert events[0]["kind"] == "began"
    assert events[-1] == {
        "turn": 1,
        "seconds": 0.0,
        "kind": "ended",
        "state": "finished",
        "error": "",
    }
    assert {event["turn"] for event in events} == {1}


def test_a_plan_is_asked_about_and_accepted(chat: Chat, apple: str) -> None:
    _, out, _ = chat(
        "draw a red apple\nyes\n",
        "--approval",
        "ask",
        script=[("draw_picture", {"wish": "a red apple"})],
        answers=[apple],
    )

    assert out.count("Draw this?") == 1
    assert out.count("plan 1, by the reasoner") == 1
    assert "Picture 1: a red apple." in out


def test_boxes_are_moved_and_objects_locked_without_the_planner(chat: Chat, apple: str) -> None:
    _, out, err = chat(
        "draw a red apple\n/box red apple 500 500 900 900\n/move apple left 100\n/lock apple\n"
        "/promises\n/release 1\n/plan\n",
        script=[("draw_picture", {"wish": "a red apple"})],
        answers=[apple],
    )

    assert err == ""
    assert "picture 3" in out
    assert "promised: the red apple stays at (400,500),(800,900)" in out
    assert "no longer: the red apple stays at" in out
    assert "(400, 500, 800, 900)" in out


def test_mistakes_are_one_sentence_each_and_the_conversation_goes_on(
    chat: Chat, apple: str
) -> None:
    code, out, err = chat(
        "/undo\n/paint\n/box apple\n/go seven\n/box 'apple\n/attach nothing.png\ndraw\n",
        script=[("draw_picture", {"wish": "a red apple"})],
        answers=[apple],
    )

    assert code == 3
    assert "Picture 1" in out
    assert err.count("got: ") == 6
    assert "nothing to undo" in err


def test_pictures_are_attached_starred_named_branched_and_exported(
    chat: Chat, tmp_path: Path
) -> None:
    Image.new("RGB", (40, 30), "green").save("leaf.png")

    _, out, err = chat(
        "/attach leaf.png\n/star\n/name the leaf\n/branch side\n/export sheet\n/open\n/tree\n"
    )

    assert err == ""
    assert "picture 1" in out
    assert "1. upload: leaf.png (side) 'the leaf' starred <- here" in out
    sheet = next(line for line in out.splitlines() if "-sheet-" in line)
    with Image.open(sheet) as opened:
        assert opened.width > 256


def test_a_session_goes_on_where_it_was_left(chat: Chat, apple: str) -> None:
    script = [("draw_picture", {"wish": "a red apple"})]
    _, out, _ = chat("draw a red apple", script=script, answers=[apple])
    session = out.split()[1]

    _, out, _ = chat("/tree\n/quit\nnever said", "--session", session)

    assert out.splitlines() == [f"session {session}", "1. draw: a red apple (main) <- here"]
