"""The results of an evaluation, one line per picture, in the form of GenEval's own results file.

GenEval's summary script reads what is written here, and what GenEval wrote is read here. A missing
picture has a line as well, so that it stays in every denominator.
"""

from collections.abc import Iterable
from pathlib import Path

from pydantic import ConfigDict

from got_models.evaluating.geneval_spec import GenevalTask
from got_models.evaluating.json_lines import read_lines
from got_models.value import Value


class Result(Value):
    """The verdict on one picture.

    `metadata` is the prompt's line of metadata and `details` the objects looked at, class ->
    `[x0, y0, x1, y1, confidence]` each; both are JSON inside of JSON, as GenEval has it. The
    strict fields are None in a file that GenEval wrote.
    """

    model_config = ConfigDict(extra="ignore")

    filename: str
    tag: GenevalTask
    prompt: str
    correct: bool
    reason: str
    metadata: str
    details: str = "{}"
    strict: bool | None = None
    strict_reason: str | None = None
    extras: int | None = None


def write_results(results: Iterable[Result], path: Path) -> None:
    """Write one line per picture.

    Raises:
        OSError: The file cannot be written.
    """
    lines = [f"{result.model_dump_json(exclude_none=True)}\n" for result in results]
    path.write_text("".join(lines), encoding="utf-8")


def read_results(path: Path) -> list[Result]:
    """Read a results file, ours or GenEval's.

    Raises:
        BadInput: The file cannot be read or holds something else.
    """
    return read_lines(path, Result)
