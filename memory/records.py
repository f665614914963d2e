"""What is known about turns and pictures besides: steps, candidates, verdicts and promises."""

import json
from collections.abc import Iterable, Sequence

from got_models.errors import NotFound
from memory.database import Base, Row, now, storable
from memory.sessions import Sessions
from memory.values import Attempt, Critique, Event, ImageRef, LedgerEntry


class Critiques:
    """Repository of verdicts; the last one about a version counts, the others stay."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def add(self, version: int, critique: Critique) -> None:
        """Store a verdict about a version."""
        checks = [check.model_dump() for check in critique.checks]
        with self._base.writing():
            self._base.store(
                "critiques",
                version=version,
                score=critique.score,
                checks=json.dumps(checks, ensure_ascii=False, separators=(",", ":")),
                created=now(),
            )

    def all(self, version: int) -> list[Critique]:
        """Return every verdict about a version, oldest first."""
        rows = self._base.fetch(
            "select checks from critiques where version = ? order by id", version
        )
        return [Critique.model_validate({"checks": json.loads(row["checks"])}) for row in rows]


class Attempts:
    """Repository of candidates."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def add(
        self,
        job: int,
        picture: ImageRef,
        *,
        chain: int | None = None,
        seed: int = 0,
        score: float | None = None,
        seconds: float = 0.0,
    ) -> Attempt:
        """Store a finished candidate of a turn, whose picture is kept already."""
        with self._base.writing(lasting=False):
            number = self._base.store(
                "attempts",
                job=job,
                picture=picture.digest,
                chain=chain,
                seed=seed,
                score=score,
                seconds=seconds,
                created=now(),
            )
        return next(one for one in self.all(job) if one.id == number)

    def rate(self, attempt: int, score: float) -> None:
        """Store how a candidate was judged; score is a fraction."""
        with self._base.writing(lasting=False):
            if not self._base.change("update attempts set score = ? where id = ?", score, attempt):
                raise NotFound(attempt)

    def choose(self, job: int, attempt: int) -> None:
        """Mark the candidate that became a version."""
        with self._base.writing(lasting=False):
            found = self._base.change(
                "update attempts set chosen = (id = ?2) where job = ?1 and exists "
                "(select 1 from attempts where id = ?2 and job = ?1)",
                job,
                attempt,
            )
            if not found:
                raise NotFound(attempt)

    def all(self, job: int) -> list[Attempt]:
        """Return the candidates of a turn in the order they were finished."""
        rows = self._base.fetch(
            "select a.*, p.width, p.height from attempts a join pictures p on p.digest = a.picture "
            "where a.job = ? order by a.id",
            job,
        )
        return [_attempt(row) for row in rows]


class Ledger:
    """Repository of promises that hold for every later picture."""

    def __init__(self, base: Base, sessions: Sessions) -> None:
        self._base, self._sessions = base, sessions

    def add(self, session: str, promise: str, *, since: int | None = None) -> LedgerEntry:
        """Store a promise that holds from version `since` on."""
        with self._base.writing(lasting=False):
            self._sessions.row(session)
            number = self._base.store(
                "ledger",
                session=session,
                promise=storable(promise),
                since=since,
                created=now(),
            )
        return self._get(session, number)

    def release(self, session: str, entry: int) -> LedgerEntry:
        """Let go of a promise; it stays on record.

        Raises:
            NotFound: The session has no such promise.
        """
        with self._base.writing(lasting=False):
            self._base.change(
                "update ledger set released = coalesce(released, ?) where id = ? and session = ?",
                now(),
                entry,
                session,
            )
        return self._get(session, entry)

    def holding(self, session: str) -> list[LedgerEntry]:
        """Return the promises that hold, oldest first."""
        rows = self._base.fetch(
            "select * from ledger where session = ? and released is null order by id", session
        )
        return [LedgerEntry.model_validate(row) for row in rows]

    def _get(self, session: str, entry: int) -> LedgerEntry:
        row = self._base.fetch_one(
            "select * from ledger where id = ? and session = ?", entry, session
        )
        if row is None:
            raise NotFound(entry)
        return LedgerEntry.model_validate(row)


class Events:
    """Repository of the steps of turns."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def add(self, job: int, events: Iterable[Event]) -> None:
        """Store steps of a turn in the order they happened."""
        with self._base.writing(lasting=False):
            for event in events:
                self._base.store(
                    "events",
                    job=job,
                    step=event.step,
                    status=event.status,
                    inputs=json.dumps(dict(event.inputs), ensure_ascii=False),
                    outputs=json.dumps(dict(event.outputs), ensure_ascii=False),
                    seconds=event.seconds,
                    created=now(),
                )

    def count(self, job: int, *, without: str) -> int:
        """Return how many steps of a turn are stored, leaving out those of one name."""
        row = self._base.fetch_one(
            "select count(*) as n from events where job = ? and step is not ?", job, without
        )
        return int(row["n"]) if row else 0

    def all(self, job: int) -> Sequence[Event]:
        """Return the steps of a turn in the order they happened."""
        rows = self._base.fetch(
            "select step, status, inputs, outputs, seconds from events where job = ? order by id",
            job,
        )
        return [
            Event.model_validate(
                {**row, "inputs": json.loads(row["inputs"]), "outputs": json.loads(row["outputs"])}
            )
            for row in rows
        ]


def _attempt(row: Row) -> Attempt:
    picture = {
        "digest": row.pop("picture"),
        "width": row.pop("width"),
        "height": row.pop("height"),
    }
    return Attempt.model_validate({**row, "picture": picture, "chosen": bool(row["chosen"])})
