"""Measure what a turn costs beside its models, at turn 10 and at the last, and what it leaves.

Run `python benchmarks/turn_speed.py --turns 1000`; it prints JSON with every number beside its
bound, and exits with 1 if one is exceeded. The models are replaced by some that answer at once;
their time is measured and taken off. Times are medians over a window of turns: of the wall clock,
and of the processor, which other programs on the machine disturb less.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from scripted_models import Painter, Planner, Reasoner
from scripted_session import wish_of

from agent.assistant import Assistant
from agent.build import Models
from agent.context import Staff
from agent.settings import Settings
from memory import upkeep

WINDOW = 20
MOST_MS, MOST_GROWTH, MOST_KB = 30.0, 1.2, 6.0


class Watch:
    """Adds up what models take, on both clocks."""

    def __init__(self) -> None:
        self.wall = self.cpu = 0.0

    @contextmanager
    def on(self) -> Iterator[None]:
        """Time a block."""
        wall, cpu = time.perf_counter(), time.thread_time()
        yield
        self.wall += time.perf_counter() - wall
        self.cpu += time.thread_time() - cpu


def timed(one: Any, name: str, watch: Watch) -> None:
    """Let a method of an object be timed."""
    inner = getattr(one, name)

    def outer(*words: Any, **about: Any) -> Any:
        with watch.on():
            return inner(*words, **about)

    object.__setattr__(one, name, outer)


def weight(folder: Path) -> int:
    """Return the bytes of everything but pictures, without gaps."""
    upkeep.vacuum(folder)
    return sum((folder / name).stat().st_size for name in ("archive.db", "checkpoints.db"))


def run(folder: Path, turns: int) -> dict[str, float]:
    """Play turns in one session; return medians in milliseconds and sizes in KiB."""
    watch = Watch()
    planner, reasoner, painter = Planner(), Reasoner(), Painter()
    for one, name in ((planner, "invoke"), (reasoner, "plan"), (painter, "paint")):
        timed(one, name, watch)
    held = Settings(memory=str(folder))
    staff = Staff(Models(reasoner, painter), planner, held, folder)
    wall: list[float] = []
    cpu: list[float] = []
    sizes: list[int] = []
    with Assistant.open(held, staff=lambda: staff) as assistant:
        session = assistant.session()
        for number in range(turns):
            watch.wall = watch.cpu = 0.0
            start, start_cpu = time.perf_counter(), time.process_time()
            turn = session.say(wish_of(number))
            cpu.append((time.process_time() - start_cpu - watch.cpu) * 1e3)
            wall.append((time.perf_counter() - start - watch.wall) * 1e3)
            assert turn.state == "finished", turn.error
            if number + 1 in (turns // 2, turns):
                sizes.append(weight(folder))
    early = slice(10 - WINDOW // 4, 10 + WINDOW)
    return {
        "turns": turns,
        "turn_10_ms": statistics.median(wall[early]),
        "turn_last_ms": statistics.median(wall[-WINDOW:]),
        "turn_10_processor_ms": statistics.median(cpu[early]),
        "turn_last_processor_ms": statistics.median(cpu[-WINDOW:]),
        "growth": statistics.median(wall[-WINDOW:]) / statistics.median(wall[early]),
        "growth_processor": statistics.median(cpu[-WINDOW:]) / statistics.median(cpu[early]),
        "kilobytes_per_turn": (sizes[1] - sizes[0]) / (turns - turns // 2) / 1024,
        "checkpoints_kilobytes": (folder / "checkpoints.db").stat().st_size / 1024,
    }


def main() -> int:
    """Measure, print, and say by the exit code whether a bound is exceeded."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--turns", type=int, default=1000)
    words.add_argument("--processor", action="store_true", help="hold the processor to the bounds")
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as place:
        found = run(Path(place) / "memory", max(asked.turns, 3 * WINDOW))
    clock = "_processor" if asked.processor else ""
    bounds = {
        f"turn_10{clock}_ms": MOST_MS,
        f"growth{clock}": MOST_GROWTH,
        "kilobytes_per_turn": MOST_KB,
    }
    told = {name: round(value, 3) for name, value in found.items()}
    sys.stdout.write(json.dumps({**told, "bounds": bounds}, indent=2) + "\n")
    return int(any(found[name] > most for name, most in bounds.items()))


if __name__ == "__main__":
    sys.exit(main())
