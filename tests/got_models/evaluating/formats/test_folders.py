"""Folders as public scorers read them, and their results read back."""

import json
from pathlib import Path

import pytest
from PIL import Image

from got_models.errors import BadInput
from got_models.evaluating.formats import cli
from got_models.evaluating.formats.asked import Asked, read_asked
from got_models.evaluating.formats.benchmarks import BENCHMARKS, KNOWN, BenchmarkName, not_run_here
from got_models.evaluating.formats.folders import Folder, grid_of
from got_models.evaluating.formats.results import read_scores
from got_models.evaluating.geneval_layout import read_layout

TONES = ("red", "green", "blue", "white")
PICTURES = [Image.new("RGB", (8, 8), tone) for tone in TONES]
EXTRA = {"tag": "single_object", "include": [{"class": "bench", "count": 1}]}


def _folder(root: Path, name: BenchmarkName) -> Folder:
    return Folder(root, name, "got-tiny")


def test_our_own_reader_reads_the_geneval_folder(tmp_path: Path) -> None:
    _folder(tmp_path, "geneval").add(
        Asked(id="00000", prompt="a photo of a bench", **EXTRA), PICTURES
    )

    layout = read_layout(tmp_path)

    assert [slot.present for slot in layout.slots] == [True] * 4
    assert layout.slots[0].spec.include[0].kind == "bench"


def test_compbench_names_hold_the_prompt_and_a_number_that_runs_on(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "t2i-compbench")

    folder.add(Asked(id="a", prompt="a red_cup and/or a blue bowl"), PICTURES[:2])
    folder.add(Asked(id="b", prompt="a green bench"), PICTURES[:1])

    assert sorted(path.name for path in (tmp_path / "samples").iterdir()) == [
        "a green bench_000002.png",
        "a red cup and or a blue bowl_000000.png",
        "a red cup and or a blue bowl_000001.png",
    ]


def test_dpg_pictures_are_one_grid_in_reading_order(tmp_path: Path) -> None:
    _folder(tmp_path, "dpg-bench").add(Asked(id="7", prompt="a long text"), PICTURES)

    grid = Image.open(tmp_path / "7.png")
    at = [grid.getpixel(place) for place in ((0, 0), (15, 0), (0, 15), (15, 15))]
    assert at == [picture.getpixel((0, 0)) for picture in PICTURES]
    with pytest.raises(BadInput, match="takes 4"):
        grid_of(PICTURES[:3])


def _listed(root: Path, name: str) -> dict[str, object]:
    [line] = (root / name).read_text("utf-8").splitlines()
    return dict(json.loads(line))


def test_emu_edits_are_an_image_folder_with_the_columns_of_the_published_one(
    tmp_path: Path,
) -> None:
    folder = _folder(tmp_path, "emu-edit")

    folder.add(Asked(id="12", prompt="make it blue", task="color"), PICTURES[:1], PICTURES[1])
    folder.finish()

    columns = _listed(tmp_path, "metadata.jsonl")
    assert (columns["idx"], columns["task"], columns["model"]) == (12, "color", "got-tiny")
    for column in ("image_file_name", "edited_image_file_name"):
        assert (tmp_path / str(columns[column])).is_file()


def test_reason_edits_lie_where_its_scorer_looks_for_their_scene(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "reason-edit")

    folder.add(
        Asked(id="003", prompt="the left cat", scene="1-Left-Right"), PICTURES[:1], PICTURES[1]
    )
    folder.finish()

    assert (tmp_path / "Understand" / "LeftRight_metrics_1" / "003.png").is_file()
    with pytest.raises(BadInput, match="6-Reasoning"):
        folder.add(Asked(id="004", prompt="the left cat"), PICTURES[:1], PICTURES[1])


def test_imagenhub_keeps_models_inputs_and_a_lookup_by_file_name(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "imagenhub")

    folder.add(Asked(id="sample_1_2", prompt="add a hat"), PICTURES[:1], PICTURES[1])
    folder.finish()

    for place in ("got-tiny", "input"):
        with Image.open(tmp_path / place / "sample_1_2.jpg") as picture:
            assert picture.size == (512, 512)
    lookup = json.loads((tmp_path / "dataset_lookup.json").read_text("utf-8"))
    assert lookup == {"sample_1_2.jpg": {"instruction": "add a hat"}}
    told = (tmp_path / "dataset_lookup.csv").read_text("utf-8").split()
    assert told == ["uid", "sample_1_2.jpg"]


