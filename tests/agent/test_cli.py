"""The command line: exit codes, one sentence per mistake, results on stdout, nothing half-made."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from PIL import Image
from stand_ins import ScriptedReasoner

from got_models.chain_text import Reading
from tools import png

Got = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def photo(path: Path, size: tuple[int, int] = (120, 90)) -> Path:
    Image.linear_gradient("L").resize(size).convert("RGB").save(path)
    return path


def refused(answer: tuple[int, str, str], *words: str) -> bool:
    """Check that a mistake was answered with exit code 2 and one sentence holding `words`."""
    code, out, err = answer
    assert code == 2, (code, err)
    assert out == ""
    assert err.startswith("got: ")
    assert err.count("\n") == 1
    assert all(word in err for word in words), err
    return True


def test_draw_saves_a_picture_that_carries_its_recipe(got: Got, apple: str) -> None:
    code, out, err = got(
        "draw", "a red apple", "-o", "scene.png", "--seed", "7", answers=[apple], pictures=1
    )

    assert (code, out, err) == (0, "scene.png\n", "")
    recipe = png.read_recipe(Path("scene.png"))
    assert (recipe.wish, recipe.seed, recipe.chain) == ("a red apple", 7, apple)


def test_draw_names_pictures_after_wish_and_seed(got: Got, apple: str) -> None:
    code, out, _ = got("draw", "A red apple!", "--n", "2", answers=[apple], pictures=2)

    assert code == 0
    assert out.split() == ["a-red-apple-42.png", "a-red-apple-43.png"]
    assert Path("a-red-apple-42.png").read_bytes() != Path("a-red-apple-43.png").read_bytes()


def test_draw_puts_the_seed_into_a_given_name_when_there_are_several(got: Got, apple: str) -> None:
    got("draw", "x", "-o", "a.png", "--n", "2", "--seed", "1", answers=[apple], pictures=2)

    assert sorted(path.name for path in Path().iterdir()) == ["a-1.png", "a-2.png"]


def test_draw_tells_everything_in_json(got: Got, apple: str) -> None:
    _, out, _ = got(
        "draw", "a red apple", "-o", "s.png", "--json", "--overlay", answers=[apple], pictures=1
    )

    told = json.loads(out)
    assert told["chain"]["text"] == apple
    assert told["chain"]["elements"] == [
        {
            "phrase": "red apple",
            "class": "apple",
            "color": "red",
            "mask_color": "red",
            "box": [100, 200, 400, 600],
        }
    ]
    assert told["pictures"] == [{"path": "s.png", "seed": 42, "overlay": "s.plan.png"}]
    assert set(told["seconds"]) == {"load", "plan", "draw", "save"}
    assert Path("s.plan.png").is_file()


def test_draw_shows_the_plan_when_asked(got: Got, apple: str) -> None:
    _, out, _ = got("draw", "x", "-o", "s.png", "--show-plan", answers=[apple], pictures=1)

    assert out.startswith(apple)
    assert "(100, 200, 400, 600)" in out


def test_draw_follows_a_given_chain_without_asking_the_reasoner(got: Got, apple: str) -> None:
    Path("moved.txt").write_text(apple.replace("(100,200)", "(300,200)"), encoding="utf-8")

    code, _, err = got("draw", "x", "-o", "s.png", "--chain", "moved.txt", pictures=1)

    assert (code, err) == (0, "")
    assert "(300,200)" in png.read_recipe(Path("s.png")).chain


def test_draw_reads_a_chain_from_stdin(
    got: Got, apple: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(apple))

    assert got("draw", "x", "-o", "s.png", "--chain", "-", pictures=1)[0] == 0


def test_a_printed_plan_can_be_edited_and_drawn(got: Got, apple: str) -> None:
    printed = json.loads(got("plan", "a red apple", "--json", answers=[apple])[1])
    printed["elements"][0]["box"] = [500, 200, 900, 600]
    Path("plan.json").write_text(json.dumps(printed), encoding="utf-8")

    got("draw", "a red apple", "-o", "s.png", "--chain", "plan.json", pictures=1)

    assert "(500,200),(900,600)" in png.read_recipe(Path("s.png")).chain


def test_plan_prints_the_chain_and_nothing_else(got: Got, apple: str) -> None:
    assert got("plan", "a red apple", answers=[apple]) == (0, f"{apple}\n", "")


def test_progress_goes_to_stderr_when_asked(got: Got, apple: str) -> None:
    _, out, err = got("draw", "x", "-o", "s.png", "--progress", answers=[apple], pictures=1)

    assert out == "s.png\n"
    assert "7/7" in err, "the steps that the painter was tuned for"


def test_edit_leaves_everything_outside_its_region_alone(got: Got, edit_chain: str) -> None:
    photo(Path("p.png"))

    _, out, _ = got(
        "edit", "p.png", "make it blue", "-o", "q.png", "--json", answers=[edit_chain], pictures=1
    )

    told = json.loads(out)["pictures"][0]
    before, after = Image.open("p.png"), Image.open("q.png")
    assert (told["changed_outside_px"], told["is_global"]) == (0, False)
    assert after.size == before.size
    assert after.crop((0, 0, 120, 22)).tobytes() == before.crop((0, 0, 120, 22)).tobytes()
    assert after.tobytes() != before.tobytes()


def test_edit_knows_what_a_picture_was_drawn_from_but_not_what_an_edited_one_shows(
    got: Got, apple: str, edit_chain: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: list[tuple[str, ...] | None] = []
    plan = ScriptedReasoner.plan

    def watched(self: ScriptedReasoner, wish: str, **about: Any) -> Reading:
        chain = about["chain"]
        known.append(None if chain is None else tuple(one.phrase for one in chain.elements))
        return plan(self, wish, **about)

    monkeypatch.setattr(ScriptedReasoner, "plan", watched)

    got("draw", "a red apple", "-o", "p.png", answers=[apple], pictures=1)
    _, _, told = got(
        "edit", "p.png", "make it blue", "-o", "q.png", answers=[edit_chain], pictures=1
    )
    got("edit", "q.png", "make it blue", "-o", "r.png", answers=[edit_chain], pictures=1)

    assert known == [None, ("red apple",), None]
    assert "from its own recipe" in told


def test_edit_does_not_overwrite_its_source(got: Got) -> None:
    before = photo(Path("p.png")).read_bytes()

    assert refused(got("edit", "p.png", "make it blue", "-o", "./p.png"), "overwrite")
    assert Path("p.png").read_bytes() == before


def test_replay_draws_the_same_picture(got: Got, apple: str) -> None:
    got("draw", "x", "-o", "s.png", "--size", "96x64", answers=[apple], pictures=1)

    code, out, _ = got("replay", "s.png", "-o", "t.png", pictures=1)

    assert (code, out) == (0, "t.png (identical to s.png)\n")


def test_replay_of_an_edit_needs_its_very_source(got: Got, edit_chain: str) -> None:
    photo(Path("p.png"))
    photo(Path("other.png"), size=(90, 120))
    got("edit", "p.png", "make it blue", "-o", "q.png", answers=[edit_chain], pictures=1)

    assert refused(got("replay", "q.png", "-o", "r.png"), "--source")
    assert refused(got("replay", "q.png", "-o", "r.png", "--source", "other.png"), "not the one")
    assert "identical" in got("replay", "q.png", "-o", "r.png", "--source", "p.png", pictures=1)[1]


def test_replay_does_not_let_a_picture_name_a_model_folder(got: Got, apple: str) -> None:
    got("draw", "x", "-o", "s.png", answers=[apple], pictures=1)
    recipe = png.read_recipe(Path("s.png")).model_copy(update={"model": "../elsewhere"})
    Path("h.png").write_bytes(png.encode(Image.open("s.png"), recipe))

    assert refused(got("replay", "h.png"), "--model")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["draw", ""], "empty"),
        (["draw", " \t\n"], "empty"),
        (["draw", "x" * 100_000], "100,000"),
        (["draw", "a\x00cat"], "not text"),
        (["draw", "a \udcff cat"], "not text"),
        (["draw", "x", "--size", "big"], "128x128"),
        (["draw", "x", "--size", "0x64"], "128x128"),
        (["draw", "x", "--steps", "0"], "1 to 1000"),
        (["draw", "x", "--n", "65"], "1 to 64"),
        (["draw", "x", "--seed", "-1"], "--seed"),
        (["draw", "x", "-o", "x.jpg"], "PNG"),
        (["draw", "x", "-o", "nowhere/x.png"], "nowhere"),
        (["draw", "x", "--chain", "missing.txt"], "missing.txt"),
        (["draw", "x", "--device", "toaster"], "device"),
        (["draw", "x", "--config", "missing.yaml"], "missing.yaml"),
        (["edit", "missing.png", "x"], "no file"),
        (["edit", ".", "x"], "not a file"),
        (["replay", "missing.png"], "missing.png"),
        (["draw"], "WISH"),
        (["dance"], "dance"),
        ([], "COMMAND"),
    ],
)
def test_a_mistake_gets_one_sentence_and_leaves_nothing(
    got: Got, words: list[str], said: str
) -> None:
    assert refused(got(*words), said)
    assert not list(Path().iterdir())


def test_a_size_the_model_cannot_draw_is_answered_with_the_nearest(got: Got, apple: str) -> None:
    answer = got("draw", "x", "--size", "100x5000", answers=[apple])

    assert refused(answer, "multiples of 16", "96x256")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing to read"),
        ("just words", "box"),
        ("<|box_start|>(1,2),(3<|box_end|> (red)", "box"),
        ("{", "JSON"),
        ('{"text": 3}', "JSON"),
        ("[" * 5000, "box"),
        ('{"a":' * 15_000, "JSON"),
    ],
)
def test_a_chain_file_without_a_usable_box_is_refused(got: Got, text: str, said: str) -> None:
    Path("c.txt").write_text(text, encoding="utf-8")

    assert refused(got("draw", "x", "-o", "s.png", "--chain", "c.txt"), said)
    assert not Path("s.png").exists()


def test_a_chain_file_that_is_not_text_is_refused(got: Got) -> None:
    Path("c.txt").write_bytes(b"\xff\xfe\x00")

    assert refused(got("draw", "x", "--chain", "c.txt"), "UTF-8")


def test_a_mended_slip_in_a_chain_file_is_told(got: Got, apple: str) -> None:
    Path("c.txt").write_text(apple.replace("(100,200)", "(900,200)"), encoding="utf-8")

    code, _, err = got("draw", "x", "-o", "s.png", "--chain", "c.txt", pictures=1)

    assert code == 0
    assert "put in order" in err


def test_an_object_outside_the_vocabulary_is_refused_in_a_given_chain(got: Got, apple: str) -> None:
    Path("c.txt").write_text(apple.replace("red apple", "red dragon"), encoding="utf-8")

    answer = got("draw", "x", "--chain", "c.txt", vocabulary=frozenset({"apple"}))

    assert refused(answer, "dragon")


def test_missing_weights_leave_with_exit_code_3(capsys: pytest.CaptureFixture[str]) -> None:
    from agent import cli

    assert cli.main(["draw", "x", "--model", "no-such-model"]) == 3
    assert "no-such-model" in capsys.readouterr().err


def test_an_interruption_leaves_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    from agent import cli

    def interrupted(model: str, device: str) -> NoReturn:
        raise KeyboardInterrupt

    assert cli.main(["draw", "x", "-o", "s.png"], load=interrupted) == 130
    assert not list(Path().iterdir())


def test_a_reader_that_stops_early_is_no_error(tmp_path: Path) -> None:
    code = "import sys; from agent.cli import main; sys.exit(main(['--help']))"
    command = f'(sleep 0.2; {sys.executable} -c "{code}") | true; exit ${{PIPESTATUS[0]}}'

    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)

    assert done.returncode == 0
    assert done.stderr == ""


def test_a_file_name_that_is_no_text_is_printed_spelled_out(got: Got, apple: str) -> None:
    name = "\udcff.png"

    code, out, _ = got("draw", "x", "-o", name, answers=[apple], pictures=1)

    assert (code, out) == (0, "\\udcff.png\n")
    assert Path(name).is_file()


def test_help_answers_without_loading_anything_heavy() -> None:
    code = (
        "import sys\nfrom agent.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'torch', 'diffusers', 'transformers', 'pydantic', 'numpy', 'PIL'}\n"
        "sys.exit(len(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "draw a picture from a wish" in done.stdout


def parent_with_mask(size: tuple[int, int] = (128, 96)) -> None:
    """Save a white picture, and a mask that opens its right half."""
    Image.new("RGB", (128, 96), "white").save("parent.png")
    mask = Image.new("L", size)
    mask.paste(255, (size[0] // 2, 0, *size))
    mask.save("mask.png")


def test_a_mask_says_where_an_edit_may_change_the_picture(got: Got, edit_chain: str) -> None:
    parent_with_mask()

    code, out, err = got(
        "edit", "parent.png", "make it blue", "--mask", "mask.png", "-o", "done.png", "--json",
        answers=[edit_chain], pictures=1,
    )  # fmt: skip

    told = json.loads(out)["pictures"][0]
    assert (code, told["changed_outside_px"], told["is_global"]) == (0, 0, False)
    assert "stand-in cannot be told a mask" in err
    with Image.open("done.png") as done:
        left, right = done.crop((0, 0, 64, 96)), done.crop((64, 0, 128, 96))
        assert left.getcolors() == [(64 * 96, (255, 255, 255))]
        assert right.getcolors() is None or len(right.getcolors()) > 100


def test_replay_of_a_masked_edit_needs_its_very_mask(got: Got, edit_chain: str) -> None:
    parent_with_mask()
    got(
        "edit", "parent.png", "make it blue", "--mask", "mask.png", "-o", "done.png",
        answers=[edit_chain], pictures=1,
    )  # fmt: skip
    again = ("replay", "done.png", "--source", "parent.png", "-o", "again.png")

    assert refused(got(*again), "--mask")
    code, out, _ = got(*again, "--mask", "mask.png", pictures=1)

    assert (code, out) == (0, "again.png (identical to done.png)\n")


def test_a_reference_nobody_looks_at_is_refused_before_anything_is_planned(got: Got) -> None:
    parent_with_mask()

    for words in (("draw", "a red apple"), ("edit", "parent.png", "make it blue")):
        answer = got(*words, "--reference", "mask.png", "-o", "x.png")
        assert refused(answer, "stand-in looks at no references, got 1")
    assert not Path("x.png").exists()


def test_a_mask_of_another_size_is_refused_before_anything_is_loaded(got: Got) -> None:
    parent_with_mask((64, 96))

    answer = got("edit", "parent.png", "make it blue", "--mask", "mask.png")

    assert refused(answer, "the mask has 64x96 pixels and the picture 128x96")
