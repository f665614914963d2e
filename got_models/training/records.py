"""Records of the released GoT datasets as training tasks.

A record is a mapping (a line of JSON or JSONL, a row of a Parquet file) with a chain in `got`. Its
boxes stand in the text, or the text holds placeholders and `coord` says what they mean: a JSON
object, or the text of one, from placeholder to four numbers or two points. Records say nothing
about mask colours: those come from the palette, in the order of the boxes.
Source: GoT (Fang et al., 2025), https://arxiv.org/abs/2503.10639, section 4, and a reader of its
OmniEdit set; field names beyond `got` and `coord` differ between sets and are looked for.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from got_models import chain_text
from got_models.box_text import spell
from got_models.errors import BadInput, MissingPackage, ThoughtError
from got_models.thought import COORDINATE_MAX, Box, Chain, Task
from got_models.value import Value

INSTRUCTIONS = ("instruction", "edit_instruction", "edited_prompt_list", "edit_prompt")
PROMPTS = (*INSTRUCTIONS, "prompt", "caption")
"""Fields that may hold what was asked, best first."""

SOURCES = ("src_img", "source_image", "source", "input_image")
TARGETS = ("edited_img", "target_image", "target", "image", "img_path", "image_path")
"""Fields that may name the picture given and the picture asked for."""

IDENTITIES = ("omni_edit_id", "id", "image_id", "key")

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


class BadRecord(BadInput):
    """A record cannot be used; `line` counts from 1."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"record {line}: {why}")
        self.line, self.why = line, why


class Record(Value):
    """One exchange of a released dataset; pictures are named as the record names them."""

    task: Task
    prompt: str
    chain: Chain
    source: str | None = None
    target: str | None = None
    identity: str | None = None


class Records:
    """The records of a file, read one by one.

    `skipped` holds what was wrong with those left out so far.
    """

    def __init__(self, place: Path, *, strict: bool = True) -> None:
        """Take a `.json`, `.jsonl` or `.parquet` file.

        Args:
            place: The file.
            strict: Raise at the first bad record; else leave it out and note why.
        """
        self.place, self.strict = place, strict
        self.skipped: list[BadRecord] = []

    def __iter__(self) -> Iterator[Record]:
        """Read from the start.

        Raises:
            BadRecord: A record is bad, and the reading is strict.
            BadInput: The file cannot be read at all.
        """
        self.skipped.clear()
        for line, row in _rows(self.place):
            try:
                yield read_record(row, line)
            except BadRecord as bad:
                if self.strict:
                    raise
                self.skipped.append(bad)


def read_record(row: object, line: int = 1) -> Record:
    """Read one record.

    Raises:
        BadRecord: It has no chain or no prompt, or a box that is none.
    """
    if not isinstance(row, Mapping):
        raise BadRecord(line, f"expected an object with fields, got {str(row)[:60]!r}")
    text, prompt = row.get("got"), _first(row, PROMPTS)
    if not isinstance(text, str) or not text.strip():
        raise BadRecord(line, f"the field 'got' holds no chain, got {str(text)[:60]!r}")
    if prompt is None:
        raise BadRecord(line, f"none of the fields {', '.join(PROMPTS)} holds a prompt")
    source = _first(row, SOURCES)
    edits = source is not None or any(name in row for name in ("omni_edit_id", *INSTRUCTIONS))
    task: Task = "edit" if edits else "generate"
    return Record(
        task=task,
        prompt=prompt,
        chain=_chain(text, row.get("coord"), task, line),
        source=source,
        target=_first(row, TARGETS),
        identity=_first(row, IDENTITIES),
    )


def _rows(place: Path) -> Iterator[tuple[int, object]]:
    try:
        if place.suffix == ".parquet":
            yield from enumerate(_parquet(place), start=1)
        elif place.suffix == ".json":
            held = json.loads(place.read_text("utf-8"))
            yield from enumerate(held if isinstance(held, list) else [held], start=1)
        else:
            yield from _lines(place)
    except (OSError, ValueError) as cause:
        raise BadInput(f"the records {str(place)!r} cannot be read: {cause}") from cause


def _lines(place: Path) -> Iterator[tuple[int, object]]:
    """Read JSON lines; one that is no JSON is given as its text, to be refused by number."""
    with place.open(encoding="utf-8") as file:
        for line, text in enumerate(file, start=1):
            if text.strip():
                try:
                    yield line, json.loads(text)
                except ValueError:
                    yield line, text


def _parquet(place: Path) -> Iterable[object]:
    try:
        parquet = import_module("pyarrow.parquet")
    except ImportError as cause:
        raise MissingPackage("pyarrow") from cause
    rows: list[object] = parquet.read_table(place).to_pylist()
    return rows


def _first(row: Mapping[Any, Any], names: Iterable[str]) -> str | None:
    """Return the first field that holds words; of a list, its last."""
    for name in names:
        value = row.get(name)
        if isinstance(value, list | tuple) and value:
            value = value[-1]
        if isinstance(value, Mapping):
            value = value.get("path")
        if isinstance(value, int):
            value = str(value)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return None


def _chain(text: str, coord: object, task: Task, line: int) -> Chain:
    """Put boxes in place of placeholders; the reader of chains finds them and hands out colours."""
    filled = _filled(text, _places(coord, line), line)
    try:
        chain = chain_text.read(filled, task=task).chain
    except ThoughtError as cause:
        raise BadRecord(line, str(cause)) from cause
    if not chain.elements:
        raise BadRecord(line, f"the chain has no box, got {text[:60]!r}")
    return chain


def _places(coord: object, line: int) -> dict[str, Box]:
    if isinstance(coord, str) and coord.strip():
        try:
            coord = json.loads(coord)
        except ValueError as cause:
            raise BadRecord(line, f"'coord' is no JSON, got {str(coord)[:60]!r}") from cause
    if coord in (None, "", [], {}):
        return {}
    if not isinstance(coord, Mapping):
        raise BadRecord(line, f"'coord' is no object, got {str(coord)[:60]!r}")
    return {str(name): _box(value, line) for name, value in coord.items()}


def _box(value: object, line: int) -> Box:
    """Read four numbers, however they are nested or written; 1000 is the last coordinate."""
    value = list(value.values()) if isinstance(value, Mapping) else value
    numbers = [float(number) for number in NUMBER.findall(json.dumps(value, default=str))]
    if len(numbers) != 4:
        raise BadRecord(line, f"a box is four numbers, got {str(value)[:60]!r}")
    x0, y0, x1, y1 = (min(round(number), COORDINATE_MAX) for number in numbers)
    try:
        return Box(x0=x0, y0=y0, x1=x1, y1=y1)
    except ValueError as cause:
        raise BadRecord(line, f"a box that has no area, got {str(value)[:60]!r}") from cause


def _filled(text: str, places: Mapping[str, Box], line: int) -> str:
    """Replace placeholders, longer names first, since one may begin with another."""
    for name in sorted(places, key=len, reverse=True):
        if not name or name not in text:
            raise BadRecord(line, f"the chain has no place for the box {name!r}")
        text = text.replace(name, spell(places[name]))
    return text