@pytest.mark.parametrize("name", ["emu-edit", "reason-edit", "imagenhub"])
def test_every_edit_is_listed_for_our_own_judge(tmp_path: Path, name: BenchmarkName) -> None:
    folder = _folder(tmp_path, name)

    folder.add(Asked(id="e1", prompt="paint it", scene="4-Color"), PICTURES[:1], PICTURES[1])
    folder.finish()

    told = _listed(tmp_path, "edits.jsonl")
    assert (told["id"], told["instruction"]) == ("e1", "paint it")
    assert (tmp_path / str(told["source"])).is_file()
    assert (tmp_path / str(told["edited"])).is_file()


def test_an_instruction_without_its_picture_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "asked.jsonl"
    path.write_text('{"id": "e1", "prompt": "make it blue"}\n', "utf-8")

    assert read_asked(path, edits=False)[0].id == "e1"
    with pytest.raises(BadInput, match="no picture"):
        read_asked(path, edits=True)


RESULTS: dict[BenchmarkName, tuple[str, str, float]] = {
    "t2i-compbench": ('[{"question_id": 0, "answer": "0.5"}, {"question_id": 1, "answer": 0.7}]',
                      "mean", 0.6),
    "dpg-bench": ("out/1.png, 1.0, 0.5, 0.5, 0.0, 0.5\nout/2.png, 0.7\nL1 category scores:\n"
                  "\tentity: 80.5\nImage path: out\nDPG-Bench score: 60.0\n",
                  "DPG-Bench score", 0.6),
    "emu-edit": ('{"idx": "a", "clip_i": 0.8}\n{"idx": "b", "clip_i": 0.9}\n', "clip_i", 0.85),
    "reason-edit": ("data/1-Left-Right\n1-Left-Right metrics finished... 24.1 0.06 0.01 0.8 23.5\n"
                    "4-Color finished... 20 0.1 0.02 0.7 21\nUnderstanding total PSNR: 22.0\n",
                    "1-Left-Right CLIP", 23.5),
}  # fmt: skip


@pytest.mark.parametrize("name", RESULTS)
def test_results_of_public_scorers_are_read_back(tmp_path: Path, name: BenchmarkName) -> None:
    text, key, score = RESULTS[name]
    (tmp_path / "results").write_text(text, "utf-8")

    found = read_scores(name, tmp_path / "results")

    assert found.scores[key] == pytest.approx(score)
    assert found.pictures == 2


def test_viescore_counts_the_least_of_its_scores(tmp_path: Path) -> None:
    scores = {"SC": {"a.jpg": [9, 4], "b.jpg": [0, 8]}, "PQ": {"a.jpg": [9], "b.jpg": [9]}}
    for name, said in scores.items():
        text = json.dumps({uid: {"score": score, "reasoning": ""} for uid, score in said.items()})
        (tmp_path / f"{name}.json").write_text(text, "utf-8")

    found = read_scores("imagenhub", tmp_path)

    assert found.scores == {"SC": 2.0, "PQ": 9.0, "overall": 3.0}
    assert found.pictures == 2


@pytest.mark.parametrize("name", BENCHMARKS)
def test_what_no_scorer_writes_is_refused(tmp_path: Path, name: BenchmarkName) -> None:
    (tmp_path / "results").write_text("nonsense\n", "utf-8")

    with pytest.raises(BadInput):
        read_scores(name, tmp_path / "results")


def test_benchmarks_that_were_not_run_say_how_to_run_them() -> None:
    told = not_run_here()

    assert len(told) == len(BENCHMARKS) == len(KNOWN)
    assert all("got evaluate export" in one and "got evaluate import" in one for one in told)


def test_the_command_exports_what_was_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "asked.jsonl").write_text('{"id": "7", "prompt": "a cup"}\n', "utf-8")
    for k, picture in enumerate(PICTURES):
        picture.save(tmp_path / f"7_{k}.png")
    words = ["export", "dpg-bench", str(tmp_path / "asked.jsonl"), "--pictures", str(tmp_path),
             "--out", str(tmp_path / "out")]  # fmt: skip

    assert cli.main(words) == 0
    assert (tmp_path / "out" / "7.png").is_file()
    (tmp_path / "7_3.png").unlink()
    with pytest.raises(BadInput, match="7_3"):
        cli.main(words)
