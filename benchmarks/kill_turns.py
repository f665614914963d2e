"""Kill a process that holds conversations, at random moments, and see that nothing told is lost.

Run `python benchmarks/kill_turns.py --kills 200`; it prints counts as JSON and exits with 1 if
anything was lost, damaged or drawn twice. Turns run through the real state machine, memory and
checkpoints, with models that answer at once.
"""

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import killing
from killing import Told
from scripted_models import assistant_in
from scripted_session import wish_of

from memory import upkeep
from memory.archive import Archive


def play(folder: Path, session: str, seed: int, tell: Callable[[Told], None]) -> None:
    """Hold a conversation until somebody ends the process; tell of every plan and picture."""
    with assistant_in(folder) as assistant:
        talk = assistant.session(session)
        while True:
            for event in talk.start(wish_of(seed)):
                if event.kind == "planned":
                    tell(("chain", event.chain, seed))
                elif event.kind == "painted":
                    tell(("picture", event.digest, seed))
                elif event.kind == "remembered":
                    tell(("version", event.version, seed))
            if seed % 5 == 0:
                talk.undo()
            seed += 1


def losses(folder: Path, session: str, told: list[Told]) -> tuple[Counter[str], Counter[str]]:
    """Count what was told and is not there, what is damaged, and turns that do not go on."""
    lost = Counter({"problems": len(upkeep.check(folder).problems)})
    resumed = 0
    with assistant_in(folder) as assistant:
        for turn in assistant.interrupted():
            before = len(turn.attempts)
            state = turn.resume().wait().state
            lost["resumed_badly"] += state != "finished"
            lost["drawn_again"] += before > 0 and len(turn.attempts) > before
            resumed += 1
        lost["next_turn_fails"] += assistant.session(session).say("go on").state != "finished"
    with Archive.open(folder) as archive:
        chains = {one.id for one in archive.chains.all(session)}
        versions = {one.id for one in archive.versions.all(session)}
        for kind, key, _ in told:
            if kind == "chain":
                lost["chains"] += key not in chains
            elif kind == "version":
                lost["versions"] += key not in versions
            else:
                lost["pictures"] += not archive.pictures.png(str(key))
        lost["left_running"] += len(archive.jobs.open())
    return +lost, Counter({"resumed": resumed})


if __name__ == "__main__":
    sys.exit(killing.main(play, losses, moments=(0.05, 1.0), about=str(__doc__)))
