"""The measure of repair: its wishes, its judge and its table."""

import importlib.util
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image

from got_models.evaluating.geneval_strict import judge_strictly
from got_models.thought import Box
from got_models.verifying.crops import Glimpse

FILE = Path(__file__).resolve().parents[2] / "benchmarks" / "repair.py"
PLACE = Box(x0=200, y0=300, x1=600, y1=700)


@pytest.fixture(scope="module")
def repair():
    spec = importlib.util.spec_from_file_location("repair_benchmark", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_wishes_come_evenly_from_all_tasks_and_stay_the_same(repair):
    found = repair.wishes(18)

    assert set(Counter(spec.tag for spec in found).values()) == {3}
    assert found == repair.wishes(18)


class Eye:
    """Is sure of one cup."""

    def look(self, picture, boxes):
        return [Glimpse("cup", 0.95, "red", 0.95) for _ in boxes]

    def search(self, picture):
        return self

    def places(self, kind=None):
        return [PLACE]


def test_the_critics_eye_can_stand_in_for_a_detector(repair):
    spec = next(s for s in repair.geneval_specs() if s.prompt == "a photo of a cup")
    picture = Image.new("RGB", (200, 100))

    seen = repair.CriticsEye(Eye()).detect(picture)

    assert [(one.kind, one.colour, tuple(one.box)) for one in seen] == [
        ("cup", "red", pytest.approx((40, 30, 120, 70)))
    ]
    assert judge_strictly(spec, seen).correct


def result(repair, one_try, repaired, **about):
    fields = {
        "prompt": "?",
        "one_try": one_try,
        "repaired": repaired,
        "rerolled": one_try,
        "any_reroll": one_try,
        "evaluations_one_try": 80,
        "evaluations_repaired": 320,
        "evaluations_rerolled": 240,
        "attempts": 4,
        "below_first": False,
        "below_parent": None,
    }
    return repair.Result(**(fields | about))


def test_the_table_shows_shares_costs_and_what_changed(repair):
    results = [result(repair, False, True), result(repair, True, True), result(repair, True, False)]

    lines = list(repair.lines_of(results))

    assert lines[1].startswith("one try")
    assert "0.667" in lines[1]
    assert lines[2].split()[-5:] == ["320", "+1", "-1,", "p", "=", "1"][-5:]
    assert lines[-1] == "below the parent: 0 of 0 edits"
    assert "below the parent: 1 of 2 edits" in list(
        repair.lines_of(
            [
                *results,
                result(repair, True, True, below_parent=True),
                result(repair, True, True, below_parent=False),
            ]
        )
    )
