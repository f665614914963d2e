"""Sessions: made, found, named, deleted."""

from uuid import uuid4

from got_models.errors import SessionMoved, SessionNotFound
from memory.database import Base, Row, now, storable
from memory.tree import MAIN
from memory.values import Session

_COLUMNS = "id, title, head, branch, revision, created, touched"
_TITLE = 120


class Sessions:
    """Repository of sessions."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def create(self, title: str = "") -> Session:
        """Begin a session; its id cannot be guessed."""
        moment = now()
        values = {"id": uuid4().hex, "title": _title(title), "branch": MAIN}
        with self._base.writing():
            self._base.store("sessions", **values, created=moment, touched=moment)
            self._base.store("branches", session=values["id"], name=MAIN)
        return self.get(values["id"])

    def get(self, session: str) -> Session:
        """Return one session.

        Raises:
            SessionNotFound: There is none with that id.
        """
        return _session(self.row(session))

    def newest(self, limit: int = 50, *, before: Session | None = None) -> list[Session]:
        """Return the sessions that were changed last, newest first.

        Args:
            limit: How many at most.
            before: Go on after this one, the last of an earlier answer.
        """
        at = (before.touched.timestamp(), before.id) if before else (float("inf"), "")
        rows = self._base.fetch(
            f"select {_COLUMNS} from sessions where (touched, id) < (?, ?) "
            "order by touched desc, id desc limit ?",
            *at,
            limit,
        )
        return [_session(row) for row in rows]

    def rename(self, session: str, title: str) -> Session:
        """Give a session another title."""
        with self._base.writing():
            self.row(session)
            self._base.change(
                "update sessions set title = ?, revision = revision + 1 where id = ?",
                _title(title),
                session,
            )
        return self.get(session)

    def advance(self, session: str, *, expected: int | None = None) -> int:
        """Note that something happens to a session, and return its new revision.

        Args:
            session: Which one.
            expected: The revision as the caller knows it.

        Raises:
            SessionMoved: The session was changed since `expected`.
        """
        with self._base.writing(lasting=False):
            revision = int(self.row(session, expected=expected)["revision"]) + 1
            self._base.change("update sessions set revision = ? where id = ?", revision, session)
        return revision

    def delete(self, session: str) -> None:
        """Delete a session with all that is in it; pictures go at the next collection."""
        with self._base.writing():
            self.row(session)
            # Versions, chains and turns refer to each other in every direction; what counts is
            # that nothing is left over when all of it is gone.
            self._base.change("pragma defer_foreign_keys = on")
            self._base.change("delete from sessions where id = ?", session)

    def row(self, session: str, *, expected: int | None = None) -> Row:
        """Return a session's row, refusing if it was changed since `expected`.

        Raises:
            SessionNotFound: There is none with that id.
            SessionMoved: Its revision is another one.
        """
        row = self._base.fetch_one("select * from sessions where id = ?", session)
        if row is None:
            raise SessionNotFound(session)
        if expected is not None and row["revision"] != expected:
            raise SessionMoved(expected, row["revision"])
        return row


def _title(text: str) -> str:
    return " ".join(storable(text).split())[:_TITLE]


def _session(row: Row) -> Session:
    return Session.model_validate({name: row[name] for name in _COLUMNS.split(", ")})
