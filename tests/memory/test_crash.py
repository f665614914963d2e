"""Processes that are killed at random moments lose nothing they had told."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="the killing forks")
def test_thirty_killed_sessions_lose_no_picture_and_no_chain() -> None:
    done = subprocess.run(
        [sys.executable, "benchmarks/kill_sessions.py", "--kills", "30", "--seed", "1"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )

    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    counts = json.loads(done.stdout)
    assert counts["lost"] == {}
    assert counts["kills"] == 30
    assert counts["chains_told"] > 0
