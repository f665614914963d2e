"""What the suites say of a maker that does exactly what it is told, and of one that does not."""

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from got_models.evaluating.detections import Detection
from got_models.evaluating.devset import wish_cases
from got_models.evaluating.geneval_spec import geneval_specs
from got_models.evaluating.report import suite_follow, suite_geneval
from got_models.evaluating.report.bench import Bench
from got_models.evaluating.report.maker import Drawn
from got_models.evaluating.report.remembering import RememberingEye
from got_models.evaluating.report.sight import Placed
from got_models.evaluating.report.suite_ablation import ablation_cases
from got_models.evaluating.report.suite_chain import chain_cases
from got_models.evaluating.report.suite_edit import operation_cases
from got_models.evaluating.report.suite_interactive import interactive_cases
from got_models.evaluating.report.suite_turns import session_cases, share_shown
from got_models.thought import Box, Chain, Element

if TYPE_CHECKING:
    from tests.got_models.evaluating.report.conftest import FaithfulMaker


def test_truth_passes_the_rules_of_every_task(bench: Bench) -> None:
    specs = suite_geneval.quick_specs(6)

    rows = [case.row(bench) for group in suite_geneval.truth_cases(specs) for case in group]

    assert {row.group for row in rows} == {spec.tag for spec in specs}
    assert [row.prompt for row in rows if not row.right] == []
    assert all(row.marks["strict"] == 1 for row in rows)


def test_a_picture_from_the_true_chain_is_right_and_one_from_nothing_is_wrong(
    bench: Bench, maker: "FaithfulMaker"
) -> None:
    [(wish, spec)] = suite_geneval.judgeable("seen", 1)
    maker.chains[wish.wish.text] = suite_follow.true_chain(wish)
    right = suite_geneval._case("levels", "L0", "right", spec, 1, "default").row(bench)
    maker.chains[wish.wish.text] = Chain(parts=("Nothing.",))
    wrong = suite_geneval._case("levels", "L0", "wrong", spec, 1, "default").row(bench)

    assert (right.right, wrong.right) == (True, False)
    assert "expected" in wrong.reason
    assert (bench.folder / str(right.picture)).is_file()


def test_the_maker_is_told_the_words_of_a_prompt_and_nothing_else(
    bench: Bench, maker: "FaithfulMaker"
) -> None:
    spec = geneval_specs()[200]
    [[case]] = suite_geneval.geneval_cases(1, of=[spec])

    row = case.row(bench)

    assert maker.asked == [spec.prompt]
    assert not row.right
    assert row.reason.startswith("refused: never taught")


def test_wishes_about_two_groups_of_one_class_have_no_form_in_the_rules() -> None:
    for case in wish_cases("seen", 60, seed=3):
        spec = suite_geneval.spec_of(case.wish.text, case.scene, case.wish.facts)
        kinds = [thing.kind for thing in case.scene.things]
        names = {thing.phrase for thing in case.scene.things}
        assert (spec is None) == (len(names) != len(set(kinds)))


def test_a_true_chain_is_all_right_and_an_empty_one_is_not(
    bench: Bench, maker: "FaithfulMaker"
) -> None:
    case = chain_cases(1)[0][0]
    wish = wish_cases("seen", 1, seed=suite_geneval.TEST_SEED)[0]
    maker.chains[case.prompt] = suite_follow.true_chain(wish)
    right = case.row(bench)
    element = Element(phrase="zebra", box=Box(x0=1, y0=1, x1=200, y1=200), colour="red")
    maker.chains[case.prompt] = Chain(parts=("a ", element))
    wrong = case.row(bench)

    assert right.right
    assert right.marks["box_iou"] == 1
    assert not wrong.right
    assert "objects wrong" in wrong.reason
    assert wrong.marks["box_iou"] == 0


def test_every_planned_box_that_is_painted_is_found(bench: Bench) -> None:
    rows = [group[0].row(bench) for group in suite_follow.follow_cases(1)]

    assert [row.marks["there"] for row in rows] == [1, 1, 1, 1]
    assert min(row.marks["iou"] for row in rows) > 0.7


def test_a_picture_is_looked_at_once() -> None:
    looked: list[Image.Image] = []

    class Counting:
        def detect(self, image: Image.Image) -> list[Detection]:
            looked.append(image)
            return []

    eye = RememberingEye(Counting())
    red, same, wide = (Image.new("RGB", size, "red") for size in ((8, 2), (8, 2), (2, 8)))

    for picture in (red, same, wide, red):
        eye.detect(picture)

    assert looked == [red, wide]


