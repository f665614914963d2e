"""How large a model is and how it would fit, told before anything of it is loaded."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from agent import doctor, sizes
from got_models.memory_plan import GOT_6B

Got = Callable[..., tuple[int, str, str]]


def test_a_model_that_is_not_there_is_known_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert sizes.size_of("GoT-6B") == sizes.size_of("LucasFang/GoT-6B") == GOT_6B
    assert sizes.size_of("somebody-else") is None


def test_the_shipped_model_is_measured_by_its_headers() -> None:
    size = sizes.size_of("got-tiny")

    assert size is not None
    assert 15_000_000 < size.weights < 25_000_000
    assert (size.side, size.downscale) == (128, 8)


def test_a_folder_that_is_no_model_has_no_size(tmp_path: Path) -> None:
    (tmp_path / "mllm").mkdir()
    (tmp_path / "mllm" / "config.json").write_text("{}", "utf-8")

    assert sizes.size_of(str(tmp_path)) is None


def test_the_doctor_says_what_the_full_size_takes_and_that_it_is_missing(got: Got) -> None:
    code, out, _ = got("doctor", "--model", "GoT-6B")

    assert code == 3
    assert "mllm 4065.8 M, unet 2567.5 M" in out
    assert "there is no model 'GoT-6B'" in out
    assert all(f"rung      {rung}" in out for rung in ("all", "turns", "int8", "int4", "layers"))


def test_the_doctor_plans_for_the_gpu_there_is(got: Got, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_device_free", lambda: 12 * 2**30)
    monkeypatch.setattr(doctor, "_memory_free", lambda: 64 * 2**30)

    told = json.loads(got("doctor", "--model", "GoT-6B", "--json")[1])

    assert told["plan"]["rung"] == "turns"
    assert told["plan"]["ladder"][-1] == "layers"
    assert told["size"]["unet"] == GOT_6B.unet
    assert "plan      turns" in got("doctor", "--model", "GoT-6B")[1]


def test_a_gpu_on_which_nothing_fits_is_a_problem(
    got: Got, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_device_free", lambda: 2**30)

    assert "1024 MiB are free on the GPU" in got("doctor", "--model", "GoT-6B")[1]
