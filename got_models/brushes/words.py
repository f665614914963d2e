"""A chain in words that an ordinary text encoder or an Images server understands. Light."""

import re

from got_models.thought import Chain, Element

_STEP = re.compile(r"(?m)^\s*\d+\.\s*")


def prose(chain: Chain) -> str:
    """Return the running text of a chain, its objects by their names, without boxes."""
    text = "".join(part.phrase if isinstance(part, Element) else part for part in chain.parts)
    return " ".join(text.split())


def picture_words(wish: str, chain: Chain) -> str:
    """Return what a new picture shows: the wish first, for encoders that read only a few words."""
    return f"{wish.rstrip(' .')}. {prose(chain)}"


def placed_words(wish: str, chain: Chain) -> str:
    """Return the same with the place of every object, for those who cannot take boxes."""
    places = "; ".join(
        f"{element.phrase} from {_percent(element.box.x0)} to {_percent(element.box.x1)} across "
        f"and from {_percent(element.box.y0)} to {_percent(element.box.y1)} down"
        for element in chain.elements
    )
    told = picture_words(wish, chain)
    return f"{told} Places, from the left and from the top: {places}." if places else told


def filling_words(instruction: str, chain: Chain) -> str:
    """Return what the changed picture shows: the last step of an edit, else the instruction."""
    text = "".join(part.phrase if isinstance(part, Element) else part for part in chain.parts)
    steps = [" ".join(step.split()) for step in _STEP.split(text)[1:]]
    return steps[-1] if len(steps) > 2 else instruction


def _percent(coordinate: int) -> str:
    return f"{round(coordinate / 10)} %"
