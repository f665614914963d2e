"""Hold conversations of ten local edits with the shipped model, and count pixels outside regions.

Run `python benchmarks/local_edits.py --sessions 3`; it prints JSON and exits with 1 if a pixel
outside a declared region changed. What is counted here are the pixels of the stored files, apart
from what the edits said of themselves.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np

from agent.assistant import Assistant
from agent.settings import Settings
from tools.region import region_of

WISHES = ("a red apple and a blue cup", "a green car left of a yellow bus", "two white dogs")
EDITS = (
    "add a purple book",
    "add an orange cat",
    "make the book yellow",
    "add a black chair",
    "remove the chair",
    "add a pink vase",
    "make the vase blue",
    "add a brown clock",
    "replace the clock with a red ball",
    "remove the book",
)


def talk(assistant: Assistant, wish: str) -> tuple[int, int, int, int]:
    """Draw and edit; return edits done, local ones, pixels changed outside, the most per edit."""
    session = assistant.session()
    session.call("draw_picture", wish=wish)
    done = local = outside = worst = 0
    for instruction in EDITS:
        before = session.picture()
        turn = session.call("edit_picture", instruction=instruction)
        if not turn.made:
            continue
        done += 1
        assert turn.version is not None
        assert turn.version.chain is not None
        chain = turn.chain
        assert chain is not None
        region = region_of(chain)
        if region.is_global:
            continue
        local += 1
        apart = (np.asarray(before) != np.asarray(session.picture())).any(axis=-1)
        count = int((apart & (region.opacity(before.width, before.height) == 0)).sum())
        outside, worst = outside + count, max(worst, count)
    return done, local, outside, worst


def main() -> int:
    """Talk, print, and say by the exit code whether a pixel changed."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--sessions", type=int, default=3)
    words.add_argument("--steps", type=int, default=2)
    asked = words.parse_args()
    totals = [0, 0, 0, 0]
    with tempfile.TemporaryDirectory() as place:
        held = Settings(memory=str(Path(place) / "memory"), steps=asked.steps, critique=False)
        with Assistant.open(held) as assistant:
            for number in range(asked.sessions):
                found = talk(assistant, WISHES[number % len(WISHES)])
                totals = [a + b for a, b in zip(totals, found, strict=True)]
    names = ("edits_done", "local_edits", "changed_outside_px", "worst_px")
    told = {
        "sessions": asked.sessions,
        "turns_each": len(EDITS),
        **dict(zip(names, totals, strict=True)),
    }
    sys.stdout.write(json.dumps(told, indent=2) + "\n")
    return int(totals[2] > 0 or totals[1] == 0)


if __name__ == "__main__":
    sys.exit(main())
