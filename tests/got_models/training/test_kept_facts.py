"""What keeps to a wish is what the scene would say keeps to it."""

import random

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from got_models.sceneworld.captions import Wish
from got_models.sceneworld.facts import Fact, holds
from got_models.sceneworld.scene import Background, Scene, Thing
from got_models.thought import COORDINATE_MAX, Box
from got_models.training.kept_facts import (
    COORDINATES,
    _allowed,
    _covered,
    _Extents,
    kept_coordinates,
)
from got_models.training.reasoner_stage import chain_means, chain_sums
from got_models.training.tasks import sample_task

SAID = ("left of", "right of", "above", "below", "next to")
PLACES = ("on the left", "on the right", "at the top", "at the bottom", "in the middle")


@st.composite
def boxes(draw):
    (x0, x1), (y0, y1) = (
        sorted(draw(st.lists(st.integers(0, COORDINATE_MAX), min_size=2, max_size=2, unique=True)))
        for _ in range(2)
    )
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)


def wish_of(*facts, things=2):
    return Wish(text="", order=tuple(range(things)), facts=facts)


def scene_of(*found):
    things = tuple(
        Thing(kind="cup", colour="red", box=box, family="noto", mirrored=False, angle=0.0)
        for box in found
    )
    return Scene(things=things, background=Background(kind="plain", colour="teal", seed=0))


def varied(box, corner, value):
    """The box with one corner elsewhere, as `_Extents` varies it; None without an area."""
    edges = list(box.corners)
    if corner < 2:
        side = edges[corner + 2] - edges[corner]
        edges[corner + 2] = min(value + side, COORDINATE_MAX)
    edges[corner] = value
    x0, y0, x1, y1 = edges
    return Box(x0=x0, y0=y0, x1=x1, y1=y1) if x0 < x1 and y0 < y1 else None


@given(boxes(), boxes(), st.sampled_from(SAID), st.booleans(), st.integers(0, 999))
def test_the_left_edge_keeps_a_relation_as_the_scene_would(first, second, said, of_it, value):
    subject, reference = ((1,), (0,)) if of_it else ((0,), (1,))
    fact = Fact(subject=subject, said=said, reference=reference)

    allowed = _allowed(wish_of(fact), (first, second), 1, 0)

    here = varied(second, 0, value)
    bound = not allowed.all()
    assert allowed[value] == (not bound if here is None else holds(scene_of(first, here), fact))


@given(boxes(), st.sampled_from(PLACES), st.integers(0, 3), st.integers(0, 999))
def test_every_edge_keeps_a_place_as_the_scene_would(box, said, corner, value):
    fact = Fact(subject=(0,), said=said)

    allowed = _allowed(wish_of(fact, things=1), (box,), 0, corner)

    here = varied(box, corner, value)
    bound = not allowed.all()
    assert allowed[value] == (not bound if here is None else holds(scene_of(here), fact))


@given(boxes(), boxes())
def test_cover_is_that_of_boxes(one, other):
    shares = _covered(_Extents.of(one), _Extents.of(other))

    assert np.allclose(shares, one.intersection(other) / min(one.area, other.area))


@pytest.mark.parametrize("seed", range(40))
def test_the_right_answer_is_always_allowed_and_something_is_not(seed):
    task = sample_task(random.Random(seed), "generate")

    for one in task.kept:
        assert one.allowed.shape == (COORDINATES,)
        assert one.allowed[int(task.answer[one.start : one.end])]
        assert not one.allowed.all()


def test_what_nothing_is_said_of_is_not_bound():
    task = sample_task(random.Random(8), "generate")
    alone = task.wish.model_copy(update={"facts": ()})

    assert len(task.chain.elements) == 1
    assert kept_coordinates(task.answer, alone) == ()


class _Surely:
    """A model that gives one coordinate all of its trust."""

    def __init__(self, favourite):
        self.favourite = favourite

    def lm_head(self, rows):
        logits = torch.zeros(len(rows), COORDINATES)
        logits[:, self.favourite] = 40.0
        return logits


@pytest.mark.parametrize(("favourite", "kept"), [(100, 0.0), (700, 40.0)])
def test_only_coordinates_that_break_a_fact_cost(favourite, kept):
    allowed = torch.zeros(1, COORDINATES, dtype=torch.bool)
    allowed[0, :300] = True
    part = {
        "labels": torch.tensor([[-100, -100, 55], [-100, -100, -100]]),
        "weights": torch.ones(2, 3),
        "placing": torch.zeros(2, 3, dtype=torch.bool),
        "bound_at": torch.tensor([2]),
        "allowed": allowed,
    }

    sums = chain_sums(_Surely(favourite), torch.zeros(2, 3, 4), part, torch.arange(COORDINATES))

    expected = kept - float(torch.tensor(300.0).log()) if kept else 0.0
    assert chain_means([sums])["kept"] == pytest.approx(expected, abs=1e-2)
