"""What training never sees: the committed list, and scenes that fall under it."""

import json
import random
from collections import Counter

import pytest

from got_models.sceneworld import holdout
from got_models.sceneworld.cli import HOLDOUT, HOLDOUT_HASH
from got_models.sceneworld.geneval_specs import realises_geneval_prompt
from got_models.sceneworld.sampling import sample_scene
from got_models.sceneworld.scene import Background, Scene, Thing
from got_models.sceneworld.vocabulary import CLASSES, COLOURS
from got_models.thought import Box

LEFT = Box(x0=50, y0=400, x1=250, y1=600)
RIGHT = Box(x0=700, y0=400, x1=900, y1=600)


def scene_of(*names: tuple[str, str | None], boxes: tuple[Box, ...] | None = None) -> Scene:
    places = boxes or tuple(
        Box(x0=10 + 140 * at, y0=10, x1=130 + 140 * at, y1=130) for at in range(len(names))
    )
    things = tuple(
        Thing(kind=kind, colour=colour, box=box, family="noto")
        for (kind, colour), box in zip(names, places, strict=True)
    )
    return Scene(things=things, background=Background(kind="plain", colour="gray"))


def test_the_committed_list_is_what_the_rules_say():
    assert json.loads(HOLDOUT.read_text("utf-8")) == holdout.manifest()


def test_the_committed_hash_is_that_of_the_list():
    assert HOLDOUT_HASH.read_text("utf-8").strip() == holdout.manifest_hash()


def test_a_changed_list_has_another_hash(monkeypatch):
    committed = holdout.manifest_hash()

    monkeypatch.setattr(holdout, "SPEC_SHARE", 0.2)

    assert holdout.manifest_hash() != committed


def test_every_class_keeps_eight_colours_and_every_colour_most_classes():
    held = [(k, c) for k in CLASSES for c in COLOURS if holdout.cell_is_held_out(k, c)]

    assert set(Counter(kind for kind, _ in held).values()) == {2}
    assert set(Counter(colour for _, colour in held).values()) == {16}


def test_about_a_fifth_of_the_pairs_is_held_out_and_no_class_is_left_alone():
    pairs = holdout.manifest()["pairs"]
    companions = Counter(kind for pair in pairs for kind in pair.split(" + "))

    assert 0.17 < len(pairs) / (80 * 79 / 2) < 0.23
    assert max(companions.values()) < 30


def test_a_rule_does_not_depend_on_the_order_of_names():
    for a, b in [("cat", "dog"), ("zebra", "bench"), ("cup", "fork")]:
        assert holdout.pair_is_held_out(a, b) == holdout.pair_is_held_out(b, a)
        for relation, inverse in holdout.INVERSE.items():
            ours = holdout.relation_is_held_out(a, relation, b)
            assert ours == holdout.relation_is_held_out(b, inverse, a)


@pytest.mark.parametrize("section", ["pairs", "cells", "relations", "counts"])
def test_what_is_listed_is_held_out_at_its_level(section):
    line = holdout.manifest()[section][0]

    match section:
        case "pairs":
            a, b = line.split(" + ")
            scene, level = scene_of((a, None), (b, None), ("tv", None)), "L2"
        case "cells":
            colour, _, kind = line.partition(" ")
            scene, level = scene_of((kind, colour)), "L3"
        case "relations":
            relation = next(r for r in holdout.RELATIONS if f" {r} " in line)
            a, b = line.split(f" {relation} ")
            across = relation in ("left of", "right of")
            low, high = (LEFT, RIGHT) if across else (LEFT, Box(x0=50, y0=750, x1=250, y1=950))
            boxes = (low, high) if relation in ("left of", "above") else (high, low)
            scene, level = scene_of((a, None), (b, None), boxes=boxes), "L4"
        case _:
            kind = line.removeprefix("4 or more ")
            scene, level = scene_of(*[(kind, None)] * 4), "L4"

    assert holdout.level_of(scene) == level


def test_more_than_six_things_are_beyond_training():
    assert holdout.level_of(scene_of(*[("cat", None)] * 7)) == "L5"


def test_two_things_have_one_spec_whichever_is_named_first():
    one = scene_of(("cat", "red"), ("dog", None), boxes=(LEFT, RIGHT))
    other = scene_of(("dog", None), ("cat", "red"), boxes=(RIGHT, LEFT))
    mirrored = scene_of(("cat", "red"), ("dog", None), boxes=(RIGHT, LEFT))

    assert holdout.spec_of(one) == holdout.spec_of(other) != holdout.spec_of(mirrored)


def test_about_a_tenth_of_trainable_specs_is_kept_for_testing():
    rng = random.Random(0)
    scenes = [sample_scene(rng, held_out=True, things=2) for _ in range(700)]
    fresh = [s for s in scenes if not realises_geneval_prompt(s)]
    several = [s for s in fresh if holdout.level_of(s) in (None, "L1")]

    kept = sum(holdout.level_of(scene) == "L1" for scene in several) / len(several)

    assert 0.06 < kept < 0.14
