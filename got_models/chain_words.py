"""Changing what a chain says: adding, removing, renaming and recolouring objects in its text.

The paragraph stays readable and agrees with its elements. The list that opens got-tiny's chains
("The image shows a red apple and two blue cups: ...") is written anew; other sentences lose or
change the words that name the object. What a sentence says about places is not checked.
"""

import re

from got_models.chain_prose import Prose
from got_models.chain_text import normalise
from got_models.colour_text import is_colour
from got_models.errors import BadInput
from got_models.layout import element_at
from got_models.naming import noun_of, recoloured
from got_models.sceneworld.vocabulary import COLOURS
from got_models.thought import PALETTE, SPECIAL_TOKEN, Box, Chain, Element


def add(chain: Chain, phrase: str, box: Box, *, colour: str | None = None) -> Chain:
    """Add an object: to the list of what the image shows, or in a sentence of its own.

    In a list it stands beside its like, so later elements may get another index.

    Args:
        chain: The chain to change; an edit chain gets one more numbered step.
        phrase: What it is, without an article: "red apple".
        box: Where it is.
        colour: Colour of its mask; the first of the palette that is still free when not given.
    """
    used = {element.colour for element in chain.elements}
    free = next((name for name in PALETTE if name not in used), PALETTE[0])
    notation = chain.elements[-1].notation if chain.elements else "marked"
    mask = _mask_colour(colour) if colour else free
    prose = Prose(chain)
    sign = prose.sign(Element(phrase=_clean(phrase), box=box, colour=mask, notation=notation))
    if chain.task == "edit":
        step = len(re.findall(r"(?m)^[ \t]*\d+\.", prose.text)) + 1
        prose.text = f"{prose.text.rstrip()}\n{step}. The inserted object is a {sign}.".lstrip()
    elif not prose.add_to_list(sign):
        text = prose.text.rstrip()
        stop = "." if text and text[-1] not in ".!?:" else ""
        prose.text = f"{text}{stop} There is a {sign}.".lstrip()
    return _finished(prose)


def remove(chain: Chain, index: int) -> Chain:
    """Remove an object and the words that speak of it.

    An edit chain loses only the sentence around the box: the picture still holds the object.
    """
    gone = element_at(chain, index)
    prose = Prose(chain)
    sign = prose.sign_of(index)
    if prose.relist():
        prose.text = prose.text.replace(sign, "")
        prose.relist()
    if sign in prose.text:
        prose.cut_out(sign)
    if chain.task == "edit":
        prose.renumber()
    else:
        _forget(prose, gone.phrase)
    return _finished(prose)


def rename(chain: Chain, index: int, phrase: str) -> Chain:
    """Call an object something else wherever the text names it: "red apple" to "orange"."""
    old, new = element_at(chain, index), _clean(phrase)
    prose = Prose(chain)
    prose.elements[index] = old.model_copy(update={"phrase": new})
    others = [element for element in prose.standing() if element.phrase == old.phrase]
    if not others:
        prose.rename_mentions(old.phrase, new)
        nouns = {
            noun_of(element.phrase) for at, element in enumerate(prose.elements) if at != index
        }
        if noun_of(old.phrase) not in nouns:
            prose.rename_mentions(noun_of(old.phrase), noun_of(new))
    elif len(others) == 1:
        prose.make_singular(old.phrase)
    prose.relist()
    return _finished(prose)


def recolour(chain: Chain, index: int, colour: str) -> Chain:
    """Give an object another colour in words: "red apple" becomes "green apple".

    Raises:
        BadInput: The word is no colour.
    """
    word = " ".join(colour.lower().split())
    if word not in COLOURS and not is_colour(word):
        raise BadInput(
            f"{colour!r} is no colour that is known here; say one of {', '.join(COLOURS)}."
        )
    return rename(chain, index, recoloured(element_at(chain, index).phrase, word))


def recolour_mask(chain: Chain, index: int, colour: str) -> Chain:
    """Give an object's mask another colour; the object itself keeps its own.

    Raises:
        BadInput: The word is no colour that a mask can be filled with.
    """
    element = element_at(chain, index)
    notation = "marked" if element.notation == "obj" else element.notation
    changed = {"colour": _mask_colour(colour), "notation": notation}
    prose = Prose(chain)
    prose.elements[index] = element.model_copy(update=changed)
    return prose.chain()


def _forget(prose: Prose, phrase: str) -> None:
    left = [element for element in prose.standing() if element.phrase == phrase]
    nouns = {noun_of(element.phrase) for element in prose.standing()}
    if not left:
        prose.drop_sentences(phrase)
        if noun_of(phrase) not in nouns:
            prose.drop_sentences(noun_of(phrase))
    elif len(left) == 1:
        prose.make_singular(phrase)


def _finished(prose: Prose) -> Chain:
    prose.mend_articles()
    return normalise(prose.chain())


def _clean(phrase: str) -> str:
    words = " ".join(phrase.split())
    bare = re.sub(r"^(?:a pair of|an?|the|some)(?: |$)", "", words, flags=re.IGNORECASE)
    if not bare or SPECIAL_TOKEN.search(bare):
        raise BadInput(f"An object needs a name such as 'red apple', got {phrase!r}.")
    return bare


def _mask_colour(colour: str) -> str:
    word = colour.strip().lower()
    if not is_colour(word):
        raise BadInput(f"{colour!r} is no colour a mask can have; say a word such as 'red'.")
    return word
