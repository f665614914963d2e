"""Scores add up as GenEval's own summary has them, and intervals know what a prompt is."""

from pathlib import Path

import pytest
from pydantic import Field

from got_models.evaluating.geneval_chance import CHANCE, overall_chance, position_chance
from got_models.evaluating.geneval_results import Result, read_results, write_results
from got_models.evaluating.geneval_spec import GENEVAL_TASKS, Spec, geneval_specs
from got_models.evaluating.geneval_summary import (
    Mark,
    rule_marks,
    strict_marks,
    summarise,
)
from got_models.evaluating.json_lines import read_lines
from got_models.value import Value

DATA = Path(__file__).parents[2] / "data" / "geneval"
SPECS = geneval_specs()


class ExpectedTask(Value):
    mean: float
    correct: int
    images: int


class Printed(Value):
    correct_images_percent: str
    correct_prompts_percent: str
    tasks_percent: dict[str, str]
    overall: str


class Expected(Value):
    total_images: int
    total_prompts: int
    correct_images_fraction: float
    correct_prompts_fraction: float
    tasks: dict[str, ExpectedTask]
    overall: float
    printed: Printed


class SummaryCase(Value):
    """A recorded summary; `images` holds line of the prompt, and 1, 0 or - per picture."""

    name: str
    note: str
    expected: Expected
    images: tuple[tuple[int, str], ...] = Field(min_length=1)

    def results(self) -> list[Result]:
        return [
            result(SPECS[line], image == "1")
            for line, images in self.images
            for image in images
            if image != "-"
        ]


CASES = read_lines(DATA / "summary_cases.jsonl", SummaryCase)


def result(spec: Spec, correct: bool, **more: object) -> Result:
    return Result(
        filename="x.png",
        tag=spec.tag,
        prompt=spec.prompt,
        correct=correct,
        reason="",
        metadata=spec.as_line(),
        **more,
    )


def test_all_fourteen_recorded_summaries_are_here() -> None:
    assert len(CASES) == 14


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_adds_up_as_recorded(case: SummaryCase) -> None:
    found, expected = summarise(rule_marks(case.results())), case.expected

    assert (found.total_images, found.total_prompts) == (
        expected.total_images,
        expected.total_prompts,
    )
    assert found.correct_images_fraction == pytest.approx(expected.correct_images_fraction)
    assert found.correct_prompts_fraction == pytest.approx(expected.correct_prompts_fraction)
    assert found.overall.mean == pytest.approx(expected.overall, abs=1e-12)
    assert list(found.tasks) == list(expected.tasks)
    for task, held in found.tasks.items():
        wanted = expected.tasks[task]
        assert (held.correct, held.images) == (wanted.correct, wanted.images)
        assert held.score.mean == pytest.approx(wanted.mean, abs=1e-12)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_prints_as_recorded(case: SummaryCase) -> None:
    found, printed = summarise(rule_marks(case.results())), case.expected.printed

    assert f"{found.correct_images_fraction:.2%}" == printed.correct_images_percent
    assert f"{found.correct_prompts_fraction:.2%}" == printed.correct_prompts_percent
    assert f"{found.overall.mean:.5f}" == printed.overall
    assert {
        task: f"{held.score.mean:.2%}" for task, held in found.tasks.items()
    } == printed.tasks_percent


def test_pictures_of_one_prompt_widen_the_interval_when_they_share_their_fate() -> None:
    specs = [spec for spec in SPECS if spec.tag == "counting"]
    alike = [Mark(spec.tag, spec.prompt, at % 2 == 0) for at, spec in enumerate(specs)] * 4
    mixed = [Mark(spec.tag, spec.prompt, at % 2 == 0) for spec in specs for at in range(4)]

    wide, narrow = summarise(alike).overall, summarise(mixed).overall

    assert wide.mean == narrow.mean == 0.5
    assert (narrow.low, narrow.high) == (0.5, 0.5)
    assert wide.low == pytest.approx(0.5 - 1.96 * 0.5 / 80**0.5, abs=0.02)
    assert wide.high == pytest.approx(0.5 + 1.96 * 0.5 / 80**0.5, abs=0.02)


def test_the_interval_over_all_is_of_tasks_that_are_fixed() -> None:
    known = [Mark("colors", f"c{at}", True) for at in range(20)]
    hopeless = [Mark("position", f"p{at}", False) for at in range(200)]

    overall = summarise([*known, *hopeless]).overall

    assert (overall.low, overall.mean, overall.high) == (0.5, 0.5, 0.5)
    assert overall.prompts == 220


def test_what_the_strict_judge_did_not_see_is_strictly_wrong() -> None:
    held = [result(SPECS[0], True), result(SPECS[0], True, strict=True)]

    assert [mark.correct for mark in strict_marks(held)] == [False, True]


def test_nothing_has_no_summary() -> None:
    with pytest.raises(ValueError, match="at least one"):
        summarise([])


def test_results_are_read_as_they_were_written(tmp_path: Path) -> None:
    held = [
        result(SPECS[0], True, strict=False, strict_reason="a\nb", extras=2),
        result(SPECS[1], False, details='{"cow":[]}'),
    ]

    write_results(held, tmp_path / "results.jsonl")

    assert read_results(tmp_path / "results.jsonl") == held


def test_a_line_that_geneval_wrote_is_read(tmp_path: Path) -> None:
    line = (
        '{"filename":"d/00000/samples/0000.png","tag":"counting","prompt":"a photo of two clocks",'
        '"correct":false,"reason":"expected clock>=2, found 1","metadata":"{}",'
        '"details":"{\\"clock\\": [[1.0, 2.0, 3.0, 4.0, 0.95]]}"}\n'
    )
    (tmp_path / "results.jsonl").write_text(line, "utf-8")

    [held] = read_results(tmp_path / "results.jsonl")

    assert (held.tag, held.correct, held.strict) == ("counting", False, None)


def test_every_task_has_a_chance_row() -> None:
    assert tuple(CHANCE) == GENEVAL_TASKS
    assert overall_chance(["colors", "color_attr"]) == pytest.approx(0.055)


def test_the_chance_of_a_position_is_what_throwing_boxes_gives() -> None:
    assert position_chance(draws=4000) == pytest.approx(CHANCE["position"].score, abs=0.015)
