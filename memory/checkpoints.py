"""What an unfinished turn needs to go on, in a file of its own.

A turn that waits for an answer needs LangGraph's checkpoint. One that a crash stops needs the step
it was at and the state it had there: one row per turn, written over before every step. LangGraph
would store as much at every step, but hands each piece to another thread and waits for it, which
costs more than all the rest of a turn.
"""

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver

from got_models.errors import StateTooLarge
from memory.database import BUSY_TIMEOUT_S, translated

MAX_STATE_BYTES = 256 * 1024
"""Largest value in a checkpoint. The state of a turn is ids, chains and digests; a value beyond
this is a picture that has slipped in, and would be stored again at every step."""

ALLOWED = (
    ("got_models.thought", "Box"),
    ("got_models.thought", "Chain"),
    ("got_models.thought", "Element"),
    ("memory.values", "Check"),
    ("memory.values", "Critique"),
    ("memory.values", "Event"),
    ("memory.values", "ImageRef"),
    ("memory.values", "Making"),
)
"""Own types a checkpoint may bring back to life, beside the safe ones LangGraph knows."""


_STEPS = """
    create table if not exists steps (
        turn text primary key,
        step text not null,
        type text not null,
        state blob not null
    ) strict
"""


class StrictSerializer(JsonPlusSerializer):
    """Msgpack that brings back only allowed types, never pickles, and refuses large values.

    A value of any other type comes back as plain data.
    """

    def __init__(self, *, allowed: Collection[tuple[str, str]] = ALLOWED) -> None:
        super().__init__(pickle_fallback=False, allowed_msgpack_modules=tuple(allowed))

    def dumps_typed(self, obj: Any) -> tuple[str, bytes]:
        """Write a value.

        Raises:
            StateTooLarge: It takes more than `MAX_STATE_BYTES`.
        """
        kind, data = super().dumps_typed(obj)
        if len(data) > MAX_STATE_BYTES:
            raise StateTooLarge(len(data), MAX_STATE_BYTES)
        return kind, data


class Checkpoints(SqliteSaver):
    """LangGraph's checkpoints, and where every turn is; threads are the turns."""

    def setup(self) -> None:
        """Make the tables where there are none."""
        if not self.is_setup:
            super().setup()
            self.conn.execute(_STEPS)
            self.conn.commit()

    def keep_step(self, turn: str, step: str, state: Mapping[str, Any]) -> None:
        """Store that a turn begins a step, and with what."""
        kind, data = self.serde.dumps_typed(dict(state))
        with self.cursor() as cursor:
            cursor.execute("replace into steps values (?, ?, ?, ?)", (turn, step, kind, data))

    def step_of(self, turn: str) -> tuple[str, dict[str, Any]] | None:
        """Return the step a turn began last, and with what; None if it has not begun any."""
        with self.cursor(transaction=False) as cursor:
            cursor.execute("select step, type, state from steps where turn = ?", (turn,))
            row = cursor.fetchone()
        return None if row is None else (row[0], self.serde.loads_typed((row[1], row[2])))

    def delete_checkpoints(self, turn: str) -> None:
        """Forget what LangGraph knows of a turn; its step is kept."""
        super().delete_thread(turn)

    def delete_thread(self, thread_id: str) -> None:
        """Forget a turn."""
        super().delete_thread(thread_id)
        with self.cursor() as cursor:
            cursor.execute("delete from steps where turn = ?", (str(thread_id),))


@contextmanager
def open_checkpoints(
    place: Path, *, allowed: Collection[tuple[str, str]] = ALLOWED
) -> Iterator[Checkpoints]:
    """Open the checkpoints for one turn; the saver locks, so the graph's threads may share it.

    Use one thread id per turn: what reducers gather would otherwise run into the next turn.

    Args:
        place: The file, made where there is none.
        allowed: Module and name of the own types that may come back.

    Raises:
        DamagedDatabase: The file is damaged, or is no database.
    """
    with translated(place):
        connection = sqlite3.connect(place, timeout=BUSY_TIMEOUT_S, check_same_thread=False)
        with closing(connection):
            # Steps outlive the process at once and a power cut soon; waiting for the disk at every
            # step would cost more than all the rest of a turn.
            connection.execute("pragma synchronous = normal")
            saver = Checkpoints(connection, serde=StrictSerializer(allowed=allowed))
            saver.setup()
            yield saver


def prune(saver: Checkpoints, *, keep: Collection[str]) -> int:
    """Forget the threads that are not in `keep`, the turns that can still go on; return how many.

    Their space is used again by the next turns.
    """
    with saver.cursor() as cursor:
        cursor.execute(
            "select thread_id from checkpoints union select thread_id from writes "
            "union select turn from steps"
        )
        gone = [thread for (thread,) in cursor.fetchall() if thread not in set(keep)]
    for thread in gone:
        saver.delete_thread(thread)
    return len(gone)
