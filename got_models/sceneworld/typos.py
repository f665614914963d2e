"""Slips of the finger: one letter of one word dropped, doubled or swapped with the next."""

import random
import re
from functools import cache

from got_models.sceneworld.language import SYNONYMS, kind_of, plural
from got_models.sceneworld.vocabulary import BACKGROUND_COLOURS, CLASSES, COLOURS, STYLES

SHORTEST = 4
"""Letters a word needs before it is misspelled; shorter ones turn into other words."""

_WORD = re.compile(r"[A-Za-z]+")
_COMMON = frozenset(
    "than that then them there their these this three tree four fort form from want went what "
    "with wish left lift right write above about below bellow over oven under beside besides "
    "next text side site picture pitcher image draw drawn make made mark show shown paint pint "
    "please place please should could would swap wrap turn torn move more made bigger biggest "
    "smaller smallest change chance background backgrounds remove removed replace replaced "
    "instead corner center centre middle into onto also away bottom upper lower scene seen "
    "solid plain plane simple scale".split()
)


@cache
def known_words() -> frozenset[str]:
    """Every word that already means something here and must not arise from a slip."""
    phrases = [*CLASSES, *SYNONYMS, *COLOURS, *BACKGROUND_COLOURS, *STYLES]
    phrases += [plural(name) for name in (*CLASSES, *SYNONYMS)]
    return _COMMON | {word for phrase in phrases for word in phrase.split()}


def misspell(text: str, rng: random.Random) -> str:
    """Misspell one word of `text`, or return it unchanged when no word can be."""
    words = [match for match in _WORD.finditer(text) if len(match[0]) >= SHORTEST]
    if not words:
        return text
    match = rng.choice(words)
    slipped = _slip(match[0], rng)
    if slipped.lower() in known_words() or kind_of(slipped.lower()):
        return text
    return text[: match.start()] + slipped + text[match.end() :]


def _slip(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    match rng.randrange(3):
        case 0:
            return word[:at] + word[at + 1 :]
        case 1:
            return word[:at] + word[at] + word[at:]
        case _:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
