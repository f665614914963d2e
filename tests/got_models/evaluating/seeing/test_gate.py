"""The gate: what it says of an eye that reads truth and of one that is blind."""

import random
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from got_models.evaluating.detections import Detection, PixelBox
from got_models.evaluating.geneval_spec import GENEVAL_TASKS, geneval_specs
from got_models.evaluating.seeing import cli
from got_models.evaluating.seeing.gate import examine
from got_models.evaluating.seeing.gate_figures import as_lines
from got_models.evaluating.seeing.gate_pictures import hybrids, moved, opposite_hues
from got_models.evaluating.truth_scenes import dealt
from got_models.sceneworld.vocabulary import CLASSES, COLOURS


class CodedAtlas:
    """Sprites of one tone each: red tells the colour, green the class, blue that it is coded."""

    def tinted(self, kind: str, colour: str | None, family: str) -> Image.Image:
        red = COLOURS.index(colour) + 1 if colour else 0
        return Image.new("RGBA", (16, 16), (red, CLASSES.index(kind) + 1, 7, 255))


class Reader:
    """Reads the code; every tone is one object, so that two of a kind are one to it."""

    def detect(self, image: Image.Image) -> list[Detection]:
        pixels = np.asarray(image.convert("RGB")).astype(int)
        coded = pixels[..., 2] == 7
        found = []
        for red, green in {(int(r), int(g)) for r, g, _ in pixels[coded]}:
            where = coded & (pixels[..., 0] == red) & (pixels[..., 1] == green)
            rows, columns = np.nonzero(where)
            if 1 <= green <= len(CLASSES) and red <= len(COLOURS) and len(rows) > 40:
                found.append(
                    Detection(
                        kind=CLASSES[green - 1],
                        box=PixelBox(columns.min(), rows.min(), columns.max(), rows.max()),
                        confidence=0.95,
                        colour=COLOURS[red - 1] if red else None,
                    )
                )
        return found


class Blind:
    def detect(self, image: Image.Image) -> list[Detection]:
        return []


def _shapes() -> dict[str, dict[str, float]]:
    return {kind: {"flat": 1.0} for kind in CLASSES}


def test_a_blind_eye_does_not_pass_the_gate() -> None:
    figures = examine(Blind(), CodedAtlas(), _shapes(), name="blind", per_task=2)

    assert not figures.passed
    assert figures.ceiling == 0
    assert {share.mean for share in figures.counterfactuals.values()} == {1.0}
    assert figures.nothing.mean == 1
    assert len(figures.missed) == len(CLASSES)
    assert any("ground truth of counting" in line for line in figures.failures)


def test_an_eye_that_reads_the_truth_passes_all_but_counting() -> None:
    figures = examine(Reader(), CodedAtlas(), _shapes(), name="reader", per_task=6)

    right = {task: share.mean for task, share in figures.truth.items()}
    assert right == {task: float(task != "counting") for task in GENEVAL_TASKS}
    assert figures.mirrored is None or figures.mirrored.mean == 1
    assert figures.upended is None or figures.upended.mean == 1
    assert figures.shifted.mean == 1
    assert figures.hybrids_doubled.mean > 0.9
    assert figures.hybrids_seen.mean > 0.9
    assert figures.missed == {}
    assert figures.calibration_error == pytest.approx(0.05, abs=0.051)
    assert figures.shuffled["single_object"].mean < 0.5 < figures.truth["single_object"].mean


def test_every_figure_is_printed() -> None:
    figures = examine(Reader(), CodedAtlas(), _shapes(), name="reader", per_task=2)

    told = "\n".join(as_lines(figures))

    for words in ("chance", "calibration", "hybrids", "thresholds 0.20 and 0.80", "opposite hues",
                  "mirrored", "upended", "nothing seen", "NOT passed"):  # fmt: skip
        assert words in told


@pytest.mark.parametrize("task", GENEVAL_TASKS)
def test_a_dealt_prompt_keeps_the_objects_unless_they_are_the_task(task: str) -> None:
    specs = [spec for spec in geneval_specs() if spec.tag == task]
    first, second = random.Random(task).sample(specs, 2)

    new = dealt(first, second)

    kinds = [clause.kind for clause in new.include]
    donor = second if task in ("single_object", "two_object") else first
    assert kinds == [clause.kind for clause in donor.include]
    if task in ("colors", "color_attr"):
        assert [one.colour for one in new.include] == [one.colour for one in second.include]
    if task == "counting":
        assert new.include[0].count == second.include[0].count == new.exclude[0].count - 1
    if task == "position":
        assert new.include[1].position == second.include[1].position


def test_a_hybrid_shows_half_of_each() -> None:
    for picture in hybrids(CodedAtlas(), _shapes(), 5):
        assert len({seen.kind for seen in Reader().detect(picture)}) == 2


def test_opposite_hues_make_red_cyan_and_leave_gray_alone() -> None:
    red, gray = (Image.new("RGB", (1, 1), tone) for tone in ("red", (90, 90, 90)))

    assert opposite_hues(red).getpixel((0, 0)) == pytest.approx((0, 255, 255), abs=6)
    assert opposite_hues(gray).getpixel((0, 0)) == (90, 90, 90)


def test_a_moved_picture_has_lost_its_last_column() -> None:
    pixels = np.arange(12, dtype=np.uint8).reshape(2, 2, 3)

    assert np.asarray(moved(Image.fromarray(pixels))).tolist() == pixels[:, [0, 0]].tolist()


def test_the_gate_says_which_command_makes_missing_weights(tmp_path: Path) -> None:
    from got_models.errors import WeightsError

    with pytest.raises(WeightsError, match="train-detector"):
        cli.main(["gate", "--detector", str(tmp_path / "none.safetensors")])
