"""Which pictures are GenEval's prompts come true."""

import json

import pytest

from got_models.sceneworld.geneval_specs import PROMPTS, realises_geneval_prompt, reserved_prompts
from got_models.sceneworld.scene import Background, Scene, Thing
from got_models.thought import Box

SPECS = [json.loads(line) for line in PROMPTS.read_text("utf-8").splitlines()]
PLACES = {
    "left of": (0, 400),
    "right of": (800, 400),
    "above": (400, 0),
    "below": (400, 800),
}
AT = Box(x0=400, y0=400, x1=590, y1=590)


def realised(spec: dict) -> Scene:
    """Build the picture a prompt asks for, and nothing else."""
    things: list[Thing] = []
    for clause in spec["include"]:
        for at in range(clause["count"]):
            box = Box(x0=200 * at, y0=0, x1=200 * at + 150, y1=150) if not things else AT
            if "position" in clause:
                left, top = PLACES[clause["position"][0]]
                box = Box(x0=left, y0=top, x1=left + 190, y1=top + 190)
            elif len(spec["include"]) == 2:
                box = AT if not things else Box(x0=0, y0=0, x1=190, y1=190)
            elif things:
                box = Box(x0=200 * at, y0=0, x1=200 * at + 150, y1=150)
            things.append(
                Thing(kind=clause["class"], colour=clause.get("color"), box=box, family="noto")
            )
    return Scene(things=tuple(things), background=Background(kind="plain", colour="gray"))


@pytest.mark.parametrize("tag", ["two_object", "counting", "colors", "position", "color_attr"])
def test_every_composed_prompt_come_true_is_recognised(tag):
    specs = [spec for spec in SPECS if spec["tag"] == tag]

    missed = [spec["prompt"] for spec in specs if not realises_geneval_prompt(realised(spec))]

    assert specs
    assert missed == []


def test_one_plain_object_may_be_trained_on():
    lone = [spec for spec in SPECS if spec["tag"] == "single_object"]

    assert not any(realises_geneval_prompt(realised(spec)) for spec in lone)


def test_the_reserved_prompts_are_all_but_the_plain_ones():
    assert len(reserved_prompts()) == 553 - 80


def test_a_third_thing_makes_it_another_picture():
    spec = next(spec for spec in SPECS if spec["tag"] == "two_object")
    scene = realised(spec)
    more = Thing(kind="tv", colour=None, box=Box(x0=700, y0=700, x1=900, y1=900), family="noto")

    assert realises_geneval_prompt(scene)
    assert not realises_geneval_prompt(scene.model_copy(update={"things": (*scene.things, more)}))
