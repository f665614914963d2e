"""Descriptions: asking what a picture shows and where, answered by a grounded chain."""

import random

from got_models.sceneworld.chain_writing import ChainWriter, chain_for, say_groups
from got_models.sceneworld.facts import Group, grouped, reading_order
from got_models.sceneworld.language import SYNONYMS_OF
from got_models.sceneworld.sampling import sample_name
from got_models.sceneworld.scene import Scene
from got_models.sceneworld.wordings import Wordings
from got_models.thought import Chain

DESCRIBE = "Describe the image with boxes."
"""The instruction that asks for everything in the picture."""

LOCATE = Wordings(
    seen=(
        "Locate the {}.",
        "Locate the {}.",
        "Find the {}.",
        "Where is the {}?",
        "Show me where the {} is.",
        "locate the {}",
    ),
    heldout=("Point at the {}.",),
)

LOCATE_SHARE = 0.5
MISSING_SHARE = 0.2
SYNONYM_SHARE = 0.15


def description_for(
    scene: Scene, rng: random.Random, *, heldout: bool = False
) -> tuple[str, Chain]:
    """Draw a question about a picture and the chain that answers it.

    Either everything is asked for, or the things of one name; some of the latter are not in the
    picture, and the answer then says so and grounds nothing.
    """
    if not scene.things or rng.random() > LOCATE_SHARE:
        return DESCRIBE, describe(scene)
    if rng.random() < MISSING_SHARE:
        kind, colour = sample_name(rng)
    else:
        thing = rng.choice(scene.things)
        kind, colour = thing.kind, thing.colour if rng.random() < 0.7 else None
    noun = kind
    if kind in SYNONYMS_OF and rng.random() < SYNONYM_SHARE:
        noun = rng.choice(SYNONYMS_OF[kind])
    question = LOCATE.pick(rng, heldout=heldout)
    return question.format(f"{colour} {noun}" if colour else noun), locate(scene, kind, colour)


def describe(scene: Scene) -> Chain:
    """Write the chain of a whole picture, its things from left to right."""
    order = [index for group in grouped(scene) for index in group.members]
    return chain_for(scene, order)


def locate(scene: Scene, kind: str, colour: str | None) -> Chain:
    """Write where all things of a kind are, in the given colour or (None) in any."""
    members = [
        index
        for index in reading_order(scene.things)
        if scene.things[index].kind == kind and colour in (None, scene.things[index].colour)
    ]
    writer = ChainWriter()
    writer.say("The image shows ")
    if members:
        say_groups(writer, scene, [Group(kind, colour, tuple(members))])
    else:
        writer.say(f"no {colour} {kind}" if colour else f"no {kind}")
    writer.say(".")
    return writer.finish("generate")
