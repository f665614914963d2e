"""Turns with made-up pictures, stored as a chat stores them, without any model."""

import random
import struct
import zlib
from collections.abc import Callable

from got_models.thought import PALETTE, Box, Chain, Element
from memory.archive import Archive
from memory.values import Check, Critique, Event, Making, Version

STEPS = ("understand", "plan", "check_plan", "render", "critique", "remember", "reply")
THINGS = ("apple", "cup", "dog", "kite", "bicycle", "traffic light", "teddy bear", "sandwich")


def png_of(seed: int, side: int = 8) -> bytes:
    """Make a whole PNG of noise; every seed gives another picture."""
    noise = random.Random(seed)
    lines = b"".join(b"\0" + noise.randbytes(3 * side) for _ in range(side))
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(lines, 1)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def wish_of(seed: int) -> str:
    """Say a wish."""
    pick = random.Random(seed)
    colour, other = pick.choices(PALETTE, k=2)
    thing, second = pick.choices(THINGS, k=2)
    return f"a {colour} {thing} to the left of {pick.randint(2, 4)} {other} {second}s"


def chain_of(seed: int) -> Chain:
    """Make a chain of four objects in prose of a usual length."""
    pick = random.Random(seed)
    parts: list[str | Element] = ["The picture shows a calm scene on a plain gray background. "]
    for _ in range(4):
        x0, y0 = pick.randint(0, 600), pick.randint(0, 600)
        box = Box(x0=x0, y0=y0, x1=x0 + pick.randint(50, 399), y1=y0 + pick.randint(50, 399))
        colour = pick.choice(PALETTE)
        parts += [
            "There is a ",
            Element(phrase=f"{colour} {pick.choice(THINGS)}", box=box, colour=colour),
            " standing where the light falls on it, a little apart from the rest. ",
        ]
    return Chain(parts=tuple(parts))


def play_turn(
    archive: Archive,
    session: str,
    seed: int,
    *,
    png: bytes | None = None,
    tell: Callable[[tuple[str, int, int]], None] = lambda told: None,
) -> Version:
    """Play one whole turn: what is finished is stored as it gets finished.

    Args:
        archive: Where to.
        session: Whose turn.
        seed: Makes the wish, the chain and the picture.
        png: The picture; None for one made from the seed.
        tell: Hears of every chain that was shown and every version that was made: its kind, its
            number and the seed. What it heard of must be there whatever happens next.
    """
    wish, chain = wish_of(seed), chain_of(seed)
    job = archive.jobs.submit(session, wish)
    archive.jobs.start(job.id)
    archive.messages.add(session, "user", wish, job=job.id)
    last = archive.versions.head(session)
    shown = archive.chains.show(session, chain, job=job.id, previous=last.chain if last else None)
    tell(("chain", shown.id, seed))
    picture = archive.pictures.keep(png or png_of(seed))
    attempt = archive.attempts.add(job.id, picture, chain=shown.id, seed=seed, score=0.9)
    making = Making(
        operation="edit" if last else "generate",
        picture=picture,
        chain=shown.id,
        seed=seed,
        model="got-tiny",
        weights_hash="0" * 64,
        parameters={"steps": 50, "guidance": [7.5, 4.0, 3.0, 1.0]},
        seconds=2.5,
        changed_outside_px=0,
    )
    names = [f"{element.phrase} in its box" for element in chain.elements]
    checks = tuple(Check(name=name, passed=True, evidence="0.93 inside") for name in names)
    with archive.writing():
        version = archive.versions.add(session, making, job=job.id)
        archive.attempts.choose(job.id, attempt.id)
        archive.critiques.add(version.id, Critique(checks=checks))
        archive.events.add(job.id, [Event(step=step, status="done", seconds=0.1) for step in STEPS])
        archive.messages.add(
            session, "assistant", f"Here is {wish}.", job=job.id, version=version.id
        )
        archive.jobs.finish(job.id)
    tell(("version", version.id, seed))
    return version


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
