"""`got session` and `got graph`: nothing of it loads a model."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent import cli
from agent.graph import mermaid
from memory.archive import Archive

Open = Callable[..., Any]


@pytest.fixture
def got(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*words: str) -> tuple[int, str, str]:
        code = cli.main(["session", *words, "--memory", str(folder)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def session(assistant: Open, apple: str, edit_chain: str) -> Any:
    a = assistant(
        ("draw_picture", {"wish": "a red apple"}),
        ("edit_picture", {"instruction": "make the apple blue"}),
        ("draw_picture", {"wish": "a red apple"}),
        answers=[apple, edit_chain, apple],
    )
    made = a.session()
    made.say("draw a red apple")
    made.say("make it blue")
    made.undo()
    made.branch("other")
    made.say("draw a red apple")
    made.star(1)
    made.name("the blue one", 2)
    made.keep("the apple stays red")
    made.go_to(2)
    return made


def test_sessions_are_listed_shown_and_removed(got: Any, session: Any) -> None:
    assert session.id in got("ls")[1]
    assert "draw a red apple" in got("show", session.id[:8])[1]
    assert "promised: the apple stays red" in got("show", session.id)[1]
    assert got("rm", session.id)[1] == f"removed {session.id}\n"
    assert got("ls")[1] == ""
    assert got("show", session.id)[0] == 2


def test_a_tree_shows_branches_names_and_stars(got: Any, session: Any) -> None:
    assert got("tree", session.id)[1].splitlines() == [
        "1. draw: a red apple starred",
        "  2. edit: make the apple blue (main) 'the blue one' <- here",
        "  3. draw: a red apple (other)",
    ]


def test_an_exported_session_comes_back_the_same(got: Any, session: Any, tmp_path: Path) -> None:
    target = tmp_path / "work.zip"
    assert got("export", session.id, "-o", str(target))[1] == f"{target}\n"

    code, out, _ = got("import", str(target), "--json")

    again = json.loads(out)["session"]
    assert code == 0
    assert again != session.id
    assert got("tree", again)[1] == got("tree", session.id)[1]
    assert got("show", again)[1] == got("show", session.id)[1]
    one, other = (json.loads(got("show", which, "--json")[1]) for which in (session.id, again))
    pictures = [[v["picture"] for v in told["versions"]] for told in (one, other)]
    assert pictures[0] == pictures[1]


def test_a_damaged_project_leaves_nothing_behind(
    got: Any, session: Any, tmp_path: Path, folder: Path
) -> None:
    target = tmp_path / "work.zip"
    got("export", session.id, "-o", str(target))
    whole = target.read_bytes()

    for damaged in (b"", b"PK", whole[: len(whole) // 2], whole.replace(b"IDAT", b"IDAX")):
        target.write_bytes(damaged)
        code, out, err = got("import", str(target))
        assert (code, out) == (2, "")
        assert err.count("\n") == 1

    with Archive.open(folder) as archive:
        assert len(archive.sessions.newest()) == 1


def test_the_graph_is_printed_as_mermaid(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["graph"]) == 0

    assert capsys.readouterr().out == f"{mermaid().rstrip()}\n"


def test_langgraphs_own_tools_find_the_machine() -> None:
    root = Path(__file__).resolve().parents[3]
    told = json.loads((root / "langgraph.json").read_text("utf-8"))
    module, _, name = told["graphs"]["turn"].removeprefix("./").partition(".py:")

    code = (
        f"from {module.replace('/', '.')} import {name}; "
        f"print(type({name}()).__name__, len({name}().nodes))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )

    assert done.stdout.split()[0] == "CompiledStateGraph"
