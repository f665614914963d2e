"""Words that are one slip of the finger away from a word of the small world."""

from functools import cache

from got_models.sceneworld.typos import known_words

SHORTEST = 5
"""Letters from which on a slip is forgiven; shorter words are too close to each other."""


def is_slip(word: str) -> bool:
    """Say whether a word is a known one with an inner letter dropped, doubled or swapped.

    A replaced letter is no such slip: "house" is not "horse", and "coat" is not "boat".
    """
    if len(word) < SHORTEST:
        return False
    inner = range(1, len(word) - 1)
    swapped = (f"{word[:i]}{word[i + 1]}{word[i]}{word[i + 2 :]}" for i in inner)
    single = (word[:i] + word[i + 1 :] for i in range(1, len(word)) if word[i] == word[i - 1])
    known = known_words()
    return word in _dropped() or any(guess in known for guess in (*swapped, *single))


@cache
def _dropped() -> frozenset[str]:
    """Return every known word without one of its inner letters."""
    return frozenset(
        word[:i] + word[i + 1 :] for word in known_words() for i in range(1, len(word) - 1)
    )
