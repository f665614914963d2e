"""Measure what remembering costs: a turn, undo in a large tree, search over many turns.

Run `python benchmarks/memory_speed.py`; it prints JSON with every number beside its bound, and
exits with 1 if one is exceeded. Times are medians of wall-clock time, disk included; a machine
that is busy with other things shows in them.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypedDict

from langgraph.graph import END, START, StateGraph

sys.path.insert(0, str(Path(__file__).parent))
from scripted_session import STEPS, chain_of, play_turn, png_of, wish_of

from memory import upkeep
from memory.archive import Archive
from memory.checkpoints import open_checkpoints, prune
from memory.database import Base
from memory.values import Making

SIDE = 256
"""Width and height of the pictures that turns keep: those of got-tiny."""

WINDOW = 20
"""Turns around a moment over which the median is taken."""

SESSIONS = 100
"""Sessions over which the turns that are searched are spread."""

COPIED = {
    "messages": "role, text, created",
    "chains": "by, task, parts, words, changes, created",
}

QUESTIONS = {
    "rare_word": "zanzibar",
    "word_in_every_turn": "background",
    "three_words": "red apple scene",
    "start_of_a_word": "bicyc",
    "phrase": '"teddy bear"',
    "nothing": "xylophone",
}

CLOCK: dict[str, Callable[[], float]] = {"now": time.perf_counter}
"""What time is taken from: the wall, or with `--cpu` the processor."""


class State(TypedDict, total=False):
    """The state of a turn in little: ids, a chain, a digest."""

    session: str
    chain: dict[str, object]
    digest: str


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    start = CLOCK["now"]()
    work()
    return (CLOCK["now"]() - start) * 1e3


def turns(folder: Path, count: int) -> dict[str, float]:
    """Play turns in one session, each with an archive of its own, and weigh what they leave."""
    with Archive.open(folder) as archive:
        session = archive.sessions.create("long").id
    pictures = [png_of(seed, SIDE) for seed in range(count)]

    def turn(seed: int) -> None:
        with Archive.open(folder) as archive:
            play_turn(archive, session, seed, png=pictures[seed])

    took = [milliseconds(lambda seed=seed: turn(seed)) for seed in range(count)]
    upkeep.vacuum(folder)
    size = (folder / "archive.db").stat().st_size
    early, late = statistics.median(took[:WINDOW]), statistics.median(took[-WINDOW:])
    return {
        "turn_10_ms": early,
        "turn_last_ms": late,
        "turn_last_by_turn_10": late / early,
        "kilobytes_per_turn": size / count / 1024,
    }


def checkpoints(folder: Path, count: int) -> dict[str, float]:
    """Run a graph of empty steps with and without checkpoints."""
    graph = StateGraph(State)
    for step in STEPS:
        graph.add_node(step, lambda state: {"digest": "0" * 64})
    for before, after in zip((START, *STEPS), (*STEPS, END), strict=True):
        graph.add_edge(before, after)
    folder.mkdir()
    place = folder / "checkpoints.db"
    plain = graph.compile()

    def turn(number: int) -> None:
        ask: State = {"session": "s", "chain": chain_of(number).model_dump()}
        with open_checkpoints(place) as saver:
            config = {"configurable": {"thread_id": str(number)}}
            graph.compile(checkpointer=saver).invoke(ask, config, durability="sync")
            prune(saver, keep=())

    without = [milliseconds(lambda: plain.invoke({"session": "s"})) for _ in range(count)]
    took = [milliseconds(lambda number=number: turn(number)) for number in range(count)]
    return {
        "seven_steps_ms": statistics.median(without),
        "seven_steps_with_checkpoints_ms": statistics.median(took),
        "checkpoints_file_kilobytes": place.stat().st_size / 1024,
    }


def moves(folder: Path, count: int) -> dict[str, float]:
    """Move the head about in a tree of many versions, opening the archive for each move."""
    with Archive.open(folder) as archive:
        session = archive.sessions.create("wide").id
        made = Making(operation="edit", picture=archive.pictures.keep(png_of(0)))
        with archive.writing():
            numbers: list[int | None] = [None]
            for number in range(count):
                parent = numbers[number if number % 100 else number // 2]
                numbers.append(archive.versions.add(session, made, parent=parent).id)

    def move(how: Callable[[Archive], object]) -> float:
        def work() -> None:
            with Archive.open(folder) as archive:
                how(archive)

        return statistics.median(milliseconds(work) for _ in range(WINDOW))

    names: Iterator[str] = (f"name {number}" for number in range(WINDOW))
    return {
        "undo_ms": move(lambda archive: archive.heads.undo(session)),
        "redo_ms": move(lambda archive: archive.heads.redo(session)),
        "go_to_ms": move(lambda archive: archive.heads.go_to(session, numbers[count // 2])),
        "branch_ms": move(lambda archive: archive.heads.branch(session, next(names))),
        "whole_tree_ms": move(lambda archive: archive.versions.tree(session).elsewhere()),
    }


def search(folder: Path, count: int) -> dict[str, float]:
    """Ask for words in many turns, each of them a wish, a chain and a reply.

    The turns of the first session are told; those of the other sessions are copies of them, made
    row by row in the database, where the search index sees them like any other.
    """
    told = count // SESSIONS
    with Archive.open(folder) as archive:
        sessions = [archive.sessions.create(f"number {n}").id for n in range(SESSIONS)]
        with archive.writing():
            for seed in range(told):
                wish = wish_of(seed) + (" in zanzibar" if seed == told // 2 else "")
                archive.messages.add(sessions[0], "user", wish)
                archive.chains.show(sessions[0], chain_of(seed))
                archive.messages.add(sessions[0], "assistant", f"Here is {wish}.")
        with closing(Base(archive.home.database)) as base, base.writing():
            for session in sessions[1:]:
                for table, columns in COPIED.items():
                    base.change(
                        f"insert into {table} (session, {columns}) "
                        f"select ?, {columns} from {table} where session = ?",
                        session,
                        sessions[0],
                    )
    took = {}
    with Archive.open(folder) as archive:
        for name, question in QUESTIONS.items():
            took[f"search_{name}_ms"] = statistics.median(
                milliseconds(lambda question=question: archive.recall.find(question))
                for _ in range(7)
            )
        took["search_in_one_session_ms"] = statistics.median(
            milliseconds(lambda: archive.recall.find("background", session=sessions[50]))
            for _ in range(7)
        )
    return took


PARTS: dict[str, Callable[[Path, int], dict[str, float]]] = {
    "turns": turns,
    "checkpoints": checkpoints,
    "moves": moves,
    "search": search,
}


def bounds(measured: dict[str, float]) -> dict[str, float]:
    """Return the most that each number may be."""
    most = {
        "turn_10_ms": 30.0,
        "turn_last_by_turn_10": 1.2,
        "kilobytes_per_turn": 6.0,
        "undo_ms": 10.0,
        "redo_ms": 10.0,
        "go_to_ms": 10.0,
        "branch_ms": 10.0,
    }
    return most | {name: 50.0 for name in measured if name.startswith("search_")}


def main() -> int:
    """Measure, print, and say by the exit code whether every bound was kept."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--turns", type=int, default=1_000)
    words.add_argument("--moves", type=int, default=10_000, help="versions to move among")
    words.add_argument("--search", type=int, default=100_000, help="turns to search in")
    words.add_argument("--checkpoints", type=int, default=WINDOW, help="turns with checkpoints")
    words.add_argument("--folder", help="where to make the archives; another disk, for example")
    words.add_argument("--cpu", action="store_true", help="count only this process's own work")
    words.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    asked = words.parse_args()
    if asked.cpu:
        CLOCK["now"] = time.process_time
    measured: dict[str, float] = {}
    with tempfile.TemporaryDirectory(dir=asked.folder) as place:
        for part in asked.parts:
            measured |= PARTS[part](Path(place) / part, getattr(asked, part))
    most = {name: bound for name, bound in bounds(measured).items() if name in measured}
    exceeded = [name for name, bound in most.items() if measured[name] > bound]
    rounded = {name: round(number, 2) for name, number in measured.items()}
    answer = {"measured": rounded, "bounds": most, "exceeded": exceeded, "sizes": vars(asked)}
    sys.stdout.write(json.dumps(answer, indent=2) + "\n")
    return int(bool(exceeded))


if __name__ == "__main__":
    sys.exit(main())
