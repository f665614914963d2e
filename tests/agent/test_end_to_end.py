"""The shipped model behind the real command line; skipped only where its weights are missing."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from agent import build, cli, weights
from agent.build import Models

pytestmark = pytest.mark.skipif(
    "got-tiny" not in weights.names(), reason="the weights of got-tiny are not in this checkout"
)

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def models() -> Models:
    return build.load("got-tiny", "cpu")


@pytest.fixture
def run(
    models: Models,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a command in an empty folder with models that are loaded once."""
    monkeypatch.chdir(tmp_path)

    def command(*words: str) -> tuple[int, str, str]:
        code = cli.main(words, load=lambda model, device: models)
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def test_a_wish_becomes_a_plan_and_a_picture(run: Run) -> None:
    code, out, _ = run("draw", "a red apple and a blue cup", "--steps", "4", "--json")

    told = json.loads(out)
    assert code == 0
    assert {one["class"] for one in told["chain"]["elements"]} == {"apple", "cup"}
    assert Image.open(told["pictures"][0]["path"]).getextrema() != ((0, 0),) * 3


def test_the_same_seed_draws_the_same_picture_and_another_another(run: Run) -> None:
    for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        assert run("draw", "a cat", "-o", f"{name}.png", "--seed", seed, "--steps", "3")[0] == 0

    a, b, c = (Image.open(f"{name}.png").tobytes() for name in "abc")
    assert a == b != c


def test_a_picture_replays_identically(run: Run) -> None:
    run("draw", "two dogs", "-o", "a.png", "--steps", "3")

    assert run("replay", "a.png", "-o", "b.png")[1] == "b.png (identical to a.png)\n"


def test_a_moved_box_moves_only_what_was_asked(run: Run) -> None:
    planned = json.loads(run("plan", "a red apple", "--json")[1])
    planned["elements"][0]["box"] = [600, 600, 900, 900]
    Path("p.json").write_text(json.dumps(planned), "utf-8")

    told = json.loads(
        run("draw", "a red apple", "--chain", "p.json", "-o", "a.png", "--steps", "3", "--json")[1]
    )

    assert told["chain"]["elements"][0]["box"] == [600, 600, 900, 900]
    assert told["chain"]["repairs"] == []


def test_an_edit_keeps_what_it_did_not_declare(run: Run) -> None:
    run("draw", "a red apple", "-o", "a.png", "--steps", "3")

    _, out, _ = run(
        "edit", "a.png", "make the apple green", "-o", "b.png", "--steps", "3", "--json"
    )

    told = json.loads(out)["pictures"][0]
    assert told["changed_outside_px"] == 0
    with Image.open("a.png") as source, Image.open("b.png") as edited:
        assert edited.size == source.size


def test_a_dragon_is_refused_in_one_sentence(run: Run) -> None:
    code, out, err = run("draw", "a dragon", "-o", "a.png")

    assert (code, out) == (2, "")
    assert err.startswith("got: got-tiny cannot draw 'dragon'")
    assert not Path("a.png").exists()


def test_a_size_it_cannot_draw_is_refused(run: Run) -> None:
    code, _, err = run("draw", "a cat", "--size", "101x100", "-o", "a.png")

    assert code == 2
    assert "the nearest is" in err


def test_weights_that_are_cut_off_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = shutil.copytree(weights.folder_of("got-tiny"), tmp_path / "copy")
    spoiled = weights.survey(copy)[0].path
    spoiled.write_bytes(spoiled.read_bytes()[:-100])

    code = cli.main(["draw", "a cat", "--model", str(copy)])

    assert code == 3
    assert spoiled.name in capsys.readouterr().err


def test_the_doctor_finds_nothing_wrong_with_the_weights(
    capsys: pytest.CaptureFixture[str],
) -> None:
    cli.main(["doctor", "--json"])

    report = json.loads(capsys.readouterr().out)
    assert report["weights"]
    assert all(one["problem"] is None for one in report["weights"])
