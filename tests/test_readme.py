"""README cannot lie: its commands are understood, and run where the weights are there."""

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from agent import arguments, weights
from agent.graph import mermaid

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")

COMMANDS = [
    line.partition("got ")[2]
    for block in re.findall(r"```bash\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if re.search(r"(^|&& )got ", line)
]
SNIPPETS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)

with_weights = pytest.mark.skipif(
    "got-tiny" not in weights.names(), reason="the weights of got-tiny are not in this checkout"
)


def options_of(command: str) -> set[str]:
    """Return the options the help of a command lists."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        arguments.parser().parse_args([command, "--help"])
    return set(re.findall(r"--?[a-z][a-z-]*", out.getvalue()))


def test_there_are_commands_and_code_to_check() -> None:
    assert len(COMMANDS) >= 5
    assert SNIPPETS


def test_continuous_integration_does_what_readme_says() -> None:
    command = 'pip install -e ".[test]" && pytest'

    assert f"```bash\n{command}\n```" in README
    assert f"\n{command} ||\n" in (ROOT / ".ci/run").read_text("utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_understood(command: str) -> None:
    words = shlex.split(command.partition(" > ")[0])

    assert arguments.parser().parse_args(words).command == words[0]


PROSE = README.partition("## Where things are")[0]
"""README without its tree, which may speak of options of other commands."""


@pytest.mark.parametrize("word", re.findall(r"`(--?[a-z-]+)", PROSE))
def test_every_option_named_exists(word: str) -> None:
    known = {option for name in ("draw", "plan", "replay") for option in options_of(name)}

    assert word in known


def test_the_picture_of_a_turn_is_the_state_machine() -> None:
    assert f"```mermaid\n{mermaid()}\n```" in README


@with_weights
def test_the_commands_run_one_after_the_other(tmp_path: Path) -> None:
    script = "\n".join(f"{shlex.quote(sys.executable)} -m agent.cli {line}" for line in COMMANDS)

    done = subprocess.run(
        ["bash", "-euc", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert "identical to apple.png" in done.stdout


@with_weights
@pytest.mark.parametrize("code", SNIPPETS)
def test_the_python_code_runs(code: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=os.environ | {"HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "apple.png").is_file()
