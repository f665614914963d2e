"""Finding the element of a chain that somebody speaks of."""

from collections.abc import Sequence

from got_models.errors import BadInput
from got_models.naming import colour_in, kind_in, noun_of
from got_models.thought import Chain


def pointed(chain: Chain, words: str) -> int:
    """Return the index of the element that `words` mean.

    Args:
        chain: The plan.
        words: A phrase such as "red apple" or "the apple", or the number of the object as the plan
            lists it, counted from 1.

    Raises:
        BadInput: Nothing fits, or several things do; the message names them.
    """
    found = matching(chain, words)
    if len(found) == 1:
        return found[0]
    phrases = [element.phrase for element in chain.elements]
    if found:
        places = "; ".join(
            f"{i + 1}: {phrases[i]} at {chain.elements[i].box.corners}" for i in found
        )
        raise BadInput(f"Several objects could be meant by {words!r} ({places}). Say which number.")
    listed = ", ".join(phrases) or "nothing"
    raise BadInput(f"There is no {words!r} in the plan; it has {listed}. Which do you mean?")


def matching(chain: Chain, words: str) -> Sequence[int]:
    """Return the indices of all elements that `words` can mean, best reading first."""
    asked = " ".join(words.lower().split()).removeprefix("the ").removeprefix("a ")
    if asked.isdecimal():
        return [int(asked) - 1] if 1 <= int(asked) <= len(chain.elements) else []
    phrases = [element.phrase.lower() for element in chain.elements]
    exact = [index for index, phrase in enumerate(phrases) if phrase == asked]
    if exact:
        return exact
    kind, colour = kind_in(asked), colour_in(asked)
    return [
        index
        for index, phrase in enumerate(phrases)
        if ((kind is not None and kind_in(phrase) == kind) or noun_of(phrase) == noun_of(asked))
        and colour in (None, colour_in(phrase))
    ]
