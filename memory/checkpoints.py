"""What an unfinished turn needs to go on: LangGraph's checkpoints, in a file of their own."""

import sqlite3
from collections.abc import Collection, Iterator
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


@contextmanager
def open_checkpoints(
    place: Path, *, allowed: Collection[tuple[str, str]] = ALLOWED
) -> Iterator[SqliteSaver]:
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
            saver = SqliteSaver(connection, serde=StrictSerializer(allowed=allowed))
            saver.setup()
            yield saver


def prune(saver: SqliteSaver, *, keep: Collection[str]) -> int:
    """Forget the threads that are not in `keep`, the turns that can still go on; return how many.

    Their space is used again by the next turns.
    """
    with saver.cursor() as cursor:
        cursor.execute("select thread_id from checkpoints union select thread_id from writes")
        gone = [thread for (thread,) in cursor.fetchall() if thread not in set(keep)]
    for thread in gone:
        saver.delete_thread(thread)
    return len(gone)
