"""The measure of critics: planted defects are what they say, and shares what they should be."""

import importlib.util
import sys
from pathlib import Path

import pytest
from PIL import Image

from got_models.sceneworld.vocabulary import CLASSES
from tools.verdict import Finding, Verdict

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


class FlatAtlas:
    """Sprites that are one colour all over."""

    def tinted(self, kind, colour, family):
        return Image.new("RGBA", (8, 8), colour or "white")


SHAPES = {kind: {"noto": 1.0} for kind in CLASSES}


@pytest.fixture(scope="module")
def critic():
    sys.path.insert(0, str(FOLDER))
    spec = importlib.util.spec_from_file_location("critic_benchmark", FOLDER / "critic.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.path.remove(str(FOLDER))
    return module


@pytest.fixture(scope="module")
def draw(critic):
    return lambda defect, seed: critic.case(defect, seed=seed, atlas=FlatAtlas(), shapes=SHAPES)


KINDS = ("present", "in_box", "colour", "count", "relation", "unchanged", "promise")


@pytest.mark.parametrize("defect", KINDS)
def test_a_planted_defect_is_one(draw, defect):
    for seed in range(6):
        assert not all(draw(defect, seed).truth[defect])


def test_without_a_defect_all_is_well_and_the_wish_says_what_is_there(draw):
    for seed in range(12):
        made = draw(None, seed)

        assert all(all(truth) for truth in made.truth.values())
        assert len(made.truth["present"]) == len(made.plan.elements)
        assert made.changed_outside_px == 0


def test_a_case_is_a_function_of_its_seed(draw):
    again = [draw("count", 4) for _ in range(2)]

    assert again[0].picture.tobytes() == again[1].picture.tobytes()
    assert again[0][1:] == again[1][1:]
    assert draw("count", 5).wish != again[0].wish


class Oracle:
    """Answers every question about a case as the truth does, or always the same."""

    def __init__(self, cases, always=None):
        self.cases, self.always = iter(cases), always

    def judge(self, picture, plan, **_):
        truth = next(self.cases).truth
        return Verdict(
            findings=tuple(
                Finding(
                    kind=kind,
                    name="?",
                    passed=true if self.always is None else self.always,
                    evidence="",
                )
                for kind, answers in truth.items()
                for true in answers
            )
        )


def test_a_critic_that_knows_has_full_marks_and_parrots_have_not(critic, draw):
    cases = [draw(defect, seed) for seed in range(3) for defect in (*KINDS, None)]

    knowing, yes, no = (
        critic.marks_of(list(critic.answers_to(Oracle(cases, always), cases)))
        for always in (None, True, False)
    )

    assert set(knowing) == set(KINDS)
    assert all(one.passed and one.precision.mean == 1.0 for one in knowing.values())
    assert all(one.precision is None and one.recall.mean == 0.0 for one in yes.values())
    assert all(one.recall.mean == 1.0 and not one.passed for one in no.values())
    assert no["present"].precision.mean == knowing["present"].wrong / knowing["present"].questions


def test_a_question_that_was_not_asked_does_not_go_unseen(critic, draw):
    class Silent:
        def judge(self, *_, **__):
            return Verdict()

    with pytest.raises(ValueError, match="shorter"):
        list(critic.answers_to(Silent(), [draw(None, 0)]))
