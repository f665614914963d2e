"""`got evaluate`: verdicts and scores on the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from got_models.evaluating.geneval_layout import prepare
from got_models.evaluating.geneval_results import read_results
from got_models.evaluating.geneval_spec import geneval_specs

CASES = Path(__file__).parents[2] / "data" / "geneval" / "rule_cases.jsonl"

Got = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bench in four pictures, the third of which is missing; beside them what was detected."""
    [(_, places)] = prepare(tmp_path / "pictures", geneval_specs()[:1])
    bench = {"class": "bench", "box": [0, 0, 8, 8], "confidence": 0.9, "color": "brown"}
    dog = {**bench, "class": "dog"}
    lines = []
    for place, detections in zip(places, ([bench], [bench, dog], [bench], [dog]), strict=True):
        Image.new("RGB", (8, 8)).save(place)
        name = place.relative_to(tmp_path / "pictures").as_posix()
        lines.append(json.dumps({"image": name, "detections": detections}))
    places[2].unlink()
    (tmp_path / "seen.jsonl").write_text("\n".join(lines), "utf-8")
    return tmp_path


def test_rules_tell_how_many_recorded_verdicts_agree(got: Got, tmp_path: Path) -> None:
    lines = CASES.read_text("utf-8").splitlines()
    wrong = json.loads(lines[1])
    wrong["expected"]["correct"] = not wrong["expected"]["correct"]
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join([lines[0], json.dumps(wrong), "", *lines[2:9]]), "utf-8")

    code, out, err = got("evaluate", "rules", str(path), "--json")

    assert (code, err) == (0, "")
    assert json.loads(out) == {"cases": 9, "agree": 8, "disagree": [wrong["id"]]}
    assert got("evaluate", "rules", str(path))[1].splitlines() == [
        "8 of 9 verdicts agree.",
        f"differs: {wrong['id']}",
    ]


def test_a_folder_is_scored_by_the_rules_and_strictly(got: Got, folder: Path) -> None:
    words = ["--images", str(folder / "pictures"), "--detections", str(folder / "seen.jsonl")]

    code, out, err = got("evaluate", "geneval", *words, "--json")

    report = json.loads(out)
    assert (code, err) == (0, "")
    assert report["rules"]["overall"]["mean"] == 0.5
    assert report["strict"]["overall"]["mean"] == 0.25
    assert report["missing"] == ["00000/samples/0002.png"]
    assert report["not_four"] == {"00000": 3}
    assert report["chance"]["single_object"]["score"] == 1 / 80


def test_the_table_says_that_it_is_no_geneval_score(got: Got, folder: Path) -> None:
    words = ["--images", str(folder / "pictures"), "--detections", str(folder / "seen.jsonl")]

    code, out, _ = got("evaluate", "geneval", *words)

    assert code == 0
    assert "single_object" in out
    assert "50.00% [50.00%, 50.00%]" in out
    assert "1 of GenEval's 553 prompts are there" in out
    assert "this is not a GenEval score" in out


def test_verdicts_are_written_where_asked(got: Got, folder: Path) -> None:
    words = ["--images", str(folder / "pictures"), "--detections", str(folder / "seen.jsonl")]

    code, _, _ = got("evaluate", "geneval", *words, "-o", str(folder / "results.jsonl"))

    held = read_results(folder / "results.jsonl")
    assert code == 0
    assert [result.correct for result in held] == [True, True, False, False]
    assert [result.extras for result in held] == [0, 1, None, 1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["rules", "nowhere.jsonl"], "nowhere.jsonl"),
        (["rules"], "FILE"),
        (["geneval", "--images", "nowhere", "--detections", "x"], "nowhere"),
        (["geneval", "--images", "nowhere"], "no folder"),
        (["tea"], "tea"),
        ([], "EVALUATION"),
    ],
)
def test_mistakes_are_answered_with_one_sentence(got: Got, words: list[str], said: str) -> None:
    code, out, err = got("evaluate", *words)

    assert (code, out) == (2, "")
    assert err.startswith("got: ")
    assert err.count("\n") == 1
    assert said in err


def test_a_line_that_is_no_verdict_is_named(got: Got, tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(CASES.read_text("utf-8").splitlines()[0] + '\n{"id": "x"}\n', "utf-8")

    code, _, err = got("evaluate", "rules", str(path))

    assert code == 2
    assert "cases.jsonl:2: spec: Field required" in err
