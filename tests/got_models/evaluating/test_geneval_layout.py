"""A folder in GenEval's layout is judged whole: what is not there is wrong."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image

from got_models.errors import BadInput
from got_models.evaluating.detections import Detection, PixelBox
from got_models.evaluating.geneval_layout import prepare, read_layout
from got_models.evaluating.geneval_report import as_lines, report_on
from got_models.evaluating.geneval_run import DAMAGED, MISSING, evaluate, looking, told
from got_models.evaluating.geneval_spec import geneval_specs
from got_models.sceneworld.vocabulary import CLASSES

SPECS = geneval_specs()[:2]  # a bench, a cow


@dataclass
class ColourReader:
    """A perception of pictures of one colour: red is the number of a class, green how many."""

    looked: list[tuple[int, int, int]] = field(default_factory=list)

    def detect(self, image: Image.Image) -> Sequence[Detection]:
        kind, number, _ = pixel = image.getpixel((0, 0))
        self.looked.append(pixel)
        box = PixelBox(0, 0, *image.size)
        return [Detection(kind=CLASSES[kind], box=box, confidence=0.95)] * number


def paint(path: Path, kind: str, number: int = 1) -> None:
    Image.new("RGB", (8, 8), (CLASSES.index(kind), number, 0)).save(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two prompts with four right pictures each."""
    for spec, (_, places) in zip(SPECS, prepare(tmp_path, SPECS), strict=True):
        for place in places:
            paint(place, spec.include[0].kind)
    return tmp_path


def judged(root: Path) -> tuple[object, ...]:
    layout = read_layout(root)
    results = evaluate(layout, looking(ColourReader()))
    return report_on(layout, results), results


def test_whoever_draws_is_told_the_prompt_and_nothing_else(tmp_path: Path) -> None:
    asked = prepare(tmp_path, SPECS)

    assert [prompt for prompt, _ in asked] == ["a photo of a bench", "a photo of a cow"]
    assert asked[1][1][3] == tmp_path / "00001/samples/0003.png"
    assert json.loads((tmp_path / "00001/metadata.jsonl").read_text("utf-8")) == {
        "tag": "single_object",
        "include": [{"class": "cow", "count": 1}],
        "prompt": "a photo of a cow",
    }


def test_a_whole_folder_is_right(folder: Path) -> None:
    report, results = judged(folder)

    assert [result.filename for result in results][3:5] == [
        "00000/samples/0003.png",
        "00001/samples/0000.png",
    ]
    assert report.rules.overall.mean == report.strict.overall.mean == 1
    assert (report.missing, report.damaged, report.not_four) == ((), (), {})
    assert json.loads(results[0].details) == {"bench": [[0.0, 0.0, 8.0, 8.0, 0.95]]}


def test_a_missing_picture_is_wrong_and_told(folder: Path) -> None:
    (folder / "00000/samples/0001.png").unlink()

    report, results = judged(folder)

    assert report.rules.overall.mean == report.strict.overall.mean == 7 / 8
    assert report.missing == ("00000/samples/0001.png",)
    assert report.not_four == {"00000": 3}
    assert any(MISSING in (result.reason, result.strict_reason) for result in results)
    assert any("1 pictures are missing" in line for line in as_lines(report))


def test_a_prompt_without_any_picture_stays_in_the_denominator(folder: Path) -> None:
    for picture in (folder / "00001/samples").iterdir():
        picture.unlink()
    (folder / "00001/samples").rmdir()

    report, _ = judged(folder)

    assert report.rules.total_images == 8
    assert report.rules.total_prompts == 2
    assert report.rules.overall.mean == 0.5


@pytest.mark.parametrize("damage", [lambda whole: b"", lambda whole: whole[:-30], lambda _: b"x"])
def test_a_picture_that_cannot_be_read_is_wrong(
    folder: Path, damage: Callable[[bytes], bytes]
) -> None:
    picture = folder / "00001/samples/0002.png"
    picture.write_bytes(damage(picture.read_bytes()))

    report, results = judged(folder)

    assert report.rules.overall.mean == 7 / 8
    assert report.damaged == ("00001/samples/0002.png",)
    assert results[6].reason == DAMAGED


