"""A database file: how it is opened, written to and blamed. One place for SQLite's own words."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from got_models.errors import ArchiveBusy, ArchiveError, CannotWrite, DamagedDatabase, MemoryRefusal

BUSY_TIMEOUT_S = 10.0
"""How long a writer waits for another one."""

_KINDS: Mapping[int, tuple[type[ArchiveError], str]] = {
    sqlite3.SQLITE_BUSY: (ArchiveBusy, "is locked by another process; try again"),
    sqlite3.SQLITE_LOCKED: (ArchiveBusy, "is locked by another process; try again"),
    sqlite3.SQLITE_FULL: (CannotWrite, "cannot be written: the disk is full"),
    sqlite3.SQLITE_IOERR: (CannotWrite, "cannot be read or written; is the disk full?"),
    sqlite3.SQLITE_READONLY: (CannotWrite, "cannot be written: it is read-only"),
    sqlite3.SQLITE_CANTOPEN: (CannotWrite, "cannot be opened"),
    sqlite3.SQLITE_CORRUPT: (DamagedDatabase, "is damaged; restore a backup of it"),
    sqlite3.SQLITE_NOTADB: (DamagedDatabase, "is no database of got"),
}

Row = dict[str, Any]


class Base(Database):
    """A database file, open for the thread that opened it, or for one thread at a time."""

    def __init__(self, place: Path, *, any_thread: bool = False) -> None:
        """Open `place`, making an empty file where there is none; the file is not changed yet.

        Args:
            place: The file.
            any_thread: Whether threads may take turns with it.

        Raises:
            CannotWrite: The file cannot be opened.
        """
        self.place = place
        self._lasting: bool | None = None
        with translated(place):
            connection = sqlite3.connect(
                place, timeout=BUSY_TIMEOUT_S, check_same_thread=not any_thread
            )
            super().__init__(connection, execute_plugins=False)

    def prepare(self) -> None:
        """Set what every connection needs: enforced references and the write-ahead log."""
        with translated(self.place):
            self.execute("pragma foreign_keys = on")
            if self.journal_mode != "wal":
                self.enable_wal()

    @contextmanager
    def writing(self, *, lasting: bool = True) -> Iterator[None]:
        """Make a block one change: all of it is stored, or nothing; inside another, part of that.

        Args:
            lasting: Wait until the change would outlive a power cut. Without it the change
                outlives the process, and a power cut as soon as a later lasting change is stored.
        """
        if self.conn.in_transaction:
            yield
            return
        with translated(self.place):
            if lasting != self._lasting:
                self.execute(f"pragma synchronous = {'full' if lasting else 'normal'}")
                self._lasting = lasting
            # A plain BEGIN takes the lock at its first write, and fails without waiting if
            # somebody wrote since its first read: https://www.sqlite.org/isolation.html
            self.execute("begin immediate")
            try:
                yield
                self.execute("commit")
            except BaseException:
                self.rollback()
                raise

    def fetch(self, sql: str, *parameters: object) -> list[Row]:
        """Return what a question finds, each row by column name."""
        with translated(self.place):
            try:
                cursor = self.conn.execute(sql, parameters)
            except OverflowError:  # No row has a number that no column can hold.
                return []
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def fetch_one(self, sql: str, *parameters: object) -> Row | None:
        """Return the first thing a question finds."""
        found = self.fetch(sql, *parameters)
        return found[0] if found else None

    def change(self, sql: str, *parameters: object) -> int:
        """Change rows inside `writing`; return how many."""
        return self.conn.execute(sql, parameters).rowcount

    def store(self, table: str, **values: object) -> int:
        """Store one row inside `writing`; return its number."""
        marks = ", ".join("?" * len(values))
        cursor = self.conn.execute(
            f"insert into {table} ({', '.join(values)}) values ({marks})",
            tuple(values.values()),
        )
        return int(cursor.lastrowid or 0)


@contextmanager
def translated(place: Path) -> Iterator[None]:
    """Say what SQLite complains about in the project's own errors."""
    try:
        yield
    except sqlite3.IntegrityError as cause:
        raise MemoryRefusal(f"what is to be stored does not fit what is there: {cause}") from cause
    except sqlite3.DatabaseError as cause:
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        if code not in _KINDS:
            raise
        kind, says = _KINDS[code]
        raise kind(f"{str(place)!r} {says}") from cause


def storable(text: str) -> str:
    """Replace halves of surrogate pairs, which no database takes."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def now() -> float:
    """Return the seconds since 1970, UTC, no finer than the values show them."""
    return datetime.now(UTC).timestamp()
