"""Messages with slots: how they are typed, and what the slots read afterwards."""

import random
import re

from got_models.sceneworld.typos import typed
from got_models.sceneworld.wordings import Wordings

_OPEN, _CLOSE = 0xE000, 0xE100
"""First of the private characters that mark where a slot begins and ends."""

CLOSING = " .?!,;:"
"""What is not part of an argument at its end."""


def fill(template: str, **slots: str) -> str:
    """Put marked slots into a template; slots that it does not have are left out."""
    marked = {
        name: f"{chr(_OPEN + at)}{text}{chr(_CLOSE + at)}"
        for at, (name, text) in enumerate(slots.items())
    }
    return template.format(**marked)


def uttered(marked: str, rng: random.Random, slots: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """Type a filled template; return the message, and every slot as it stands there.

    Args:
        marked: What `fill` returned, with the same slots in the same order.
        rng: The only source of chance.
        slots: The names of the slots.
    """
    return unmarked(typed(marked, rng), slots)


def unmarked(marked: str, slots: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """Take the marks out; return the message and the slots that are in it."""
    found: dict[str, str] = {}
    for at, name in enumerate(slots):
        span = re.search(f"{chr(_OPEN + at)}(.*?){chr(_CLOSE + at)}", marked, re.DOTALL)
        if span:
            found[name] = _bare(span[1]).strip().rstrip(CLOSING)
    return _bare(marked), found


def led(text: str, rng: random.Random, *, heldout: bool, leads: Wordings) -> str:
    """Put a lead such as "ok, " before a message, or something around it."""
    template = leads.pick(rng, heldout=heldout)
    return template.replace("{}", text.rstrip("?") if template.endswith("?") else text)


def _bare(text: str) -> str:
    return re.sub("[\ue000-\ue1ff]", "", text)
