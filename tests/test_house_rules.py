"""The rules of the house, so that one `pytest` checks them all."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

RULES = {
    "lint": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "types": ["-m", "mypy"],
    "imports": ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
    "tree": [".ci/tree.py", "--check"],
}


@pytest.mark.parametrize("rule", RULES)
def test_the_code_keeps_the_rule_of(rule: str) -> None:
    done = subprocess.run(
        [sys.executable, *RULES[rule]], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
