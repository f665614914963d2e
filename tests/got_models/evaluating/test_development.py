"""A whole run of the development set on a model that knows the answers."""

from got_models.chain_text import write
from got_models.evaluating.development import Amounts, Subject, evaluate_model
from got_models.evaluating.devset import edit_cases, look_cases, wish_cases
from got_models.sceneworld.chain_writing import chain_for
from got_models.sceneworld.descriptions import describe
from got_models.sceneworld.render import render

N = 2
AMOUNTS = Amounts(chains=N, pictures=N, looks=N, edits=N)


class KnowsAll:
    """Answers every case of the set with its truth."""

    def __init__(self, oracle, atlas):
        self.oracle, self.atlas = oracle, atlas
        cases = [*wish_cases("seen", N), *wish_cases("L3", N)]
        self.wishes = {c.wish.text: c for c in cases}
        self.edits = {c.edit.instruction: c.edit for c in edit_cases(N)}
        self.looks = [c.scene for c in look_cases(N)]

    def plan(self, wish, *, seed):
        case = self.wishes[wish]
        return write(chain_for(case.scene, case.wish.order, case.wish.facts))

    def describe(self, picture, question):
        return write(describe(self.looks.pop(0)))

    def paint(self, wish, chain, *, picture, seed):
        if picture is None:
            return self.oracle.draw(self.wishes[wish].scene, 128, 128)
        edit = self.edits[wish]
        self.oracle.knows(picture, edit.before)
        return self.oracle.knows(render(edit.after, self.atlas, width=128, height=128), edit.after)


def test_who_knows_everything_is_right_everywhere(oracle, flat):
    model = KnowsAll(oracle, flat)
    told = []

    report = evaluate_model(
        Subject(model.plan, model.describe, model.paint),
        AMOUNTS,
        atlas=flat,
        judge=oracle,
        groups=("seen", "L3"),
        drawn=("seen", "L3"),
        tell=lambda what, done, total: told.append(what),
    )

    assert report.chains["L3"]["flawless"].mean == 1.0
    assert report.grounding["iou"].mean == 1.0
    assert report.follow["right"].mean == 1.0
    assert report.edits["all"]["right"].mean == 1.0
    assert set(told) == {"chains", "grounding", "follow", "edits"}


def test_what_a_model_cannot_do_is_left_out(oracle, flat):
    report = evaluate_model(Subject(), AMOUNTS, atlas=flat, judge=oracle)

    assert report.model_dump() == {"chains": {}, "grounding": {}, "follow": {}, "edits": {}}
