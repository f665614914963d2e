"""Killing a process that does something, at random moments, and counting what that broke.

A player does its thing until it is killed, and tells of everything that is finished. Afterwards a
process of its own looks for all that was told.
"""

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

from memory.archive import Archive

T = TypeVar("T")

Told = tuple[str, int | str, int]
"""What was finished: its kind, what it is known by, and the seed it was made from."""

Play = Callable[[Path, str, int, Callable[[Told], None]], None]
"""Plays in a session of a memory, beginning with a seed, until somebody ends the process."""

Losses = Callable[[Path, str, list[Told]], tuple[Counter[str], Counter[str]]]
"""Counts what is broken in a session of a memory, and what else is worth a number."""

_FORKS = multiprocessing.get_context("fork")
"""Children start in a millisecond. The parent must never open the archive itself: SQLite's locks
do not go with a fork."""


FIRST_WORD_S = 60.0
"""How long the first thing told is waited for, on however busy a machine."""


def kill_once(
    play: Play, folder: Path, session: str, seed: int, wait_s: float, *, heard: bool
) -> list[Told]:
    """Start a player, end it after `wait_s`, and return all that it told.

    With `heard` the time begins with the first thing told, or else with the player.
    """
    ear, mouth = _FORKS.Pipe(duplex=False)
    player = _FORKS.Process(target=play, args=(folder, session, seed, mouth.send))
    player.start()
    mouth.close()
    if heard:
        ear.poll(FIRST_WORD_S)
    time.sleep(wait_s)
    player.kill()
    player.join()
    told: list[Told] = []
    while True:
        try:
            told.append(ear.recv())
        except (EOFError, OSError):
            # The last words may be cut off; nobody has been told what they say.
            ear.close()
            return told


def in_a_process(work: Callable[..., T], *words: object) -> T:
    """Do something in a process of its own and return what it returns."""

    def answer(mouth: Connection) -> None:
        mouth.send(work(*words))

    ear, mouth = _FORKS.Pipe(duplex=False)
    worker = _FORKS.Process(target=answer, args=(mouth,))
    worker.start()
    mouth.close()
    found: T = ear.recv()
    worker.join()
    return found


def begin(folder: Path) -> str:
    """Make a session to play in."""
    with Archive.open(folder) as archive:
        return archive.sessions.create("killed").id


def run(
    play: Play, losses: Losses, folder: Path, *, kills: int, seed: int, moments: tuple[float, float]
) -> dict[str, object]:
    """Kill players one after the other in one memory; return what happened and what broke.

    Args:
        play: What is killed.
        losses: What looks at the remains.
        folder: Where the memory lies.
        kills: How often.
        seed: Of the moments.
        moments: The earliest and the latest, in seconds after a player's start, or for every
            other player after the first thing it told.
    """
    chance = random.Random(seed)
    session = in_a_process(begin, folder)
    seen: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for number in range(kills):
        told = kill_once(
            play,
            folder,
            session,
            1000 * (number + 1),
            chance.uniform(*moments),
            heard=number % 2 == 1,
        )
        broken, noted = in_a_process(losses, folder, session, told)
        seen.update(f"{kind}s_told" for kind, _, _ in told)
        seen += noted
        lost += broken
    return {"kills": kills, **seen, "lost": dict(lost)}


def main(play: Play, losses: Losses, *, moments: tuple[float, float], about: str) -> int:
    """Kill, print counts as JSON, and say by the exit code whether anything broke."""
    words = argparse.ArgumentParser(description=about)
    words.add_argument("--kills", type=int, default=200)
    words.add_argument("--seed", type=int, default=0)
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "memory"
        told = run(play, losses, folder, kills=asked.kills, seed=asked.seed, moments=moments)
    sys.stdout.write(json.dumps(told, indent=2) + "\n")
    return int(bool(told["lost"]))
