"""Who is still running: a lock per process that the system lets go of when the process ends.

A process number would be handed out again, and means nothing in another container that shares
the folder. A file lock, taken through SQLite because that works on every system, is neither.
"""

import contextlib
import os
import sqlite3
import threading
import time
from pathlib import Path
from uuid import uuid4

from memory.database import translated
from memory.durable import ensure_folder

_SETTLED_S = 60.0

_held: dict[tuple[int, Path], "Presence"] = {}
_guard = threading.Lock()


class Presence:
    """The mark of this process in a folder, held until the process ends or lets go."""

    def __init__(self, folder: Path) -> None:
        self.token = uuid4().hex
        self._folder = folder
        self._anchor: sqlite3.Connection | None = None
        with translated(folder):
            ensure_folder(folder)
            self._lock = sqlite3.connect(self._file(self.token), check_same_thread=False)
            self._lock.execute("pragma journal_mode = memory")
            self._lock.execute("begin exclusive")

    def anchor(self, database: Path) -> None:
        """Keep a database open, so that closing the others does not copy its log each time."""
        if self._anchor is None:
            with translated(database):
                self._anchor = sqlite3.connect(database, check_same_thread=False)
                self._anchor.execute("select count(*) from sqlite_master").fetchone()

    def alive(self, token: str) -> bool:
        """Say whether the process with this mark still runs; sweep its mark away if not."""
        if token == self.token:
            return True
        file = self._file(token)
        if not file.is_file():
            return False
        asking = sqlite3.connect(file, timeout=0)
        try:
            asking.execute("pragma journal_mode = memory")
            asking.execute("begin exclusive")
        except sqlite3.OperationalError:
            return True
        finally:
            asking.close()
        file.unlink(missing_ok=True)
        return False

    def sweep(self) -> int:
        """Remove the marks of dead processes; return how many.

        Marks made just now are left alone: their process may not have locked them yet.
        """
        settled = time.time() - _SETTLED_S
        marks = [file for file in self._folder.glob("*.lock") if file.stat().st_mtime < settled]
        return sum(not self.alive(mark.stem) for mark in marks)

    def release(self) -> None:
        """Let go of the mark and of the anchored database."""
        for connection in (self._lock, self._anchor):
            if connection is not None:
                connection.close()
        with contextlib.suppress(OSError):
            self._file(self.token).unlink(missing_ok=True)

    def _file(self, token: str) -> Path:
        return self._folder / f"{token}.lock"


def presence_in(folder: Path) -> Presence:
    """Return the mark of this process in a folder, made at the first call.

    A child made by forking gets its own: locks are not inherited.
    """
    key = (os.getpid(), folder.resolve())
    with _guard:
        if key not in _held:
            _held[key] = Presence(folder)
        return _held[key]


def leave(folder: Path) -> None:
    """Take the mark of this process out of a folder, as if the process had ended."""
    with _guard:
        held = _held.pop((os.getpid(), folder.resolve()), None)
    if held is not None:
        held.release()
