"""Kill a process that plays turns, at random moments, and see that nothing it had told is lost.

Run `python benchmarks/kill_sessions.py --kills 200`; it prints counts as JSON and exits with 1 if
anything was lost or damaged.
"""

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import killing
from killing import Told
from scripted_session import chain_of, play_turn, png_of

from memory import upkeep
from memory.archive import Archive


def play(folder: Path, session: str, seed: int, tell: Callable[[Told], None]) -> None:
    """Play turns until somebody ends the process, undoing one now and then."""
    while True:
        with Archive.open(folder) as archive:
            play_turn(archive, session, seed, tell=tell)
            if seed % 5 == 0:
                archive.heads.undo(session)
        seed += 1


def losses(folder: Path, session: str, told: list[Told]) -> tuple[Counter[str], Counter[str]]:
    """Count what was told and is not there or is damaged, and turns that were under way."""
    lost = Counter({"problems": len(upkeep.check(folder).problems)})
    with Archive.open(folder) as archive:
        newest = archive.jobs.newest(session, 1)
        inside = sum(job.state == "interrupted" for job in newest)
        chains = {one.id: one.chain for one in archive.chains.all(session)}
        versions = {one.id: one for one in archive.versions.all(session)}
        for kind, key, seed in told:
            if kind == "chain":
                lost["chains"] += chains.get(int(key)) != chain_of(seed)
            else:
                found = versions.get(int(key))
                kept = found and archive.pictures.png(found.picture.digest)
                lost["versions"] += kept != png_of(seed)
        lost["jobs_left_running"] = sum(job.state == "running" for job in archive.jobs.open())
        play_turn(archive, session, 10**9 + len(versions))
    return +lost, Counter({"kills_inside_a_turn": inside})


if __name__ == "__main__":
    sys.exit(killing.main(play, losses, moments=(0.0, 0.3), about=str(__doc__)))