def test_variants_of_an_ablation_share_one_plan(bench: Bench, maker: "FaithfulMaker") -> None:
    cases = {group[0].variant: group[0] for group in ablation_cases(1, 4)}
    wish = cases["chain + SSGM"].prompt
    maker.chains[wish] = Chain(parts=("Nothing.",))

    for variant in ("chain, no spatial guidance", "chain + SSGM", "text guidance x 2"):
        cases[variant].row(bench)

    assert maker.asked == [wish]


def test_without_spatial_guidance_this_maker_draws_nothing_and_pairs_say_so(bench: Bench) -> None:
    groups = ablation_cases(1, 4)
    rows = {group[0].variant: group[0].row(bench) for group in groups}

    assert rows["true chain + SSGM"].right
    assert not rows["no chain"].right
    assert rows["no chain"].id == rows["true chain + SSGM"].id
    assert rows["no chain"].seed == rows["true chain + SSGM"].seed


def test_an_edit_that_changes_nothing_is_not_done_but_loses_nothing(
    bench: Bench, maker: "FaithfulMaker"
) -> None:
    for group in operation_cases(1):
        maker.chains[group[0].prompt] = Chain(task="edit", parts=("1. Nothing.",))
        row = group[0].row(bench)
        assert row.marks["done"] == 0, row.group
        assert row.marks["kept"] == 1, row.reason
        if row.group not in ("background", "style"):
            assert row.marks["outside_untouched"] == 1


def test_an_edit_keeps_the_picture_it_was_of(bench: Bench, maker: "FaithfulMaker") -> None:
    [[first, *_]] = session_cases(1, turns=2)
    single = operation_cases(1)[0][0]
    for case in (first, single):
        maker.chains[case.prompt] = Chain(task="edit", parts=("1. Nothing.",))
        row = case.row(bench)
        before, after = (bench.folder / str(name) for name in (row.before, row.picture))
        assert before != after
        assert before.read_bytes() == after.read_bytes()  # this maker leaves pictures as they are


def test_moving_a_box_moves_the_object_and_leaves_the_rest(bench: Bench) -> None:
    groups = interactive_cases(2)

    rows = [case.row(bench) for group in groups for case in group]

    assert {row.group for row in rows} == {"move a box", "change a word"}
    assert [row.reason for row in rows if not row.right] == []
    assert max(row.marks["elsewhere"] for row in rows) == 0


def test_the_second_picture_is_told_the_words_of_the_changed_chain(
    bench: Bench, maker: "FaithfulMaker", monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, int]] = []
    draw = maker.draw

    def noted(wish: str, chain: Chain, *, seed: int) -> Drawn:
        told.append((wish, seed))
        return draw(wish, chain, seed=seed)

    monkeypatch.setattr(maker, "draw", noted)
    [move], [change] = interactive_cases(1)

    move.row(bench)
    change.row(bench)

    (before, after), (first, second) = told[:2], told[2:]
    assert before == after
    assert first[1] == second[1]
    assert len(set(first[0].split()) ^ set(second[0].split())) in (1, 2, 3, 4)


@pytest.mark.parametrize(("style", "share"), [("natural", 0.5), ("sepia", 1.0)])
def test_a_session_is_held_to_colours_only_where_they_show(style: str, share: float) -> None:
    scene = next(case.scene for case in wish_cases("seen", 60, seed=3)
                 if len(case.scene.things) == 2)  # fmt: skip
    left, right = (Box(x0=x, y0=0, x1=x + 400, y1=400) for x in (0, 500))
    things = tuple(
        thing.model_copy(update={"colour": "red", "box": box})
        for thing, box in zip(scene.things, (left, right), strict=True)
    )
    scene = scene.model_copy(update={"style": style, "things": things})
    seen = [Placed(things[0].kind, "red", left), Placed(things[1].kind, "brown", right)]

    assert share_shown(scene, seen) == share


def test_a_refused_plan_is_wrong_in_every_mark_that_any_plan_can_earn(bench: Bench) -> None:
    row = chain_cases(1)[0][0].row(bench)

    assert row.reason.startswith("refused")
    assert {"clean", "style", "on_canvas", "all_right"} <= set(row.marks)
    assert set(row.marks.values()) == {0.0}


def test_a_session_killed_between_turns_goes_on_as_if_it_had_not_been(
    bench: Bench, maker: "FaithfulMaker"
) -> None:
    def learned() -> list[object]:
        [cases] = session_cases(1, turns=3)
        for case in cases:
            maker.chains[case.prompt] = Chain(task="edit", parts=("1. Nothing.",))
        return list(cases)

    whole = [case.row(bench) for case in learned()]  # type: ignore[attr-defined]
    resumed = learned()[2].row(bench)  # type: ignore[attr-defined]

    assert resumed.marks == whole[2].marks
    assert resumed.marks["drift"] == 0
