"""Wishes say everything there is, once, and nothing that is not so."""

import itertools
import random
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from got_models.relations import RELATIONS, relations
from got_models.sceneworld import captions, wordings
from got_models.sceneworld.captions import wish_for
from got_models.sceneworld.language import COUNT_WORDS, bare_plural, plural
from got_models.sceneworld.sampling import sample_scene
from got_models.sceneworld.scene import Background, Scene, Thing
from got_models.sceneworld.vocabulary import COLOURS
from got_models.sceneworld.wordings import Wordings
from got_models.thought import Box

SEEDS = st.integers(min_value=0, max_value=2**32)
SIDES = {
    "on the left": (0, -1),
    "on the right": (0, 1),
    "at the top": (1, -1),
    "at the bottom": (1, 1),
}

OPENINGS = [wordings.OPENINGS, *wordings.STYLE_OPENINGS.values()]
OTHERS = [
    wordings.CLAUSES,
    wordings.REST,
    wordings.BACKGROUND_TAILS,
    *wordings.RELATIONS.values(),
    *wordings.PLACES.values(),
    *wordings.STYLE_TAILS.values(),
]


def thing(kind, colour, left, top, side=200):
    box = Box(x0=left, y0=top, x1=left + side, y1=top + side)
    return Thing(kind=kind, colour=colour, box=box, family="noto")


def scene_of(*things, style="natural"):
    return Scene(things=things, background=Background(kind="plain", colour="beige"), style=style)


def heldout_fragments(families: list[Wordings]) -> list[str]:
    return [
        max(re.split(r"\{\w*\}", text), key=len).strip(" ,.?;:")
        for family in families
        for text in family.heldout
    ]


@given(SEEDS)
def test_a_wish_mentions_every_thing_once_and_alike_things_together(seed):
    rng = random.Random(seed)
    scene = sample_scene(rng, held_out=True)

    wish = wish_for(scene, rng)

    assert sorted(wish.order) == list(range(len(scene.things)))
    names = [(scene.things[i].kind, scene.things[i].colour) for i in wish.order]
    changes = sum(a != b for a, b in itertools.pairwise(names))
    assert changes == len(set(names)) - 1


@given(SEEDS, st.sampled_from(("geneval", "free")), st.booleans())
def test_the_facts_of_a_wish_are_true_by_genevals_rule(seed, style, heldout):
    rng = random.Random(seed)
    scene = sample_scene(rng, held_out=True)

    wish = wish_for(scene, rng, style=style, heldout=heldout)

    for fact in wish.facts:
        for a in fact.subject:
            for b in fact.reference:
                held = relations(scene.things[a].box, scene.things[b].box)
                wanted = {fact.said} if fact.said in RELATIONS else {"left of", "right of"}
                assert wanted & set(held)
            if fact.said in SIDES:
                axis, sign = SIDES[fact.said]
                assert (scene.things[a].box.centre[axis] - 500) * sign > 0


@given(SEEDS)
def test_a_wish_names_no_colour_that_no_thing_has(seed):
    rng = random.Random(seed)
    scene = sample_scene(rng, held_out=True).model_copy(
        update={"style": "natural", "background": Background(kind="plain", colour="beige")}
    )

    wish = wish_for(scene, rng)

    allowed = {thing.colour for thing in scene.things}
    allowed |= {word for thing in scene.things for word in thing.kind.split()}
    assert set(re.findall(r"\w+", wish.text.lower())) & set(COLOURS) <= allowed


@pytest.mark.parametrize(
    ("things", "texts"),
    [
        ([("bench", None)], {"a photo of a bench"}),
        ([("bench", None)] * 3, {"a photo of three benches", "a photo of three benchs"}),
        ([("bench", "red")], {"a photo of a red bench"}),
        (
            [("orange", "red"), ("cat", "blue")],
            {
                "a photo of a red orange and a blue cat",
                "a photo of a blue cat and a red orange",
            },
        ),
        (
            [("bench", None), ("cat", None)],
            {
                "a photo of a bench and a cat",
                "a photo of a cat and a bench",
                "a photo of a bench left of a cat",
                "a photo of a cat right of a bench",
            },
        ),
    ],
)
def test_genevals_templates_are_used_to_the_letter(things, texts):
    scene = scene_of(*(thing(*name, 20 + 240 * at, 400) for at, name in enumerate(things)))

    said = {wish_for(scene, random.Random(s), style="geneval").text for s in range(60)}

    assert said == texts


def test_a_scene_beyond_genevals_templates_is_wished_for_in_free_words():
    scene = scene_of(thing("cup", "red", 20, 20), thing("cup", None, 500, 20))

    wish = wish_for(scene, random.Random(3), style="geneval")

    assert sorted(wish.order) == [0, 1]


def test_unclear_groups_stand_in_no_relation():
    scene = scene_of(thing("cup", "red", 20, 400), thing("cup", None, 600, 400))

    stated = [fact for s in range(200) for fact in wish_for(scene, random.Random(s)).facts]
    assert not [fact for fact in stated if fact.reference]


def test_counts_are_said_in_words_or_digits(monkeypatch):
    monkeypatch.setattr(captions, "typed", lambda text, rng: text)
    for seed in range(300):
        rng = random.Random(seed)
        scene = sample_scene(rng, held_out=True)
        text = wish_for(scene, rng).text
        for (kind, _), count in Counter((t.kind, t.colour) for t in scene.things).items():
            if count > 1 and (plural(kind) in text or bare_plural(kind) in text):
                assert re.search(rf"\b({count}|{COUNT_WORDS[count]}|couple|pairs?)\b", text)


@pytest.mark.parametrize("style", wordings.STYLE_TAILS)
def test_a_style_is_always_asked_for(style, monkeypatch):
    monkeypatch.setattr(captions, "typed", lambda text, rng: text)
    scene = scene_of(thing("cup", "red", 20, 20), style=style)
    plain = scene_of(thing("cup", "red", 20, 20))
    unstyled = {wish_for(plain, random.Random(s)).text for s in range(400)}

    assert not {wish_for(scene, random.Random(s)).text for s in range(100)} & unstyled


def test_training_never_sees_a_held_out_wording():
    fragments = heldout_fragments([*OPENINGS, *OTHERS])
    for seed in range(1500):
        rng = random.Random(seed)
        text = wish_for(sample_scene(rng), rng).text.lower()
        assert not [fragment for fragment in fragments if fragment in text]


def test_every_held_out_wish_has_a_held_out_opening(monkeypatch):
    monkeypatch.setattr(captions, "typed", lambda text, rng: text)
    fragments = heldout_fragments(OPENINGS)
    for seed in range(300):
        rng = random.Random(seed)
        text = wish_for(sample_scene(rng), rng, heldout=True).text
        assert any(fragment in text for fragment in fragments)


def test_every_family_keeps_wordings_from_training():
    for family in [*OPENINGS, *OTHERS]:
        assert family.heldout
        assert not set(family.heldout) & set(family.seen)


@given(SEEDS)
def test_the_same_seed_makes_the_same_wish(seed):
    scene = sample_scene(random.Random(seed))

    assert wish_for(scene, random.Random(seed)) == wish_for(scene, random.Random(seed))
