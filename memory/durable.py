"""Files that appear whole or not at all, and are still there after the power went."""

import os
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

PART = ".part"
"""How the names of unfinished files end."""


def put_in_place(target: Path, fill: Callable[[Path], None]) -> None:
    """Let `fill` write a file beside `target`, then move it there in one step.

    Raises:
        OSError: The place cannot be written; nothing is left behind.
    """
    temporary = target.with_name(f".{uuid4().hex}{PART}")
    try:
        fill(temporary)
        _flush_file(temporary)
        temporary.replace(target)
        flush_folder(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def ensure_folder(folder: Path) -> None:
    """Make a folder and those above it; the new names outlive a power cut."""
    if folder.is_dir():
        return
    ensure_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    flush_folder(folder.parent)


def flush_folder(folder: Path) -> None:
    """Make the names in a folder outlive a power cut, where the system can do that."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _flush_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
