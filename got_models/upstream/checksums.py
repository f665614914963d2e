"""A list of hashes over all files of a folder, in the form of `sha256sum`. Light: no torch."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

FILE = "SHA256SUMS"


def write(folder: Path, known: Mapping[str, str]) -> None:
    """List every file below a folder; hashes that are known already are not taken again."""
    lines = [
        f"{known.get(name) or sha256(folder / name)}  {name}\n"
        for name in (
            place.relative_to(folder).as_posix()
            for place in sorted(folder.rglob("*"))
            if place.is_file()
        )
    ]
    (folder / FILE).write_text("".join(lines), encoding="utf-8")


def listed(folder: Path, suffix: str) -> list[str]:
    """Return the lines of the list about files with a suffix; none where there is no list."""
    place = folder / FILE
    lines = place.read_text("utf-8").splitlines() if place.is_file() else []
    return [line for line in lines if line.endswith(suffix)]


def check(folder: Path) -> list[str]:
    """Return one sentence for each file of the list that is missing or was changed."""
    problems: list[str] = []
    for line in (folder / FILE).read_text("utf-8").splitlines():
        told, _, name = line.partition("  ")
        place = folder / name
        if not place.is_file():
            problems.append(f"{name} is missing")
        elif sha256(place) != told:
            problems.append(f"{name} is not the file that was written")
    return problems


def sha256(path: Path) -> str:
    """Return the hash of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
