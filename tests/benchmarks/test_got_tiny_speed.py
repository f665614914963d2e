"""The speed of got-tiny, measured on scripted models."""

import importlib.util
from pathlib import Path

from agent.build import Models

FILE = Path(__file__).resolve().parents[2] / "benchmarks" / "got_tiny_speed.py"
spec = importlib.util.spec_from_file_location("got_tiny_speed", FILE)
got_tiny_speed = importlib.util.module_from_spec(spec)
spec.loader.exec_module(got_tiny_speed)
measure, summary = got_tiny_speed.measure, got_tiny_speed.summary


def test_the_first_round_is_told_apart():
    assert summary([9.0, 1.0, 2.0, 3.0]) == {
        "first_s": 9.0,
        "median_s": 2.0,
        "p95_s": 3.0,
        "rounds": 4,
    }


def test_one_round_is_its_own_median():
    assert summary([0.5])["median_s"] == 0.5


def test_every_step_is_measured(reasoner, painter, apple, edit_chain):
    models = Models(reasoner(apple, apple, edit_chain, edit_chain), painter(4))

    found = measure(models, 2, 1)

    assert {name: times["rounds"] for name, times in found.items()} == {
        "plan": 2,
        "draw": 2,
        "plan_edit": 2,
        "draw_edit": 2,
    }
