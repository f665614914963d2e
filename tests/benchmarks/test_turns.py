"""The benchmarks of turns measure what they say they do, on a small scale."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def turn_speed(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(FOLDER))
    spec = importlib.util.spec_from_file_location("turn_speed", FOLDER / "turn_speed.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


def test_a_turn_leaves_little_behind(turn_speed: ModuleType, tmp_path: Path) -> None:
    found = turn_speed.run(tmp_path / "memory", 40)

    assert 0 < found["kilobytes_per_turn"] <= turn_speed.MOST_KB
    assert found["turn_10_processor_ms"] > 0
