"""Model folders: what is missing, cut off or only a pointer is told before anything loads."""

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from agent import build, doctor, weights
from got_models.errors import WeightsError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "unet").mkdir()
    save_file({"w": np.ones((4, 4), np.float32)}, tmp_path / "unet" / "model.safetensors")
    return tmp_path


def test_whole_weights_pass(folder: Path) -> None:
    weights.check(folder)

    (file,) = weights.survey(folder)
    assert file.problem is None
    assert len(file.sha256()) == 64


@pytest.mark.parametrize("keep", [0, 5, 30, -1])
def test_weights_that_are_cut_off_are_named(folder: Path, keep: int) -> None:
    file = folder / "unet" / "model.safetensors"
    file.write_bytes(file.read_bytes()[:keep])

    with pytest.raises(WeightsError, match=r"model\.safetensors"):
        weights.check(folder)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS"),
        (b"\2\0\0\0\0\0\0\0[]", "damaged header"),
        (b"\2\0\0\0\0\0\0\0{]", "damaged header"),
        (b"\x14\0\0\0\0\0\0\0" + b'{"w":{"offsets": 1}}', "damaged header"),
        (b"\xff" * 64, "cut off"),
    ],
)
def test_what_is_no_weights_file_is_named(folder: Path, data: bytes, said: str) -> None:
    (folder / "unet" / "model.safetensors").write_bytes(data)

    with pytest.raises(WeightsError, match=said):
        weights.check(folder)


def test_a_missing_part_of_sharded_weights_is_named(folder: Path) -> None:
    index = {"weight_map": {"w": "model.safetensors", "v": "model-2.safetensors"}}
    (folder / "unet" / "model.safetensors.index.json").write_text(json.dumps(index), "utf-8")

    with pytest.raises(WeightsError, match="model-2"):
        weights.check(folder)


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="no weights"):
        weights.check(tmp_path)


def test_a_name_is_never_taken_for_a_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)

    assert weights.folder_of("./unet") == Path("./unet")
    with pytest.raises(WeightsError, match=r"\./my-model"):
        weights.folder_of("unet")


def test_loading_broken_weights_is_refused_before_torch_is_needed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    (folder / "unet" / "model.safetensors").write_bytes(b"")

    with pytest.raises(WeightsError):
        build.load(str(folder), "cpu")


def test_the_doctor_lists_weights_and_their_problems(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "device", lambda: "cpu")
    (folder / "bad.safetensors").write_bytes(b"")

    report = doctor.examine(str(folder))

    assert [(one.file, one.problem is None) for one in report.weights] == [
        ("bad.safetensors", False),
        ("unet/model.safetensors", True),
    ]
    assert any("bad.safetensors" in problem for problem in report.problems)
    assert report.packages["pillow"]
    assert json.dumps(report.as_json())
