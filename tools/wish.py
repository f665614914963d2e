"""Reading a wish: what is accepted as one before any model sees it."""

import unicodedata

from got_models.errors import BadWish

MAX_CHARACTERS = 2_000

_FORBIDDEN = ("Cc", "Cs")
"""Unicode categories that are no text: control characters and halves of surrogate pairs."""


def read(text: str) -> str:
    """Return the wish with its white space tidied.

    Raises:
        BadWish: It is empty, too long, or holds characters that are no text.
    """
    if len(text) > MAX_CHARACTERS:
        raise BadWish(
            f"a wish may have {MAX_CHARACTERS:,} characters, this one has {len(text):,}; shorten it"
        )
    wish = " ".join(text.split())
    if not wish:
        raise BadWish('the wish is empty; say what to draw, for example "two red apples"')
    for character in wish:
        if unicodedata.category(character) in _FORBIDDEN:
            raise BadWish(f"the wish contains {character!r}, which is not text; take it out")
    return wish
