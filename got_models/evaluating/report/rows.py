"""The rows of a report: one per picture or chain, kept in a file as they come."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from got_models.errors import BadInput
from got_models.evaluating.detections import Detection
from got_models.evaluating.geneval_spec import Spec
from got_models.evaluating.json_lines import read_lines
from got_models.thought import Box
from got_models.value import Value

ROWS, FACTS, PICTURES = "rows.jsonl", "run.json", "pictures"


class PlannedBox(Value):
    """An element of a chain: its words and its box on the 0-999 grid."""

    phrase: str
    box: Box


class Row(Value):
    """What was asked, what came of it, and how it was judged.

    `marks` are 1 and 0 for right and wrong, shares for what can be partly right; a mark that does
    not apply is left out. `headline` names the mark that says whether the row is right.
    """

    suite: str
    variant: str = "default"
    group: str
    id: str
    """Together with suite and variant, the only row of its kind; equal ids are comparable."""
    prompt: str
    cluster: str
    """Rows of one cluster are not independent: pictures of a prompt, turns of a session."""
    seed: int
    marks: dict[str, Annotated[float, Field(allow_inf_nan=False)]]
    headline: str
    reason: str = ""
    planned: tuple[PlannedBox, ...] = ()
    seen: tuple[Detection, ...] = ()
    picture: str | None = None
    before: str | None = None
    """The picture that was changed, of an edit."""
    spec: Spec | None = None
    nfe: int = 0
    seconds: float = 0.0

    @property
    def right(self) -> bool:
        """Whether the mark that counts is full."""
        return self.marks.get(self.headline, 0.0) >= 1.0

    @property
    def key(self) -> tuple[str, str, str]:
        """What no two rows of a report share."""
        return self.suite, self.variant, self.id


class RunFacts(Value):
    """What a report was made with; two runs into one folder must agree in all of it."""

    model: str
    weights_hash: str
    detector: str
    version: str
    seed: int
    pictures_per_prompt: int
    quick: bool
    steps: int
    sprites: str
    """Families the truth was rendered with; they are those the painter learned from."""

    @property
    def drawing(self) -> tuple[str, str, int, int]:
        """What decides the pictures, whoever looks at them."""
        return self.model, self.weights_hash, self.seed, self.steps


class Book:
    """A report's folder: facts, rows and pictures. Killed and opened again, it goes on."""

    def __init__(self, folder: Path, facts: RunFacts) -> None:
        """Open or begin a folder.

        Raises:
            BadInput: The folder holds a report made with something else.
        """
        self.folder, self.facts = folder, facts
        (folder / PICTURES).mkdir(parents=True, exist_ok=True)
        place = folder / FACTS
        if place.exists() and read_facts(folder) != facts:
            raise BadInput(
                f"{str(folder)!r} holds a report of another model, detector or setting; "
                "name another folder with --out"
            )
        place.write_text(facts.model_dump_json(indent=2) + "\n", encoding="utf-8")
        self._done = {row.key for row in mended_rows(folder)}

    def has(self, suite: str, variant: str, id: str) -> bool:
        """Whether a row is already there."""
        return (suite, variant, id) in self._done

    def add(self, row: Row) -> None:
        """Append a row; it is on disk when this returns."""
        with (self.folder / ROWS).open("a", encoding="utf-8") as file:
            file.write(row.model_dump_json(by_alias=True, exclude_defaults=True) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self._done.add(row.key)


def read_rows(folder: Path) -> list[Row]:
    """Read all rows of a report.

    Raises:
        BadInput: There are none, or a line is damaged.
    """
    if not (folder / ROWS).is_file():
        raise BadInput(f"{str(folder)!r} holds no report; make one with `got evaluate all`")
    return read_lines(folder / ROWS, Row)


def read_facts(folder: Path) -> RunFacts:
    """Read what a report was made with.

    Raises:
        BadInput: It is missing or damaged.
    """
    try:
        return RunFacts.model_validate_json((folder / FACTS).read_bytes())
    except (OSError, ValueError) as cause:
        raise BadInput(f"{str(folder / FACTS)!r} is missing or damaged") from cause


def mended_rows(folder: Path) -> Iterator[Row]:
    """Read the rows, and cut off a last line that a kill left unfinished."""
    place = folder / ROWS
    if not place.is_file():
        return
    whole, newline, rest = place.read_text(encoding="utf-8").rpartition("\n")
    if rest and not _is_json(rest):
        place.write_text(whole + newline, encoding="utf-8")
    yield from read_lines(place, Row)


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True
