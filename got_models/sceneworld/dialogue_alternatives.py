"""A short notation for many ways to say one thing.

`undo [|that|it] / [go|step] back` are five: slashes part the sayings, and each bracket of a saying
stands for one of its alternatives, perhaps for nothing. Line breaks are spaces.
"""

import re
from collections.abc import Sequence
from itertools import product

from got_models.sceneworld.wordings import Wordings

_BRACKET = re.compile(r"\[([^\[\]]*)\]")


def alternatives(text: str) -> tuple[str, ...]:
    """Return all sayings of a text in the order in which they stand there."""
    return tuple(said for saying in re.split(r"\s/\s", text) for said in _spread(saying))


def ways(seen: str, heldout: str, more: Sequence[str] = ()) -> Wordings:
    """Return wordings from two texts, what training may see and what is kept from it.

    Args:
        seen: What training may see, in the notation.
        heldout: What is kept from training, in the notation.
        more: Further wordings that training may see, taken as they stand.
    """
    return Wordings(alternatives(seen), alternatives(heldout), more)


def _spread(saying: str) -> list[str]:
    """Return one saying with every choice of alternatives."""
    pieces = _BRACKET.split(saying)  # text and brackets by turns
    choices = [piece.split("|") if at % 2 else [piece] for at, piece in enumerate(pieces)]
    return [" ".join("".join(chosen).split()) for chosen in product(*choices)]
