"""Facts about adding, removing, renaming and recolouring objects in a chain."""

import re

import pytest

from got_models import chain_words
from got_models.chain_text import is_canonical, read, write
from got_models.errors import BadInput
from got_models.thought import Box, Chain, Task

BOX = Box(x0=1, y0=1, x1=50, y1=50)
LIST = (
    "The image shows a [red apple], two blue cups: a [blue cup] and a [blue cup] and a pair of "
    "[scissors]. The red apple is left of the blue cups. The blue cups are above the scissors. "
    "The background is striped pale blue."
)
PROSE = (
    "A [young girl] stands in a [snowy forest], next to a [dog] and a [cat]. The girl smiles. "
    "The forest is dark."
)


def chain_of(text: str, task: Task = "generate") -> Chain:
    """Read a text in which [brackets] stand for a marked element."""
    box = "<|box_start|>(1,2),(30,40)<|box_end|> (red)"
    marked = rf"<|object_ref_start|>\1<|object_ref_end|>{box}"
    return read(re.sub(r"\[(.*?)\]", marked, text), task=task).chain


def said(chain: Chain) -> str:
    return re.sub(
        r"<\|object_ref_start\|>(.*?)<\|object_ref_end\|>.*?\(\w+\)", r"[\1]", write(chain)
    )


@pytest.mark.parametrize(
    ("index", "text"),
    [
        (
            0,
            "The image shows two blue cups: a [blue cup] and a [blue cup] and a pair of [scissors]."
            " The blue cups are above the scissors. The background is striped pale blue.",
        ),
        (
            1,
            "The image shows a [red apple], a [blue cup] and a pair of [scissors]. The red apple "
            "is left of the blue cup. The blue cup is above the scissors. "
            "The background is striped pale blue.",
        ),
        (
            3,
            "The image shows a [red apple] and two blue cups: a [blue cup] and a [blue cup]. "
            "The red apple is left of the blue cups. The background is striped pale blue.",
        ),
    ],
)
def test_removing_from_a_list_removes_what_is_said_of_the_object(index: int, text: str) -> None:
    assert said(chain_words.remove(chain_of(LIST), index)) == text


def test_removing_the_last_object_leaves_nothing() -> None:
    chain = chain_words.remove(chain_of("The image shows a [cat]. The cat is at the top."), 0)

    assert said(chain) == "The image shows nothing."


@pytest.mark.parametrize(
    ("index", "text"),
    [
        (0, "A [snowy forest], next to a [dog] and a [cat]. The forest is dark."),
        (1, "A [young girl], next to a [dog] and a [cat]. The girl smiles."),
        (
            2,
            "A [young girl] stands in a [snowy forest], next to a [cat]. The girl smiles. "
            "The forest is dark.",
        ),
        (
            3,
            "A [young girl] stands in a [snowy forest], next to a [dog]. The girl smiles. "
            "The forest is dark.",
        ),
    ],
)
def test_removing_from_prose_leaves_readable_sentences(index: int, text: str) -> None:
    assert said(chain_words.remove(chain_of(PROSE), index)) == text


def test_removing_from_an_edit_chain_renumbers_its_steps() -> None:
    steps = "1. The source image shows a cat.\n2. The area is the [cat].\n3. Remove it."

    assert (
        said(chain_words.remove(chain_of(steps, "edit"), 0))
        == "1. The source image shows a cat.\n2. Remove it."
    )


def test_renaming_follows_the_mentions_and_mends_the_article() -> None:
    renamed = chain_words.rename(chain_of(LIST), 0, "an orange")

    assert said(renamed).startswith("The image shows an [orange], two blue cups:")
    assert "The orange is left of the blue cups." in said(renamed)
    assert renamed.elements[0].colour == "red"


def test_renaming_one_of_several_splits_their_list() -> None:
    assert said(chain_words.rename(chain_of(LIST), 1, "dog")).startswith(
        "The image shows a [red apple], a [dog], a [blue cup] and a pair of [scissors]. "
        "The red apple is left of the blue cup."
    )


@pytest.mark.parametrize(
    ("phrase", "recoloured"),
    [
        ("red apple", "green apple"),
        ("apple", "green apple"),
        ("orange", "green orange"),
        ("big orange orange", "big green orange"),
        ("shiny red hot dog", "shiny green hot dog"),
    ],
)
def test_recolouring_changes_the_colour_word_only(phrase: str, recoloured: str) -> None:
    chain = chain_words.recolour(chain_of(f"There is a [{phrase}]."), 0, "Green")

    assert said(chain) == f"There is a [{recoloured}]."
    assert chain.elements[0].box == chain_of(f"[{phrase}]").elements[0].box


def test_a_mask_gets_another_colour_without_a_change_of_words() -> None:
    chain = chain_words.recolour_mask(chain_of("A [red apple]."), 0, "Tan")

    assert (chain.elements[0].phrase, chain.elements[0].colour) == ("red apple", "tan")


@pytest.mark.parametrize(
    ("before", "phrase", "after"),
    [
        ("The image shows a [cat].", "umbrella", "The image shows a [cat] and an [umbrella]."),
        ("The image shows a [cat].", "cat", "The image shows two cats: a [cat] and a [cat]."),
        ("The image shows nothing.", "the cat", "The image shows a [cat]."),
        ("A [cat] sleeps", "skis", "A [cat] sleeps. There is a pair of [skis]."),
    ],
)
def test_adding_extends_the_list_or_appends_a_sentence(
    before: str, phrase: str, after: str
) -> None:
    assert said(chain_words.add(chain_of(before), phrase, BOX)) == after


def test_an_added_object_gets_a_free_mask_colour() -> None:
    chain = chain_words.add(chain_of("A [cat]."), "dog", BOX)

    assert [element.colour for element in chain.elements] == ["red", "blue"]


def test_adding_to_an_edit_chain_adds_a_step() -> None:
    chain = chain_words.add(chain_of("1. The source image shows a cat.", "edit"), "apple", BOX)

    assert said(chain).endswith("\n2. The inserted object is an [apple].")
    assert chain.task == "edit"


@pytest.mark.parametrize("text", [LIST, PROSE, "1. A [cat].\n2. A [dog] and a [bird]."])
def test_every_change_of_words_gives_a_canonical_chain(text: str) -> None:
    chain = chain_of(text)
    for index in range(len(chain.elements)):
        removed = chain_words.remove(chain, index)
        assert len(removed.elements) == len(chain.elements) - 1
        assert is_canonical(removed)
        assert is_canonical(chain_words.rename(chain, index, "owl"))
        assert is_canonical(chain_words.recolour(chain, index, "blue"))


def test_senseless_words_are_refused() -> None:
    chain = chain_of("A [cat].")

    with pytest.raises(BadInput, match="no colour"):
        chain_words.recolour(chain, 0, "loud")
    with pytest.raises(BadInput, match="mask"):
        chain_words.recolour_mask(chain, 0, "loud")
    with pytest.raises(BadInput, match="needs a name"):
        chain_words.rename(chain, 0, " the ")
    with pytest.raises(BadInput, match="index 4"):
        chain_words.remove(chain, 4)
