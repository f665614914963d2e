"""The chain of a picture grounds each of its things once, in the order of the wish."""

import itertools
import random

from hypothesis import given
from hypothesis import strategies as st

from got_models import chain_text
from got_models.sceneworld.captions import wish_for
from got_models.sceneworld.chain_writing import chain_for
from got_models.sceneworld.facts import Fact
from got_models.sceneworld.sampling import sample_scene
from got_models.sceneworld.scene import Background, Scene, Thing
from got_models.thought import PALETTE, Box, Element


def shown(chain):
    return "".join(p if isinstance(p, str) else f"<{p.phrase}|{p.colour}>" for p in chain.parts)


def thing(kind, colour, left):
    box = Box(x0=left, y0=400, x1=left + 150, y1=600)
    return Thing(kind=kind, colour=colour, box=box, family="noto")


@given(st.integers(min_value=0, max_value=2**32))
def test_the_elements_are_the_things_in_the_order_of_the_wish(seed):
    rng = random.Random(seed)
    scene = sample_scene(rng, held_out=True)
    wish = wish_for(scene, rng)

    chain = chain_for(scene, wish.order, wish.facts)

    said = [(element.phrase, element.box) for element in chain.elements]
    assert said == [(scene.things[i].phrase, scene.things[i].box) for i in wish.order]
    assert [element.colour for element in chain.elements] == list(PALETTE[: len(said)])


@given(st.integers(min_value=0, max_value=2**32))
def test_text_between_elements_is_in_one_piece(seed):
    rng = random.Random(seed)
    scene = sample_scene(rng, held_out=True)
    wish = wish_for(scene, rng)

    parts = chain_for(scene, wish.order, wish.facts).parts

    assert all(
        isinstance(a, Element) != isinstance(b, Element) for a, b in itertools.pairwise(parts)
    )
    assert all(isinstance(part, Element) or part for part in parts)


@given(st.integers(min_value=0, max_value=2**32))
def test_a_chain_survives_being_written_and_read(seed):
    rng = random.Random(seed)
    scene = sample_scene(rng, held_out=True)
    wish = wish_for(scene, rng)
    chain = chain_for(scene, wish.order, wish.facts)

    reading = chain_text.read(chain_text.write(chain))

    assert reading.chain == chain
    assert not reading.repairs


def test_a_chain_lists_things_relations_background_and_style():
    scene = Scene(
        things=(thing("cup", "blue", 500), thing("apple", "red", 50), thing("cup", "blue", 800)),
        background=Background(kind="striped", colour="pale blue"),
        style="sepia",
    )
    fact = Fact(subject=(1,), said="left of", reference=(0, 2))

    chain = chain_for(scene, (1, 0, 2), (fact,))

    assert shown(chain) == (
        "The image shows a <red apple|red> and two blue cups: a <blue cup|blue> and "
        "a <blue cup|lime>. The red apple is left of the blue cups. "
        "The background is striped pale blue. The style is sepia."
    )


def test_articles_and_verbs_agree():
    scene = Scene(
        things=(thing("scissors", None, 50), thing("orange", "orange", 500)),
        background=Background(kind="plain", colour="gray"),
    )
    fact = Fact(subject=(0,), said="on the left")

    assert shown(chain_for(scene, (0, 1), (fact,))) == (
        "The image shows a pair of <scissors|red> and an <orange orange|blue>. "
        "The scissors are on the left. The background is plain gray."
    )
