"""Kill a process that plays turns, at random moments, and see that nothing it had told is lost.

Run `python benchmarks/kill_sessions.py --kills 200`; it prints counts as JSON and exits with 1 if
anything was lost or damaged.
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

sys.path.insert(0, str(Path(__file__).parent))
from scripted_session import chain_of, play_turn, png_of

from memory import upkeep
from memory.archive import Archive

Told = dict[str, int]

_FORKS = multiprocessing.get_context("fork")
"""Children start in a millisecond. The parent must never open the archive itself: SQLite's locks
do not go with a fork."""


def play(folder: Path, session: str, seed: int, tell: Callable[[Told], None]) -> None:
    """Play turns until somebody ends the process, undoing one now and then."""
    while True:
        with Archive.open(folder) as archive:
            play_turn(archive, session, seed, tell=tell)
            if seed % 5 == 0:
                archive.heads.undo(session)
        seed += 1


def kill_once(folder: Path, session: str, first_seed: int, wait_s: float) -> list[Told]:
    """Start a player, end it after `wait_s`, and return all that it told."""
    ear, mouth = _FORKS.Pipe(duplex=False)
    player = _FORKS.Process(target=play, args=(folder, session, first_seed, mouth.send))
    player.start()
    mouth.close()
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


def in_a_process(work: Callable[..., object], *words: object) -> object:
    """Do something in a process of its own and return what it returns."""

    def answer(mouth: Connection) -> None:
        mouth.send(work(*words))

    ear, mouth = _FORKS.Pipe(duplex=False)
    worker = _FORKS.Process(target=answer, args=(mouth,))
    worker.start()
    mouth.close()
    found = ear.recv()
    worker.join()
    return found


def losses(folder: Path, session: str, told: list[Told]) -> Counter[str]:
    """Count what was told and is not there, what is damaged, and turns that do not go on."""
    lost = Counter({"problems": len(upkeep.check(folder).problems)})
    with Archive.open(folder) as archive:
        chains = {one.id: one.chain for one in archive.chains.all(session)}
        versions = {one.id: one for one in archive.versions.all(session)}
        for one in told:
            if "chain" in one:
                lost["chains"] += chains.get(one["chain"]) != chain_of(one["seed"])
            else:
                found = versions.get(one["version"])
                kept = found and archive.pictures.png(found.picture.digest)
                lost["versions"] += kept != png_of(one["seed"])
        lost["jobs_left_running"] = sum(job.state == "running" for job in archive.jobs.open())
        play_turn(archive, session, 10**9 + len(versions))
    return lost


def begin(folder: Path) -> str:
    """Make a session to play in."""
    with Archive.open(folder) as archive:
        return archive.sessions.create("killed").id


def interrupted(folder: Path, session: str) -> int:
    """Count the turns that were in the middle of something."""
    with Archive.open(folder) as archive:
        jobs = archive.jobs.newest(session, 10**6)
    return sum(job.state == "interrupted" for job in jobs)


def run(folder: Path, kills: int, seed: int) -> tuple[dict[str, int], Counter[str]]:
    """Kill players one after the other in the same archive; return what happened and what broke."""
    moments = random.Random(seed)
    session = str(in_a_process(begin, folder))
    seen: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for number in range(kills):
        told = kill_once(folder, session, 1000 * (number + 1), moments.uniform(0.0, 0.3))
        seen["chains_told"] += sum("chain" in one for one in told)
        seen["versions_told"] += sum("version" in one for one in told)
        found = in_a_process(losses, folder, session, told)
        assert isinstance(found, Counter)
        lost += found
    inside = in_a_process(interrupted, folder, session)
    return {"kills": kills, "kills_inside_a_turn": int(str(inside)), **seen}, lost


def main() -> int:
    """Kill, print, and say by the exit code whether anything broke."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--kills", type=int, default=200)
    words.add_argument("--seed", type=int, default=0)
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as place:
        seen, lost = run(Path(place) / "memory", asked.kills, asked.seed)
    sys.stdout.write(json.dumps({**seen, "lost": dict(lost)}, indent=2) + "\n")
    return int(any(lost.values()))


if __name__ == "__main__":
    sys.exit(main())
