"""Damaged chains are read without a failure and without a silent loss."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_three_thousand_damaged_chains_are_read_without_silent_loss() -> None:
    command = [sys.executable, "benchmarks/fuzz_chain_text.py", "--n", "3000", "--seed", "7"]
    paths = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=paths)

    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)
    assert counts["texts"] == 3000
    assert counts["elements"] > 1000
    assert counts["repairs"]["lost_box"] > 100
