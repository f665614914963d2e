"""Random scenes: what may be drawn, and that nothing gives anything else away."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from got_models.sceneworld.holdout import level_of
from got_models.sceneworld.sampling import (
    LARGEST,
    LOOSE_OVERLAP_LIMIT,
    SMALLEST,
    crowded,
    sample_name,
    sample_scene,
    sample_thing,
    shipped_shapes,
)
from got_models.sceneworld.vocabulary import (
    BACKGROUND_COLOURS,
    BACKGROUND_KINDS,
    CLASSES,
    COLOURS,
    STYLES,
)
from got_models.thought import Box

SEEDS = st.integers(0, 2**63)


@pytest.fixture(scope="module")
def scenes():
    rng = random.Random(0)
    return [sample_scene(rng) for _ in range(1200)]


@settings(deadline=None, max_examples=40)
@given(seed=SEEDS)
def test_a_scene_is_a_pure_function_of_its_seed(seed):
    assert sample_scene(random.Random(seed)) == sample_scene(random.Random(seed))


@settings(deadline=None, max_examples=60)
@given(seed=SEEDS)
def test_a_scene_is_never_held_out(seed):
    assert level_of(sample_scene(random.Random(seed))) is None


@settings(deadline=None, max_examples=60)
@given(seed=SEEDS)
def test_objects_have_a_size_a_person_can_see_and_a_shape_of_their_sprite(seed):
    scene = sample_scene(random.Random(seed))

    for thing in scene.things:
        longest = max(thing.box.width, thing.box.height)
        assert SMALLEST - 1 <= longest <= LARGEST + 1
        aspect = shipped_shapes()[thing.kind][thing.family]
        within = thing.box.width / thing.box.height / aspect
        assert 0.75 < within < 1.35


@settings(deadline=None, max_examples=60)
@given(seed=SEEDS)
def test_no_object_hides_another(seed):
    boxes = [thing.box for thing in sample_scene(random.Random(seed)).things]

    for at, box in enumerate(boxes):
        assert not crowded(box, tuple(boxes[:at]), LOOSE_OVERLAP_LIMIT)


@settings(deadline=None, max_examples=40)
@given(seed=SEEDS, count=st.integers(1, 6))
def test_the_number_of_objects_can_be_asked_for(seed, count):
    assert len(sample_scene(random.Random(seed), things=count).things) == count


@settings(deadline=None, max_examples=60)
@given(seed=SEEDS, kind=st.sampled_from(CLASSES), side=st.integers(SMALLEST, LARGEST))
def test_an_object_of_any_class_and_size_lies_on_the_canvas(seed, kind, side):
    thing = sample_thing(random.Random(seed), kind, "red", side=side)

    assert max(thing.box.width, thing.box.height) <= side
    assert thing.family in shipped_shapes()[kind]


def test_test_sets_may_draw_what_training_may_not():
    rng = random.Random(1)

    levels = {level_of(sample_scene(rng, held_out=True)) for _ in range(200)}

    assert {None, "L1", "L2", "L3", "L4"} <= levels


def test_a_name_of_training_is_never_a_held_out_cell():
    rng = random.Random(2)
    kept = {sample_name(rng) for _ in range(4000)}

    assert len({kind for kind, _ in kept}) == len(CLASSES)
    assert max(Counter(kind for kind, colour in kept if colour).values()) == 8


@pytest.mark.parametrize(
    ("box", "limit", "expected"),
    [
        (Box(x0=0, y0=0, x1=10, y1=10), 0.0, False),
        (Box(x0=90, y0=0, x1=190, y1=100), 0.1, False),
        (Box(x0=89, y0=0, x1=189, y1=100), 0.1, True),
        (Box(x0=110, y0=10, x1=120, y1=20), 0.5, False),
        (Box(x0=40, y0=40, x1=50, y1=50), 0.5, True),
    ],
)
def test_crowding_is_measured_on_the_smaller_box(box, limit, expected):
    other = Box(x0=20, y0=20, x1=100, y1=100) if limit != 0.1 else Box(x0=0, y0=0, x1=100, y1=100)

    assert crowded(box, (other,), limit) is expected


FEATURES = {
    "first class": lambda scene: scene.things[0].kind,
    "first colour": lambda scene: scene.things[0].colour,
    "how many": lambda scene: len(scene.things),
    "place": lambda scene: tuple(int(value > 500) for value in scene.things[0].box.centre),
}
SETTINGS = {
    "background kind": lambda scene: scene.background.kind,
    "background colour": lambda scene: scene.background.colour,
    "style": lambda scene: scene.style == STYLES[0],
}


@pytest.mark.parametrize("feature", FEATURES)
@pytest.mark.parametrize("setting", SETTINGS)
def test_the_background_tells_nothing_about_the_objects(scenes, feature, setting):
    pairs = [(FEATURES[feature](scene), SETTINGS[setting](scene)) for scene in scenes]

    assert _surprise(pairs) < 4.0


def test_dependence_would_be_noticed(scenes):
    pairs = [(scene.things[0].colour, scene.things[0].colour == "red") for scene in scenes]

    assert _surprise(pairs) > 20


def test_every_background_colour_and_style_is_drawn(scenes):
    assert {scene.background.kind for scene in scenes} == set(BACKGROUND_KINDS)
    assert {scene.background.colour for scene in scenes} == set(BACKGROUND_COLOURS)
    assert {scene.style for scene in scenes} == set(STYLES)
    assert {thing.colour for scene in scenes for thing in scene.things} == {None, *COLOURS}


def _surprise(pairs):
    """Return the chi-square statistic of independence in standard deviations above its mean."""
    rows, columns = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    both, total = Counter(pairs), len(pairs)
    statistic = sum(
        (both[a, b] - rows[a] * columns[b] / total) ** 2 / (rows[a] * columns[b] / total)
        for a in rows
        for b in columns
    )
    freedom = (len(rows) - 1) * (len(columns) - 1)
    return (statistic - freedom) / (2 * freedom) ** 0.5
