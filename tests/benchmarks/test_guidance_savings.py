"""The benchmark of guidance that is left out or used again, on the real shapes in small."""

import importlib.util
from pathlib import Path

import pytest

from got_models.full_size import MINIATURE

FILE = Path(__file__).resolve().parents[2] / "benchmarks" / "guidance_savings.py"
spec = importlib.util.spec_from_file_location("guidance_savings", FILE)
guidance_savings = importlib.util.module_from_spec(spec)
spec.loader.exec_module(guidance_savings)

STEPS = 4


@pytest.fixture(scope="module")
def ways() -> dict[str, dict[str, float]]:
    pipeline, tasks = guidance_savings.at_random(MINIATURE, "cpu")
    found = guidance_savings.compared(pipeline, tasks["edit"], MINIATURE.side, STEPS)
    return dict(found)


def test_every_way_is_compared_with_all_branches(ways: dict[str, dict[str, float]]) -> None:
    assert list(ways) == list(guidance_savings.WAYS)
    assert ways["all_branches"]["evaluations"] == 4 * STEPS
    assert ways["all_branches"]["latent_error"] == ways["branches_that_count"]["latent_error"] == 0
    assert ways["another_seed"]["latent_error"] > 0.5


def test_what_is_saved_is_what_was_not_asked(ways: dict[str, dict[str, float]]) -> None:
    assert ways["no_guidance"]["saved"] == 0.75
    assert ways["every_2"]["saved"] == pytest.approx(1 - (2 * 4 + 2 * 1) / 16)
    assert ways["every_3"]["saved"] == pytest.approx(1 - (2 * 4 + 2 * 1) / 16)
    assert all(0 <= held["saved"] <= 0.75 for held in ways.values())
