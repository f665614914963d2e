"""Yes/no questions about a picture, in the words the model is trained to judge by. Light."""

from got_models.relations import Relation
from got_models.sceneworld.language import COUNT_WORDS, plural_phrase, verb_be, with_article
from got_models.thought import Box

YES, NO = "yes", "no"

_END = " Answer yes or no."


def is_there(kind: str, colour: str | None = None, box: Box | None = None) -> str:
    """Ask whether something is in the picture, or with `box` whether it is just there."""
    return f"Is there {with_article(colour, kind)}{_where(box)}?{_END}"


def is_coloured(kind: str, colour: str, box: Box | None = None) -> str:
    """Ask for the colour of the only thing of a kind, or of the one in a box."""
    return f"{_be(kind)} the {kind}{_where(box)} {colour}?{_END}"


def are_there(count: int, kind: str, colour: str | None = None) -> str:
    """Ask whether there are just so many things of a kind, 1 to 6."""
    what = with_article(colour, kind) if count == 1 else plural_phrase(colour, kind)
    number = "just" if count == 1 else f"just {COUNT_WORDS[count]}"
    return f"{'Is' if count == 1 else 'Are'} there {number} {what}?{_END}"


def stands(kind: str, relation: Relation, other: str) -> str:
    """Ask whether the only thing of one kind stands in a relation to that of another."""
    return f"{_be(kind)} the {kind} {relation} the {other}?{_END}"


def _be(kind: str) -> str:
    return verb_be(1, kind).capitalize()


def _where(box: Box | None) -> str:
    return f" in the box ({box.x0},{box.y0}),({box.x1},{box.y1})" if box else ""
