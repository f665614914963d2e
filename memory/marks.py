"""Marks: the names and stars that people give to versions."""

from got_models.errors import MemoryRefusal
from memory.database import Base, Row, storable
from memory.values import Mark
from memory.versions import Versions

LONGEST_NAME = 200


class Marks:
    """Repository of names and stars."""

    def __init__(self, base: Base, versions: Versions) -> None:
        self._base, self._versions = base, versions

    def name(self, session: str, version: int, name: str) -> Mark:
        """Give a version a name; names may repeat, the newest bearer is found first.

        Raises:
            VersionNotFound: The number is no version of the session.
            MemoryRefusal: The name is empty or too long.
        """
        words = " ".join(storable(name).split())
        if not 1 <= len(words) <= LONGEST_NAME:
            raise MemoryRefusal(f"a name has 1 to {LONGEST_NAME} characters, got {name[:60]!r}")
        return self._set(session, version, "name", words)

    def star(self, session: str, version: int, *, starred: bool = True) -> Mark:
        """Give a version a star, or take it away.

        Raises:
            VersionNotFound: The number is no version of the session.
        """
        return self._set(session, version, "starred", int(starred))

    def of(self, version: int) -> Mark:
        """Return what is written on a version; nothing is a mark, too."""
        row = self._base.fetch_one("select * from marks where version = ?", version)
        return Mark(version=version) if row is None else _mark(row)

    def all(self, session: str) -> list[Mark]:
        """Return the marks of a session in the order its versions were made."""
        rows = self._base.fetch(
            "select m.* from marks m join versions v on v.id = m.version "
            "where v.session = ? order by v.id",
            session,
        )
        return [_mark(row) for row in rows]

    def _set(self, session: str, version: int, column: str, value: str | int) -> Mark:
        with self._base.writing():
            self._versions.get(session, version)
            self._base.change(
                f"insert into marks (version, {column}) values (?, ?) "
                f"on conflict (version) do update set {column} = excluded.{column}",
                version,
                value,
            )
        return self.of(version)


def _mark(row: Row) -> Mark:
    return Mark.model_validate({**row, "starred": bool(row["starred"])})
