"""Scoring descriptions of pictures."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from got_models import chain_text
from got_models.evaluating.devset import LookCase, look_cases
from got_models.evaluating.grounding import best_match, score_grounding, summarise
from got_models.sceneworld.descriptions import describe
from got_models.sceneworld.scene import Background, Scene, Thing
from got_models.thought import Box


def box(x0, y0=100, side=200):
    return Box(x0=x0, y0=y0, x1=x0 + side, y1=y0 + side)


def scene(*named, style="natural"):
    things = tuple(Thing(kind=k, colour=c, box=b, family="noto") for k, c, b in named)
    return Scene(things=things, background=Background(kind="plain", colour="teal"), style=style)


TRUE = scene(("cup", "red", box(0)), ("cup", "red", box(300)), ("dog", None, box(600)))


def scored(said, true=TRUE):
    text = chain_text.write(describe(said))
    return score_grounding(LookCase(id="x", level=None, scene=true), text)


def test_the_true_description_is_exact():
    for case in look_cases(20):
        score = score_grounding(case, chain_text.write(describe(case.scene)))

        assert score.exact
        assert set(score.overlaps) == {1.0}


def test_what_is_missing_overlaps_by_nothing():
    score = scored(scene(("cup", "red", box(300)), ("dog", None, box(600))))

    assert score.overlaps == (0.0, 1.0, 1.0)
    assert (score.named, score.surplus, score.exact) == (2, 0, False)


def test_a_wrong_colour_is_found_by_kind_only():
    score = scored(
        scene(("cup", "blue", box(0)), ("cup", "red", box(300)), ("dog", None, box(600)))
    )

    assert score.overlaps == (0.0, 1.0, 1.0)
    assert score.overlaps_by_kind == (1.0, 1.0, 1.0)
    assert score.surplus == 1


def test_colours_are_not_asked_for_where_nobody_can_see_them():
    true = scene(("cup", "red", box(0)), style="black and white")

    assert scored(scene(("cup", "blue", box(0))), true).exact


def test_nothing_to_read_finds_nothing():
    score = score_grounding(LookCase(id="x", level=None, scene=TRUE), "")

    assert not score.readable
    assert score.overlaps == (0.0, 0.0, 0.0)


def test_the_mean_overlap_counts_things_and_not_pictures():
    half = scored(scene(("dog", None, box(600))))
    whole = scored(TRUE)

    summary = summarise([half, whole.model_copy(update={"id": "y"})])

    assert summary["iou"].mean == pytest.approx(4 / 6)
    assert summary["iou"].prompts == 2
    assert summary["exact"].mean == 0.5


boxes = st.builds(box, st.integers(0, 700), st.integers(0, 700), st.integers(50, 290))


@settings(deadline=None, max_examples=50)
@given(st.lists(boxes, min_size=1, max_size=3), st.lists(boxes, max_size=4))
def test_no_matching_is_better(wanted, said):
    found = best_match(tuple(wanted), tuple(said))

    padded = [*said, *[None] * len(wanted)]
    sums = [
        sum(a.iou(b) for a, b in zip(wanted, order, strict=False) if b is not None)
        for order in permutations(padded, len(wanted))
    ]
    assert sum(found) == pytest.approx(max(sums))
