"""Versions: what a session made, each with the version it was made from."""

import json
from collections.abc import Iterator, Mapping

from got_models.errors import VersionNotFound
from memory.database import Base, Row, now
from memory.heads import HEAD, Heads, Place
from memory.sessions import Sessions
from memory.tree import Node, Tree
from memory.values import Making, Version

_SELECT = """
    select v.id, v.session, v.number, v.parent, v.depth, v.job, v.operation, v.chain, v.seed,
        v.model, v.weights_hash, v.parameters, v.seconds, v.changed_outside_px, v.created,
        p.digest, p.width, p.height,
        (select o.number from versions o where o.id = v.parent) as parent_number,
        (select checks from critiques c where c.version = v.id order by c.id desc limit 1) as checks
    from versions v join pictures p on p.digest = v.picture
"""


class Versions:
    """Repository of versions."""

    def __init__(self, base: Base, sessions: Sessions, heads: Heads) -> None:
        self._base, self._sessions, self._heads = base, sessions, heads

    def add(
        self,
        session: str,
        making: Making,
        *,
        parent: Place = HEAD,
        job: int | None = None,
        expected: int | None = None,
    ) -> Version:
        """Store what was made and move the head there.

        Args:
            session: Whose version it is.
            making: The picture, which must be kept already, and how it came about.
            parent: What it was made from; None for a first version.
            job: The turn that made it.
            expected: The session's revision as the caller knows it.

        Raises:
            VersionNotFound: The parent is no version of the session.
            SessionMoved: The session was changed since `expected`.
        """
        with self._base.writing():
            origin = self._heads.node(session, parent, expected=expected)
            number = self._base.store(
                "versions",
                session=session,
                number=self.count(session) + 1,
                parent=origin.id,
                depth=self._depth(origin.id) + 1,
                job=job,
                picture=making.picture.digest,
                parameters=json.dumps(dict(making.parameters), ensure_ascii=False),
                created=now(),
                **making.model_dump(exclude={"picture", "parameters"}),
            )
            self._heads.grow(session, origin.id, number)
            return self.get(session, number)

    def note(self, session: str, version: int, about: Mapping[str, str]) -> Version:
        """Add to the parameters of a version what was found out about it later.

        Raises:
            VersionNotFound: It does not exist, or belongs to another session.
        """
        with self._base.writing(lasting=False):
            known = dict(self.get(session, version).parameters) | dict(about)
            self._base.change(
                "update versions set parameters = ? where id = ?",
                json.dumps(known, ensure_ascii=False),
                version,
            )
        return self.get(session, version)

    def get(self, session: str, version: int) -> Version:
        """Return one version.

        Raises:
            VersionNotFound: It does not exist, or belongs to another session.
        """
        row = self._base.fetch_one(f"{_SELECT} where v.id = ? and v.session = ?", version, session)
        if row is None:
            raise VersionNotFound(version)
        return _version(row)

    def head(self, session: str) -> Version | None:
        """Return the version a session is at; None at its beginning."""
        number = self._sessions.get(session).head
        return None if number is None else self.get(session, number)

    def all(self, session: str, *, after: int = 0, limit: int = -1) -> list[Version]:
        """Return the versions of a session, oldest first.

        Args:
            session: Whose versions.
            after: Start after this number.
            limit: How many at most; -1 for all.
        """
        rows = self._base.fetch(
            f"{_SELECT} where v.session = ? and v.id > ? order by v.id limit ?",
            session,
            after,
            limit,
        )
        return [_version(row) for row in rows]

    def number(self, session: str, version: int) -> int:
        """Return which picture of its session a version is, from 1 in order of making."""
        row = self._base.fetch_one(
            "select number from versions where id = ? and session = ?", version, session
        )
        return int(row["number"]) if row else 0

    def count(self, session: str) -> int:
        """Return how many versions a session has."""
        row = self._base.fetch_one(
            "select max(number) as number from versions where session = ?", session
        )
        return int(row["number"] or 0) if row else 0

    def numbered(self, session: str, number: int) -> Version:
        """Return the version that is picture `number` of its session.

        Raises:
            VersionNotFound: The session has fewer.
        """
        row = self._base.fetch_one(
            f"{_SELECT} where v.session = ? and v.number = ?", session, number
        )
        if row is None:
            raise VersionNotFound(number)
        return _version(row)

    def numbers_of(self, session: str, operation: str) -> list[int]:
        """Return the numbers of the pictures of a session that an operation made, in order."""
        rows = self._base.fetch(
            "select number from versions where session = ? and operation = ? order by number",
            session,
            operation,
        )
        return [row["number"] for row in rows]

    def newest(self, session: str, limit: int) -> list[Version]:
        """Return the versions of a session that were made last, oldest of them first."""
        rows = self._base.fetch(
            f"{_SELECT} where v.session = ? order by v.id desc limit ?", session, limit
        )
        return [_version(row) for row in reversed(rows)]

    def of_job(self, job: int) -> list[Version]:
        """Return the versions a turn made, oldest first."""
        rows = self._base.fetch(f"{_SELECT} where v.job = ? order by v.id", job)
        return [_version(row) for row in rows]

    def line(self, session: str, version: Place = HEAD) -> Iterator[Version]:
        """Walk from a version back to the first, newest first."""
        number = self._heads.node(session, version).id
        while number is not None:
            found = self.get(session, number)
            yield found
            number = found.parent

    def tree(self, session: str) -> Tree:
        """Return the whole tree of a session, without pictures and chains."""
        start = self._heads.node(session, None)
        nodes = self._base.fetch(
            "select id, parent, forward from versions where session = ?", session
        )
        return Tree([start, *(Node(**node) for node in nodes)], self._sessions.get(session).head)

    def later(self, session: str, version: Place = HEAD) -> int:
        """Count what was made from a version, directly or not."""
        start = self._heads.node(session, version).id
        row = self._base.fetch_one(
            """with recursive later (id) as (
                select id from versions where session = ? and parent is ?
                union all
                select v.id from later join versions v on v.parent = later.id
            ) select count(*) as found from later""",
            session,
            start,
        )
        return int(row["found"]) if row else 0

    def _depth(self, version: int | None) -> int:
        row = self._base.fetch_one("select depth from versions where id = ?", version)
        return int(row["depth"]) if row else 0


def _version(row: Row) -> Version:
    checks = row.pop("checks")
    picture = {name: row.pop(name) for name in ("digest", "width", "height")}
    parameters = json.loads(row.pop("parameters"))
    critique = None if checks is None else {"checks": json.loads(checks)}
    return Version.model_validate(
        {**row, "picture": picture, "parameters": parameters, "critique": critique}
    )
