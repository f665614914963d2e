"""What tests of every folder use: scripted models, and the command line over them."""

import os
import sys
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.append(str(Path(__file__).resolve().parent / "support"))

from stand_ins import ScriptedPainter, ScriptedReasoner

# How long an example takes says more about the machine than about the code. A check that decides
# whether a change may land always draws the same examples; on a desk they are new every time.
settings.register_profile("got", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("got")

APPLE = (
    "A <|object_ref_start|>red apple<|object_ref_end|>"
    "<|box_start|>(100,200),(400,600)<|box_end|> (red) on a gray background."
)
EDIT = (
    "1. The source image shows an apple. 2. The object to be edited is the "
    "<|object_ref_start|>red apple<|object_ref_end|>"
    "<|box_start|>(250,250),(749,749)<|box_end|> (red). 3. It becomes blue."
)


@pytest.fixture
def apple() -> str:
    return APPLE


@pytest.fixture
def edit_chain() -> str:
    return EDIT


@pytest.fixture
def reasoner() -> Callable[..., ScriptedReasoner]:
    return lambda *answers, **fields: ScriptedReasoner(deque(answers), **fields)


@pytest.fixture
def painter() -> Callable[..., ScriptedPainter]:
    return lambda pictures=1, **fields: ScriptedPainter(pictures, **fields)


@pytest.fixture
def got(
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., tuple[int, str, str]]:
    """Run the command line with scripted models; answers exit code, stdout and stderr."""
    from agent import cli
    from agent.build import Models

    def run(
        *words: str, answers: Sequence[str] = (), pictures: int = 0, **fields: object
    ) -> tuple[int, str, str]:
        models = Models(
            ScriptedReasoner(deque(answers), **fields),  # type: ignore[arg-type]
            ScriptedPainter(pictures),
        )
        try:
            code = cli.main(words, load=lambda model, device: models)
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run
