"""How people type: capitals or none, full stops or none, and slips of the finger."""

import random
import re
from functools import cache

from got_models.sceneworld.language import SYNONYMS, kind_of, plural
from got_models.sceneworld.vocabulary import BACKGROUND_COLOURS, CLASSES, COLOURS, STYLES

TYPO_SHARE = 0.12
"""Share of free messages in which one word is misspelled."""

SHORTEST = 4
"""Letters a word needs before it is misspelled; shorter ones turn into other words."""

_SENTENCE = re.compile(r"(?:^|(?<=[.?!] ))[a-z]")
_WORD = re.compile(r"[A-Za-z]+")
_COMMON = """
than that then them there their these this three tree four fort form from want went what with wish
left lift right write above about below bellow over oven under beside besides next text side site
picture pitcher image draw drawn make made mark show shown paint pint please place should could
would swap wrap turn torn move more bigger biggest smaller smallest change chance background
backgrounds remove removed replace replaced instead corner center centre middle into onto also away
bottom upper lower scene seen solid plain plane simple scale pair pairs couple photo drawing
"""
"""Words around the things that are one slip apart, or that one must not turn into."""


@cache
def known_words() -> frozenset[str]:
    """Every word that already means something here and must not arise from a slip."""
    phrases = [*CLASSES, *SYNONYMS, *COLOURS, *BACKGROUND_COLOURS, *STYLES]
    phrases += [plural(name) for name in (*CLASSES, *SYNONYMS)]
    return frozenset(_COMMON.split()) | {word for phrase in phrases for word in phrase.split()}


def typed(text: str, rng: random.Random) -> str:
    """Vary capitals and closing punctuation of a message, and sometimes misspell a word."""
    if rng.random() < TYPO_SHARE:
        text = misspell(text, rng)
    roll = rng.random()
    if roll < 0.4:
        return text
    if roll < 0.8:
        end = "" if text.endswith(("?", "!", ".")) else "."
        return _SENTENCE.sub(lambda first: first[0].upper(), text) + end
    return text.upper() if roll > 0.97 else text.rstrip("?")


def misspell(text: str, rng: random.Random) -> str:
    """Drop, double or swap one letter of one word.

    The text comes back unchanged when it has no long word, or when the slip would be a word.
    """
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
