"""What people say, read from the TOML files in `said/`.

A group is a table with `seen` and `heldout`, two texts in the notation of `dialogue_alternatives`,
and perhaps `more`, a list of further seen wordings that are taken as they stand. Where those are
many they are in the file of the same name in `said/more/`, whose tables hold nothing else. The
areas `wordings` and `edit_wordings` have a file only there; what it adds to is in these modules.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parent / "said"


class Group(NamedTuple):
    """The ways to say one thing, as they are written."""

    seen: str
    heldout: str
    more: tuple[str, ...] = ()


def groups(area: str) -> dict[str, Group]:
    """Return the groups of an area, in order, by dotted names such as `CHANGES.recolour`.

    Raises:
        ValueError: A file is no TOML, or a table of it is no group.
    """
    further = more(area)
    file = FOLDER / f"{area}.toml"
    found = {}
    for name, table in _tables(_read(file), file):
        lists = {"more": [*_sayings(table, name, file), *further.pop(name, ())]}
        found[name] = _group(table | lists, name, file)
    if further:
        raise ValueError(f"{_further_file(area)}: {', '.join(further)} not in {file.name}")
    return found


def more(area: str) -> dict[str, tuple[str, ...]]:
    """Return what `said/more/` adds to an area, by dotted names.

    Raises:
        ValueError: The file is no TOML, or a table of it holds something else.
    """
    file = _further_file(area)
    if not file.exists():
        return {}
    found = {}
    for name, table in _tables(_read(file), file):
        if table.keys() != {"more"}:
            raise ValueError(
                f"{file}: [{name}] holds {', '.join(table) or 'nothing'}, not `more` alone"
            )
        found[name] = _sayings(table, name, file)
    return found


def _further_file(area: str) -> Path:
    return FOLDER / "more" / f"{area}.toml"


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except tomllib.TOMLDecodeError as wrong:
        raise ValueError(f"{file}: {wrong}") from wrong


def _tables(table: dict[str, Any], file: Path, above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the innermost tables with their dotted names."""
    for key, value in table.items():
        name = f"{above}{key}"
        if not isinstance(value, dict):
            raise ValueError(f"{file}: {name} is not a table")
        if value and all(isinstance(inner, dict) for inner in value.values()):
            yield from _tables(value, file, f"{name}.")
        else:
            yield name, value


def _sayings(table: dict[str, Any], name: str, file: Path) -> tuple[str, ...]:
    listed = table.get("more", [])
    if not isinstance(listed, list) or not all(isinstance(said, str) for said in listed):
        raise ValueError(f"{file}: `more` of [{name}] is not a list of strings")
    return tuple(listed)


def _group(table: dict[str, Any], name: str, file: Path) -> Group:
    if strange := table.keys() - set(Group._fields):
        raise ValueError(f"{file}: [{name}] has {', '.join(sorted(strange))}, which means nothing")
    for key in ("seen", "heldout"):
        if not isinstance(table.get(key), str):
            raise ValueError(f"{file}: [{name}] has no text `{key}`")
    return Group(table["seen"], table["heldout"], tuple(table["more"]))