def test_more_than_four_pictures_all_count_and_are_told(folder: Path) -> None:
    paint(folder / "00000/samples/0004.png", "cow")
    (folder / "00000/samples/notes.txt").write_text("not a picture", "utf-8")
    paint(folder / "00000/samples/grid.png", "cow")

    report, _ = judged(folder)

    assert report.rules.overall.mean == 8 / 9
    assert report.not_four == {"00000": 5}


def test_pictures_may_be_numbered_with_five_digits(folder: Path) -> None:
    for picture in list((folder / "00000/samples").iterdir()):
        picture.rename(picture.with_stem(f"0{picture.stem}"))

    report, _ = judged(folder)

    assert (report.rules.total_images, report.missing) == (8, ())


def test_extra_objects_show_in_the_strict_score_only(folder: Path) -> None:
    for picture in (folder / "00000/samples").iterdir():
        paint(picture, "bench", number=3)

    report, _ = judged(folder)

    assert (report.rules.overall.mean, report.strict.overall.mean) == (1, 0.5)
    assert report.mean_extras == 1


def test_prompts_without_a_folder_are_wrong_in_the_coverage(folder: Path) -> None:
    report, _ = judged(folder)

    assert report.coverage is not None
    assert (report.coverage.prompts, report.coverage.of) == (2, 553)
    assert report.coverage.rules.mean == pytest.approx(2 / 80 / 6)


def test_prompts_that_are_not_genevals_have_no_coverage(tmp_path: Path) -> None:
    prepare(tmp_path, [SPECS[0].model_copy(update={"prompt": "a bench"})])

    report, _ = judged(tmp_path)

    assert report.coverage is None
    assert report.rules.overall.mean == 0


def test_folders_that_are_no_prompts_are_passed_over(folder: Path) -> None:
    (folder / "logs").mkdir()
    (folder / "7").write_text("no folder", "utf-8")

    assert len(read_layout(folder).slots) == 8


@pytest.mark.parametrize("metadata", ["", "{}", "{}\n{}", "nonsense", None])
def test_a_prompt_without_metadata_is_refused(folder: Path, metadata: str | None) -> None:
    path = folder / "00001/metadata.jsonl"
    path.unlink()
    if metadata is not None:
        path.write_text(metadata, "utf-8")

    with pytest.raises(BadInput, match=r"00001.metadata\.jsonl"):
        read_layout(folder)


def test_a_folder_without_prompts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no folder"):
        read_layout(tmp_path / "nowhere")
    with pytest.raises(BadInput, match="holds no prompts"):
        read_layout(tmp_path)


def test_a_picture_that_is_not_there_is_not_looked_at(folder: Path) -> None:
    (folder / "00000/samples/0000.png").unlink()
    perception = ColourReader()

    evaluate(read_layout(folder), looking(perception))

    assert len(perception.looked) == 7


def told_of(names: Sequence[str], path: Path) -> Path:
    bench = {"class": "bench", "box": [0, 0, 8, 8], "confidence": 0.9}
    lines = [json.dumps({"image": name, "detections": [bench]}) for name in names]
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_detections_can_be_told_by_a_file(folder: Path) -> None:
    layout = read_layout(folder)
    names = [f"./{slot.name}" for slot in layout.slots]

    results = evaluate(layout, told(told_of(names, folder / "seen.jsonl")))

    assert [result.correct for result in results] == [True] * 4 + [False] * 4


def test_a_file_that_leaves_a_picture_out_is_refused(folder: Path) -> None:
    layout = read_layout(folder)
    names = [slot.name for slot in layout.slots]

    with pytest.raises(BadInput, match=r"nothing about '00001/samples/0003\.png'"):
        evaluate(layout, told(told_of(names[:-1], folder / "seen.jsonl")))
    with pytest.raises(BadInput, match="twice"):
        told(told_of([*names, names[0]], folder / "seen.jsonl"))
