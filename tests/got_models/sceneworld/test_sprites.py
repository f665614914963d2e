"""The sprite atlas on a cache of its own."""

import json
import logging
from pathlib import Path

import pytest
from PIL import Image

from got_models.evaluating.seeing.sprites import MANY_HANDS, own_drawings
from got_models.sceneworld import sprites
from got_models.sceneworld.drawings import DRAWINGS
from got_models.sceneworld.emoji import EMOJI
from got_models.sceneworld.emoji_sources import SpritesMissing
from got_models.sceneworld.sprites import (
    CRITIC_FAMILIES,
    EVALUATION_FAMILIES,
    HAND_FAMILIES,
    TRAINING_FAMILIES,
    SpriteAtlas,
)
from got_models.sceneworld.svg_drawings import read_drawings
from got_models.sceneworld.trim import SIDE
from got_models.sceneworld.vocabulary import CLASSES


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """A cache folder that already holds the drawn training families."""
    folder = tmp_path_factory.mktemp("sprites")
    SpriteAtlas.open(["drawn-a", "drawn-b"], folder)
    return folder


@pytest.fixture
def only_noto(monkeypatch):
    """Stand in for a machine with the font, but without npm."""

    def glyphs(family, cache):
        if family.npm:
            raise SpritesMissing("npm is not installed")
        return lambda kind: Image.new("RGBA", (20, 10), (200, 0, 0, 255))

    monkeypatch.setattr(sprites, "glyphs", glyphs)


def test_a_sprite_is_as_large_as_promised(cache):
    atlas = SpriteAtlas.open(["drawn-a"], cache)

    for kind in DRAWINGS:
        assert SIDE - 2 <= max(atlas.get(kind, "drawn-a").size) <= SIDE
        assert atlas.get(kind, "drawn-a").mode == "RGBA"


def test_tinting_is_remembered(cache):
    atlas = SpriteAtlas.open(["drawn-a"], cache)

    assert atlas.tinted("bench", "red", "drawn-a") is atlas.tinted("bench", "red", "drawn-a")


def test_no_colour_is_the_sprite_itself(cache):
    atlas = SpriteAtlas.open(["drawn-a"], cache)

    assert atlas.tinted("bench", None, "drawn-a") is atlas.get("bench", "drawn-a")


def test_an_atlas_is_built_once(cache, monkeypatch):
    def refuse(kind, variant):
        raise AssertionError(f"drew {kind} again")

    monkeypatch.setattr(sprites, "draw", refuse)

    SpriteAtlas.open(["drawn-a", "drawn-b"], cache)


def test_shapes_are_width_over_height(cache):
    shapes = SpriteAtlas.open(["drawn-a"], cache).shapes()

    assert shapes["skis"]["drawn-a"] < 0.7 < 1.3 < shapes["microwave"]["drawn-a"]
    assert shapes["car"] == {}


def test_goes_on_without_npm_and_says_so(cache, only_noto, caplog):
    with caplog.at_level(logging.WARNING):
        atlas = SpriteAtlas.open(cache=cache)

    assert atlas.families == ("noto", "drawn-a", "drawn-b")
    assert all(atlas.families_of(kind) for kind in CLASSES)
    assert "twemoji" in caplog.text


def test_does_not_go_on_without_a_family_asked_for(cache, only_noto):
    with pytest.raises(SpritesMissing, match="npm is not installed"):
        SpriteAtlas.open(EVALUATION_FAMILIES, cache)


def test_refuses_a_family_there_is_none_of(cache):
    with pytest.raises(SpritesMissing, match="no sprite family 'crayon'"):
        SpriteAtlas.open(["crayon"], cache)


def test_a_drawn_family_has_no_emoji(cache):
    with pytest.raises(KeyError, match="no sprite of 'car'"):
        SpriteAtlas.open(["drawn-a"], cache).get("car", "drawn-a")


def test_every_object_has_two_families_to_learn_from_and_one_held_back():
    for kind in CLASSES:
        having = [f for f in TRAINING_FAMILIES if f.startswith("drawn") == (kind in DRAWINGS)]
        assert len(having) >= 2
    assert not set(EVALUATION_FAMILIES) & {*TRAINING_FAMILIES, *CRITIC_FAMILIES}


def test_every_hand_has_drawn_every_object(cache):
    atlas = SpriteAtlas.open([HAND_FAMILIES[0], HAND_FAMILIES[-1]], cache)

    assert {kind: len(atlas.families_of(kind)) for kind in CLASSES} == dict.fromkeys(CLASSES, 2)
    assert atlas.get("cat", HAND_FAMILIES[0]) != atlas.get("cat", HAND_FAMILIES[-1])


def test_critic_and_evaluator_learn_from_different_drawings():
    critics = read_drawings(sorted(sprites.HANDS.glob("*.json")))
    evaluators = own_drawings()[MANY_HANDS]

    assert {len(critics[kind]) for kind in CLASSES} == {len(HAND_FAMILIES)}
    for kind in CLASSES:
        assert not set(critics[kind]) & set(evaluators[kind])


def test_shipped_shapes_are_those_of_the_drawings(cache):
    shipped = json.loads(Path(sprites.__file__).with_name("sprite_shapes.json").read_text("utf-8"))
    measured = SpriteAtlas.open(["drawn-a", "drawn-b"], cache).shapes()

    assert {kind: shipped[kind] for kind in DRAWINGS} == {kind: measured[kind] for kind in DRAWINGS}
    assert all("drawn-a" not in shipped[kind] for kind in EMOJI)
