"""The benchmark of the development set: the shipped model, measured on a case or two."""

import importlib.util
import json
from pathlib import Path

import pytest

from got_models.guidance_scales import GuidanceScales
from got_models.training.stand_in_sprites import StandInSprites

FILE = Path(__file__).resolve().parents[2] / "benchmarks" / "development.py"
spec = importlib.util.spec_from_file_location("development_benchmark", FILE)
development = importlib.util.module_from_spec(spec)
spec.loader.exec_module(development)


@pytest.fixture
def run(monkeypatch, capsys):
    monkeypatch.setattr(development.SpriteAtlas, "open", StandInSprites)

    def measured(*words):
        amounts = {"chains": 0, "pictures": 0, "looks": 0, "edits": 0}
        options = [text for name in amounts for text in (f"--{name}", "0")]
        assert development.main([*options, *words]) == 0
        return capsys.readouterr().out

    return measured


def test_only_what_is_asked_for_is_measured(run):
    told = json.loads(run("--looks", "1", "--json"))

    assert set(told["grounding"]) >= {"iou", "named"}
    assert not any(told[name] for name in ("chains", "follow", "edits"))


def test_a_table_tells_the_shares_of_drawn_boxes(run):
    written = run("--pictures", "1", "--steps", "2", "--guidance", "3,2,1")

    assert "| pictures | " in written
    assert "| all | " in written


def test_scales_are_three_numbers():
    assert development._scales("3,2,1.5") == GuidanceScales(text=3, spatial=2, reference=1.5)
    with pytest.raises(ValueError, match="not enough values"):
        development._scales("3,2")
