"""The benchmark of learning curves: laws that are found again, and a training in chunks."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest
from PIL import Image

from got_models.evaluating.development import Report
from got_models.evaluating.intervals import Interval
from got_models.tiny import tiny_vae
from got_models.tiny_size import SMOKE
from got_models.training.stand_in_sprites import StandInSprites

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def curves():
    sys.path.insert(0, str(FOLDER))
    spec = importlib.util.spec_from_file_location(
        "learning_curves_benchmark", FOLDER / "learning_curves.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.path.remove(str(FOLDER))
    return module


def points_of(curves, law, *, spread):
    return [curves.Point(amount, law(amount), spread) for amount in (1000, 4000, 16000)]


def test_a_power_law_is_found_again_and_foretold(curves):
    law = curves.fitted(points_of(curves, lambda n: 8 * n**-0.4, spread=0.001))

    assert law.exponent == pytest.approx(0.4)
    assert law.low < 0.4 < law.high
    assert law.falls
    assert law.error(64000) == pytest.approx(8 * 64000**-0.4)
    assert law.amount(law.error(64000)) == pytest.approx(64000)


def test_errors_that_are_only_noise_do_not_pass_for_learning(curves):
    assert not curves.fitted(points_of(curves, lambda _: 0.4, spread=0.05)).falls


def test_what_rises_never_reaches_a_target(curves):
    law = curves.fitted(points_of(curves, lambda n: 0.1 * n**0.1, spread=0.001))

    assert law.amount(0.05) is None


def test_one_amount_makes_no_law(curves):
    assert curves.fitted([curves.Point(1000, 0.4, 0.01)]) is None


@pytest.fixture
def reports(monkeypatch, curves, tmp_path):
    """Two models of which the second is better, and a count of how often one was measured."""
    measured = []

    class Models:
        def __init__(self, folder, device):
            self.folder, self.painter = folder, self
            self.weights_hash = folder.name

    def measure(models, args):
        measured.append(models.folder.name)
        mean = {"early": 0.5, "late": 0.75}[models.folder.name]
        share = Interval(mean=mean, low=mean - 0.05, high=mean + 0.05, prompts=40)
        return Report(chains={"L2": {"all_right": share}}, grounding={}, follow={}, edits={})

    monkeypatch.setattr(curves, "load_models", Models)
    monkeypatch.setattr(curves.development, "measured", measure)
    for name in ("early", "late"):
        (tmp_path / name).mkdir()
    words = ["models", f"4000={tmp_path / 'late'}", f"1000={tmp_path / 'early'}",
             "--out", str(tmp_path / "out"), "--target", "0.9"]  # fmt: skip
    return words, tmp_path / "out", measured


def test_models_are_measured_once_and_their_law_says_what_a_target_takes(curves, reports, capsys):
    words, out, measured = reports

    for _ in range(2):
        assert curves.main(words) == 0

    assert measured == ["early", "late"]
    told = json.loads((out / "curves.json").read_text("utf-8"))["chains.L2.all_right"]
    assert told["law"]["exponent"] == pytest.approx(0.5)
    assert told["law"]["samples_to_target"] == pytest.approx(25_000)
    assert "0.90 after 2.5e+04 samples" in capsys.readouterr().out


def test_what_no_model_was_measured_on_has_no_law(curves, reports):
    words, out, _ = reports
    curves.main([*words, "--figures", "pictures.all.right"])

    told = json.loads((out / "curves.json").read_text("utf-8"))["pictures.all.right"]
    assert told == {"points": {}, "law": None}


@pytest.fixture
def small(curves, tmp_path, monkeypatch):
    """`sizes` with toy pictures, sprites and autoencoder, two widths and four steps of each."""
    vae = tiny_vae(SMOKE)
    vae.register_to_config(scaling_factor=1.0)
    vae.save_pretrained(tmp_path / "vae")
    train = curves.model_sizes.train
    monkeypatch.setattr(
        curves.model_sizes, "train", lambda *args, **more: train(*args, **more, size=SMOKE)
    )
    monkeypatch.setattr(curves.SpriteAtlas, "open", StandInSprites)

    def run(*words):
        out = tmp_path / "out"
        sizes = ["sizes", "--out", str(out), "--vae", str(tmp_path / "vae"), "--widths", "32", "64"]
        amounts = ["--samples", "16", "--batch", "4", "--points", "2", "--scenes", "8"]
        assert curves.main([*sizes, *amounts, *words]) == 0
        return json.loads((out / "curves.json").read_text("utf-8")), out

    return run


def test_a_wider_unet_costs_more_for_the_same_samples(small):
    told, out = small()

    narrow, wide = (told["widths"][width] for width in ("32", "64"))
    assert [row["samples"] for row in narrow] == [row["samples"] for row in wide] == [8, 16]
    assert wide[0]["flops"] > narrow[0]["flops"] * 1.5
    assert all(row["seen"] > 0 and row["held_out"] > 0 for row in (*narrow, *wide))
    with Image.open(out / "curves.png") as picture:
        assert picture.height == 2 * 340


def test_a_training_in_chunks_measures_what_one_in_a_piece_does(small, tmp_path):
    whole = small()[0]["widths"]["32"]
    (tmp_path / "out").rename(tmp_path / "whole")

    small("--minutes", "1e-9")
    for _ in range(4):
        told, _ = small("--minutes", "1e-9")

    assert "64" in told["widths"]
    chunked = {row["step"]: row for row in told["widths"]["32"]}
    assert set(chunked) == {1, 2, 3, 4}
    assert [chunked[row["step"]] for row in whole] == [pytest.approx(row) for row in whole]


def test_the_last_scenes_are_held_out_from_every_training(curves):
    sizes = curves.model_sizes
    last = sizes.SEED * sizes.SAMPLES_PER_SEED + sizes.SAMPLES_PER_SEED - 1

    assert last < sizes.FIRST_HELD_OUT
    assert sizes.FIRST_HELD_OUT % sizes.SAMPLES_PER_SEED < sizes.SAMPLES_PER_SEED - 10_000
