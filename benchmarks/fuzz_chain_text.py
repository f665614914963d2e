"""Throw damaged chains at the reader: it must neither fail nor lose a box in silence.

Run `python benchmarks/fuzz_chain_text.py --n 1000000`; it prints counts and seconds as JSON. Every
text is made from a seed, so a failure can be repeated.
"""

import argparse
import json
import random
import re
import sys
import time
from collections import Counter

from got_models.chain_text import Reading, read, write
from got_models.errors import ThoughtError
from got_models.thought import Box, Chain, Element, Notation

PROSE = (
    "a red apple the big dog next to of zebra, shines. and\n2. Remove it; über 猫 object (left) "
    "[x] coordinates which 12 3.5 traffic light \u2019s"
)
WORDS = tuple(PROSE.split(" "))
COLOURS = ("red", "blue", "lime", "Red", "light blue", "nocolour", "")
FRAGMENTS = (
    "<|box_start|>",
    "<|box_end|>",
    "<|object_ref_start|>",
    "<|object_ref_end|>",
    "<|obj_start|>",
    "<|obj_end|>",
    "<|im_gen_start|>",
    "<|im_end|>",
    "<|vision|>",
    "<begin_of_image>",
    "<|",
    "|>",
    "(",
    ")",
    "[",
    "]",
    ",",
    " ",
    "\n",
    "\t",
    "(12,30),(400,500)",
    "[12, 30, 400, 500]",
    "((1,2),(3,4))",
    "\uff08\uff11\uff12\uff0c\uff13\uff10\uff09",
    "-5",
    "1e9",
    "12.5",
    "99999999999999999999",
    " (red)",
    "\ud800",
    "\x00",
    "\u0663",
    "\u00a0",
)
NOTATIONS: tuple[Notation, ...] = ("marked", "marked", "bare", "obj")

CANONICAL_BOX = re.compile(r"<\|box_start\|>\((\d+),(\d+)\),\((\d+),(\d+)\)<\|box_end\|>")
BOX_LIKE = re.compile(
    r"<\|box_(?:start|end)\|>|\(\d+,\d+\),\(\d+,\d+\)|\[\d+, \d+, \d+, \d+\]", re.ASCII
)
QUOTING = (
    "lost_box",
    "stray_token",
    "unboxed_name",
    "name_tokens",
    "box_tokens",
    "box_form",
    "colour",
)


def make_box(rng: random.Random) -> Box:
    """A random box on the grid."""
    x0, x1 = sorted(rng.sample(range(1000), 2))
    y0, y1 = sorted(rng.sample(range(1000), 2))
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)


def make_text(rng: random.Random) -> str:
    """The text of a random chain, canonical or nearly so."""
    notation = rng.choice(NOTATIONS)
    parts: list[str | Element] = []
    for _ in range(rng.randint(0, 4)):
        parts.append(
            " ".join(rng.choices(WORDS, k=rng.randint(0, 6))) + rng.choice((" ", "", "\n"))
        )
        phrase = " ".join(
            rng.choices(("red", "apple", "dog", "hot dog", "über"), k=rng.randint(1, 3))
        )
        colour = rng.choice(("red", "blue", "lime", "white"))
        parts.append(Element(phrase=phrase, box=make_box(rng), colour=colour, notation=notation))
    parts.append(" ".join(rng.choices(WORDS, k=rng.randint(0, 8))))
    return write(Chain(parts=tuple(parts)))


def damage(text: str, rng: random.Random) -> str:
    """Change a text in one place: cut, repeat, swap, insert, replace or break off."""
    at = rng.randint(0, len(text))
    to = min(at + rng.randint(0, 12), len(text))
    match rng.randrange(7):
        case 0:
            return text[:at] + text[to:]
        case 1:
            return text[:at] + text[at:to] * 2 + text[to:]
        case 2:
            return text[:at] + text[to : to + 8] + text[at:to] + text[to + 8 :]
        case 3:
            return text[:at] + rng.choice(FRAGMENTS) + text[at:]
        case 4:
            return text[:at] + rng.choice(FRAGMENTS) + text[to:]
        case 5:
            return text[:at]
        case _:
            token = rng.choice(FRAGMENTS)
            return text.replace(token, rng.choice(FRAGMENTS), 1)


def make_input(rng: random.Random) -> str:
    """One text of the run: mostly a damaged chain, sometimes nothing but fragments."""
    if rng.random() < 0.1:
        return "".join(rng.choices((*FRAGMENTS, *WORDS), k=rng.randint(0, 30)))
    text = make_text(rng)
    for _ in range(rng.choice((0, 1, 1, 2, 3, 6))):
        text = damage(text, rng)
    return text


def lost_in_silence(text: str, reading: Reading) -> list[str]:
    """Return what looks like a box in `text` and is neither in the chain nor in the report."""
    spans = [(repair.at, repair.at + len(repair.before)) for repair in reading.repairs]
    found = Counter(element.box.corners for element in reading.chain.elements)
    lost = []
    for group in CANONICAL_BOX.finditer(text):
        corners = (int(group[1]), int(group[2]), int(group[3]), int(group[4]))
        if found[corners]:
            found[corners] -= 1
        elif not _touches(group, spans):
            lost.append(group[0])
    rest = CANONICAL_BOX.sub(lambda group: "\0" * len(group[0]), text)
    lost += [group[0] for group in BOX_LIKE.finditer(rest) if not _touches(group, spans)]
    return lost


def misquoted(text: str, reading: Reading) -> list[str]:
    """Return the repairs that quote something else than what stands at their offset."""
    return [
        repair.sentence
        for repair in reading.repairs
        if repair.kind in QUOTING and not text.startswith(repair.before, repair.at)
    ]


def _touches(group: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    return any(start < group.end() and group.start() < stop for start, stop in spans)


def check(text: str) -> Reading | None:
    """Read a text and hold the reader to its promises; None if there was nothing to read."""
    try:
        reading = read(text)
    except ThoughtError:
        return None
    assert not (lost := lost_in_silence(text, reading)), (text, lost)
    if text.isprintable():
        assert not (wrong := misquoted(text, reading)), (text, wrong)
    again = read(write(reading.chain))
    assert again.chain == reading.chain, (text, reading.chain, again.chain)
    assert not again.repairs, (text, reading.chain, again.repairs)
    return reading


def fuzz(n: int, seed: int) -> dict[str, float | dict[str, int]]:
    """Check `n` texts and return what was met, with the seconds it took."""
    rng = random.Random(seed)
    started = time.perf_counter()
    kinds: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    for _ in range(n):
        reading = check(make_input(rng))
        totals["refused_as_empty"] += reading is None
        if reading is not None:
            totals["elements"] += len(reading.chain.elements)
            totals["clean"] += not reading.repairs
            kinds.update(repair.kind for repair in reading.repairs)
    seconds = round(time.perf_counter() - started, 1)
    return {"texts": n, "seed": seed, **totals, "repairs": dict(kinds), "seconds": seconds}


def main() -> None:
    """Run the number of texts asked for and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=1_000_000, help="how many texts to read")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    sys.stdout.write(json.dumps(fuzz(options.n, options.seed), indent=2) + "\n")


if __name__ == "__main__":
    main()
