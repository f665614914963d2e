"""Where turns are run: a few threads, one turn per session at a time, and who is still running."""

import threading
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from langchain_core.messages import ToolCall
from langgraph.types import Command

from agent.context import Context, Staff
from agent.event_rows import stored
from agent.events import Ended
from agent.graph import Turn, build_graph
from agent.journal import Journal
from agent.running import Given, run
from agent.state import ALLOWED, Ask, TurnStateDict
from agent.submission import STEP, asked_for, submission
from got_models.errors import BadInput, GotError
from memory.archive import Archive
from memory.archives import Archives
from memory.checkpoints import open_checkpoints, prune
from tools.desk import Order

THREADS = 16
"""Turns that can be under way at once; their models still work one after the other."""


@dataclass
class Running:
    """A turn that this process works on.

    `before` is how many events the turn had told before it was taken up, when it waited or was
    interrupted.
    """

    journal: Journal
    stop: threading.Event
    before: int
    future: Future[None] | None = None


class Office:
    """Runs turns in threads of its own.

    Args:
        folder: Where the memory lies.
        hire: Loads the models; called once, in the thread of the first turn.
    """

    def __init__(self, folder: Path, hire: Callable[[], Staff]) -> None:
        self.folder = folder
        self._archives = Archives(folder)
        self._hire = hire
        self._staff: Staff | None = None
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="turn")
        self._running: dict[int, Running] = {}
        self._sessions: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._guard, self._hiring = threading.Lock(), threading.Lock()
        self._open = ExitStack()
        with self.archive() as archive:
            alive = [*archive.jobs.open(), *archive.jobs.interrupted()]
            place = archive.home.checkpoints
        self._saver = self._open.enter_context(open_checkpoints(place, allowed=ALLOWED))
        prune(self._saver, keep={str(job.id) for job in alive})

    @cached_property
    def _graph(self) -> Turn:
        return build_graph(self._saver)

    def archive(self) -> AbstractContextManager[Archive]:
        """Lend the memory for a block."""
        return self._archives.lend()

    @property
    def staff(self) -> Staff:
        """The models and everybody else; loaded at the first use."""
        with self._hiring:
            if self._staff is None:
                self._staff = self._hire()
            return self._staff

    def begin(
        self,
        session: str,
        message: str,
        *,
        attached: tuple[int, ...] = (),
        calls: tuple[ToolCall, ...] = (),
        order: Order | None = None,
        key: str | None = None,
        expected: int | None = None,
    ) -> int:
        """Store a message and start its turn; return the turn's number.

        Args:
            session: Where it was said.
            message: The words.
            attached: Pictures that came with it.
            calls: Tools to call without asking the planner.
            order: What to paint without asking the planner.
            key: The caller's name for the request; the same key again is the same turn.
            expected: The session's revision as the caller knows it.

        Raises:
            SessionMoved: The session was changed since `expected`.
        """
        with self.archive() as archive, archive.writing():
            job = archive.jobs.submit(session, message, key=key)
            if job.state != "queued" or job.id in self._running:
                return job.id
            archive.sessions.advance(session, expected=expected)
            archive.jobs.start(job.id)
            archive.messages.add(session, "user", message, job=job.id)
            given: Ask = {
                "session": session,
                "job": job.id,
                "message": message,
                "attached": list(attached),
                "calls": list(calls),
                "order": order,
                "preset": bool(calls) or order is not None,
                "started": job.created.timestamp(),
            }
            archive.events.add(job.id, [submission(given)])
            if not archive.sessions.get(session).title:
                archive.sessions.rename(session, message)
        self._start(session, job.id, given)
        return job.id

    def answer(self, job: int, decision: dict[str, Any], *, expected: int | None = None) -> None:
        """Let a waiting turn go on.

        Args:
            job: The turn's number.
            decision: What was decided about its plan.
            expected: The session's revision as the caller knows it.

        Raises:
            BadInput: It does not wait.
            SessionMoved: The session was changed since `expected`.
        """
        with self.archive() as archive, archive.writing():
            asked = archive.jobs.get(job)
            if asked.state != "waiting":
                raise BadInput(f"turn {job} does not wait for an answer; it is {asked.state}")
            archive.sessions.advance(asked.session, expected=expected)
            archive.jobs.start(job)
            told = archive.events.count(job, without=STEP)
        self._start(asked.session, job, Command(resume=decision), before=told)

    def resume(self, job: int) -> None:
        """Let an interrupted turn go on where it was.

        Raises:
            BadInput: It was not interrupted.
        """
        with self.archive() as archive:
            broken = archive.jobs.get(job)
            if not archive.jobs.resume(job):
                raise BadInput(f"turn {job} was not interrupted; it is {broken.state}")
            told = archive.events.count(job, without=STEP)
        self._start(broken.session, job, self._where_it_was(job), before=told)

    def cancel(self, job: int) -> None:
        """Stop a turn, wherever it runs; what it has finished is kept."""
        running = self.running(job)
        if running is not None:
            running.stop.set()
            if not running.journal.closed:
                return
        self._cancel_at_rest(job)

    def _cancel_at_rest(self, job: int) -> None:
        """Stop a turn that nobody works on here."""
        with self.archive() as archive, archive.writing():
            worked_on = archive.jobs.get(job).state == "running"
            if archive.jobs.cancel(job) and not worked_on:
                archive.events.add(job, [stored(Ended(state="cancelled"))])
        with self._guard:
            self._running.pop(job, None)

    def running(self, job: int) -> Running | None:
        """Return a turn that this process works on, or worked on last."""
        with self._guard:
            return self._running.get(job)

    def close(self) -> None:
        """Wait for the turns under way, and let the threads go."""
        self._threads.shutdown(wait=True)
        self._open.close()
        self._archives.close()

    def _start(self, session: str, job: int, given: Given, *, before: int = 0) -> None:
        running = Running(Journal(), threading.Event(), before)
        with self._guard:
            self._running = {n: r for n, r in self._running.items() if not r.journal.closed}
            self._running[job] = running
        running.future = self._threads.submit(self._work, session, job, running, given)

    def _work(self, session: str, job: int, running: Running, given: Given) -> None:
        with self._guard:
            turn = self._sessions[session]
        try:
            with turn, self.archive() as archive:
                staff, journal = self.staff, running.journal
                context = Context(staff, session, job, journal, running.stop, archive)
                run(context, self._graph, given)
        except GotError as error:
            self._could_not_start(job, running.journal, str(error))
        finally:
            running.journal.close()
            if running.stop.is_set():  # It may have been stopped as it began to wait.
                self._cancel_at_rest(job)

    def _could_not_start(self, job: int, journal: Journal, error: str) -> None:
        with self.archive() as archive:
            ended = Ended(state="failed", error=error)
            with archive.writing():
                archive.jobs.fail(job, error)
                archive.events.add(job, [stored(ended)])
        journal.add(ended)

    def _where_it_was(self, job: int) -> Given:
        """Return the state the turn was in, or what it began with."""
        turn = str(job)
        self._saver.delete_checkpoints(turn)
        found = self._saver.step_of(turn)
        if found is not None:
            step, state = found
            return cast(TurnStateDict, {**state, "at": step})
        with self.archive() as archive:
            return asked_for(archive.events.all(job)[0])
