"""Rows on disk: a killed run goes on, and two different runs never mix."""

from pathlib import Path

import pytest

from got_models.errors import BadInput
from got_models.evaluating.report.bench import Bench
from got_models.evaluating.report.rows import ROWS, Book, Row, RunFacts, read_rows
from got_models.evaluating.report.running import Sizes, cases_of, clock


def _row(id: str, **fields: object) -> Row:
    return Row(
        suite="geneval", group="colors", id=id, prompt=f"a red {id}", cluster=id, seed=1,
        marks={"rule": 1.0}, headline="rule",
    ).model_copy(update=fields)  # fmt: skip


def test_rows_come_back_as_they_were_written(tmp_path: Path, facts: RunFacts) -> None:
    book = Book(tmp_path, facts)
    book.add(_row("bus"))

    assert read_rows(tmp_path) == [_row("bus")]
    assert Book(tmp_path, facts).has("geneval", "default", "bus")
    assert not book.has("geneval", "default", "car")


def test_a_line_cut_off_by_a_kill_is_done_again(tmp_path: Path, facts: RunFacts) -> None:
    Book(tmp_path, facts).add(_row("bus"))
    with (tmp_path / ROWS).open("a", encoding="utf-8") as file:
        file.write('{"suite": "gen')

    book = Book(tmp_path, facts)

    assert not book.has("geneval", "default", "car")
    book.add(_row("car"))
    assert [row.id for row in read_rows(tmp_path)] == ["bus", "car"]


def test_a_folder_of_another_model_is_refused(tmp_path: Path, facts: RunFacts) -> None:
    Book(tmp_path, facts)

    with pytest.raises(BadInput, match="another model"):
        Book(tmp_path, facts.model_copy(update={"weights_hash": "0" * 64}))


def test_no_report_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="got evaluate all"):
        read_rows(tmp_path)


def test_a_refusal_is_a_wrong_picture_with_its_reason(bench: Bench) -> None:
    case = cases_of("geneval", Sizes(geneval=6, pictures=1), 4)[0]

    row = case.row(bench)

    assert not row.right
    assert row.reason.startswith("refused")
    assert row.picture is None
    assert row.marks == {"rule": 0, "strict": 0}


def test_quick_prompts_are_equally_many_of_each_task() -> None:
    cases = cases_of("geneval", Sizes(geneval=24, pictures=2), 4)

    groups = [case.group for case in cases]
    assert len(cases) == 48
    assert {groups.count(group) for group in groups} == {8}
    assert len({case.id for case in cases}) == 48


@pytest.mark.parametrize(("seconds", "said"), [(0, "0:00"), (65.4, "1:05"), (3723, "1:02:03")])
def test_time_left_is_written_like_a_clock(seconds: float, said: str) -> None:
    assert clock(seconds) == said
