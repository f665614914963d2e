"""The mask colour in brackets after a box: which words are colours, and which one stands in."""

import re

from PIL import ImageColor

from got_models.box_text import narrow
from got_models.repairs import Repair
from got_models.thought import PALETTE

COLOUR_WORDS = tuple(sorted(ImageColor.colormap))
"""Every word that a mask can be filled by."""

_SLOT = re.compile(r"[^\S\n]*+\([^\S\n]*+((?!\d)\w++(?:[ \t-]++\w++){0,2})[^\S\n]*+\)")
_CUT_OFF = re.compile(r"[^\S\n]*+\([^\S\n]*+(\w*+)\Z")


def palette_colour(index: int) -> str:
    """The mask colour of the element at `index`, counted from 0; colours come round again."""
    return PALETTE[index % len(PALETTE)]


def is_colour(word: str) -> bool:
    """Say whether `word` is a colour name that a mask can be filled with."""
    return word.isascii() and word in ImageColor.colormap


def find_colour(following: str, *, last: bool, required: bool) -> tuple[str, str]:
    """Look for a colour in brackets at the start of the text after a box.

    Args:
        following: The text right after the box.
        last: Whether the chain ends with this text, so that a bracket may be cut off.
        required: Whether anything in brackets is taken for a colour; otherwise only known ones.

    Returns:
        The text of the bracket with the space before it, and the word inside; both empty if there
        is no colour.
    """
    plain = narrow(following[:80])
    found = _SLOT.match(plain)
    if found is None and last and required and len(following) <= 80:
        found = _CUT_OFF.match(plain)
    if found is None or not (required or is_colour(found[1].lower())):
        return "", ""
    return following[: found.end()], found[1]


def settle_colour(slot: str, word: str, at: int, *, index: int, repairs: list[Repair]) -> str:
    """Return the colour named by `word`, or the one of the palette; report what changed."""
    colour = word.lower() if is_colour(word.lower()) else palette_colour(index)
    if slot != f" ({colour})":
        repairs.append(Repair(kind="colour", at=at, before=slot, after=f" ({colour})"))
    return colour
