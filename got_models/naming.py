"""The words of a phrase: which one is the thing, which one its colour."""

from functools import lru_cache

from got_models.sceneworld.language import kind_of
from got_models.sceneworld.vocabulary import COLOURS


@lru_cache(maxsize=1024)
def noun_of(phrase: str) -> str:
    """Return the noun at the end of a phrase: the longest known name there, else the last word."""
    words = phrase.lower().split()
    for start in range(len(words)):
        name = " ".join(words[start:])
        if kind_of(name):
            return name
    return words[-1] if words else ""


def kind_in(phrase: str) -> str | None:
    """Return the class that a phrase names, or None: "small red apples" names "apple"."""
    return kind_of(noun_of(phrase))


def colour_in(phrase: str) -> str | None:
    """Return the object colour among the words before the noun, or None."""
    return next((word for word in _describing(phrase) if word in COLOURS), None)


def recoloured(phrase: str, colour: str | None) -> str:
    """Return the phrase with another colour word, or without one."""
    noun_words = len(noun_of(phrase).split())
    words = phrase.split()
    kept = [w for w in words[: len(words) - noun_words] if w.lower() not in COLOURS]
    return " ".join([*kept, *([colour] if colour else []), *words[len(words) - noun_words :]])


def _describing(phrase: str) -> list[str]:
    words = phrase.lower().split()
    return words[: len(words) - len(noun_of(phrase).split())]
