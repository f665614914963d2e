"""Turns as rows: what was asked and how far it came, so that a crash loses no question.

An interrupted turn is never started again by itself: what broke one process would break the next.
"""

from typing import cast

from got_models.errors import JobNotFound
from memory.database import Base, now, storable
from memory.presence import Presence
from memory.sessions import Sessions
from memory.values import Job, State

_COLUMNS = "id, session, request, key, state, error, created, started, ended"
_OPEN = "state in ('queued', 'running', 'waiting')"


class Jobs:
    """Repository of turns."""

    def __init__(self, base: Base, sessions: Sessions, presence: Presence) -> None:
        self._base, self._sessions, self._presence = base, sessions, presence

    def submit(self, session: str, request: str, *, key: str | None = None) -> Job:
        """Queue a turn; the same `key` a second time gives the turn it gave the first time."""
        with self._base.writing(lasting=False):
            self._sessions.row(session)
            if key is not None and (held := self._by_key(session, storable(key))):
                return held
            number = self._base.store(
                "jobs",
                session=session,
                request=storable(request),
                key=None if key is None else storable(key),
                state="queued",
                created=now(),
            )
        return self.get(number)

    def get(self, job: int) -> Job:
        """Return one turn.

        Raises:
            JobNotFound: There is none with that number.
        """
        row = self._base.fetch_one(f"select {_COLUMNS} from jobs where id = ?", job)
        if row is None:
            raise JobNotFound(job)
        return Job.model_validate(row)

    def state(self, job: int) -> State:
        """Return where a turn is.

        Raises:
            JobNotFound: There is none with that number.
        """
        row = self._base.fetch_one("select state from jobs where id = ?", job)
        if row is None:
            raise JobNotFound(job)
        return cast(State, row["state"])

    def claim(self) -> Job | None:
        """Start the turn that has waited longest; no two processes get the same one."""
        with self._base.writing(lasting=False):
            row = self._base.fetch_one(
                "select id from jobs where state = 'queued' order by id limit 1"
            )
            return self.get(row["id"]) if row and self._start(row["id"]) else None

    def start(self, job: int) -> bool:
        """Start a queued or waiting turn in this process; False if it is neither any more."""
        with self._base.writing(lasting=False):
            return self.state(job) in ("queued", "waiting") and self._start(job)

    def resume(self, job: int) -> bool:
        """Start an interrupted turn again because somebody asked for it; False if it is not one."""
        with self._base.writing(lasting=False):
            return self.state(job) == "interrupted" and self._start(job)

    def wait(self, job: int) -> bool:
        """Put a running turn aside until the user answers; it outlives the process."""
        return self._set(job, "waiting", ("running",))

    def finish(self, job: int) -> bool:
        """Mark a running turn as done; False if it was stopped in the meantime."""
        return self._set(job, "finished", ("running",))

    def fail(self, job: int, error: str) -> bool:
        """Mark a running turn as failed, with the sentence the user was told."""
        return self._set(job, "failed", ("running", "queued"), storable(error))

    def cancel(self, job: int) -> bool:
        """Stop a turn that is not over; a running one sees it in `get(job).state`.

        What it has finished so far stays.
        """
        return self._set(job, "cancelled", ("queued", "running", "waiting"))

    def open(self, session: str | None = None) -> list[Job]:
        """Return the turns that are not over, oldest first."""
        rows = self._base.fetch(
            f"select {_COLUMNS} from jobs where {_OPEN} and coalesce(?, session) = session "
            "order by id",
            session,
        )
        return [Job.model_validate(row) for row in rows]

    def interrupted(self, limit: int = 100) -> list[Job]:
        """Return the turns that were interrupted last and can be resumed, newest first."""
        rows = self._base.fetch(
            f"select {_COLUMNS} from jobs where state = 'interrupted' order by id desc limit ?",
            limit,
        )
        return [Job.model_validate(row) for row in rows]

    def newest(self, session: str, limit: int = 50) -> list[Job]:
        """Return the last turns of a session, newest first."""
        rows = self._base.fetch(
            f"select {_COLUMNS} from jobs where session = ? order by id desc limit ?",
            session,
            limit,
        )
        return [Job.model_validate(row) for row in rows]

    def interrupt_orphans(self) -> int:
        """Mark the running turns of processes that have ended as interrupted; return how many."""
        question = "select distinct process from jobs where state = 'running' and process is not ?"
        mine = self._presence.token
        dead = [
            row["process"]
            for row in self._base.fetch(question, mine)
            if not self._presence.alive(row["process"] or "")
        ]
        if not dead:
            return 0
        with self._base.writing(lasting=False):
            return sum(
                self._base.change(
                    "update jobs set state = 'interrupted', ended = ?, "
                    "error = 'the process that worked on it ended' "
                    "where state = 'running' and process is ?",
                    now(),
                    process,
                )
                for process in dead
            )

    def _start(self, job: int) -> bool:
        changed = self._base.change(
            "update jobs set state = 'running', process = ?, started = ?, ended = null, error = '' "
            "where id = ?",
            self._presence.token,
            now(),
            job,
        )
        return changed == 1

    def _set(self, job: int, state: State, allowed: tuple[State, ...], error: str = "") -> bool:
        ended = None if state == "waiting" else now()
        with self._base.writing(lasting=False):
            self.state(job)
            marks = ", ".join("?" * len(allowed))
            changed = self._base.change(
                f"update jobs set state = ?, ended = ?, error = ? where id = ? "
                f"and state in ({marks})",
                state,
                ended,
                error,
                job,
                *allowed,
            )
            return changed == 1

    def _by_key(self, session: str, key: str) -> Job | None:
        row = self._base.fetch_one(
            f"select {_COLUMNS} from jobs where session = ? and key = ?", session, key
        )
        return None if row is None else Job.model_validate(row)
