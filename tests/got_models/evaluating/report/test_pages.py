"""Tables, pages, ratings and differences made of rows."""

import base64
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from got_models.errors import BadInput
from got_models.evaluating.detections import Detection, PixelBox
from got_models.evaluating.geneval_spec import GENEVAL_TASKS, geneval_specs
from got_models.evaluating.intervals import interval
from got_models.evaluating.report import agreements, pairing, rating, tables, writing
from got_models.evaluating.report.rows import PICTURES, Book, Row, RunFacts
from got_models.evaluating.seeing.gate_figures import GateFigures, keep, kept

COLOURS = [spec for spec in geneval_specs() if spec.tag == "colors"][:12]


def _row(at: int, *, right: bool, suite: str = "geneval", variant: str = "default") -> Row:
    spec = COLOURS[at]
    clause = spec.include[0]
    box = PixelBox(10, 10, 60, 60)
    seen = Detection(kind=clause.kind, box=box, confidence=0.9, colour=clause.colour)
    return Row(
        suite=suite, variant=variant, group="colors" if suite == "geneval" else "L2",
        id=f"{at:05}", prompt=spec.prompt, cluster=spec.prompt, seed=at,
        marks={"rule": float(right), "strict": float(right)}, headline="rule",
        reason="" if right else "expected <b>&\nnothing", seen=(seen,) if right else (),
        picture=f"{PICTURES}/{suite}-{at}.png", spec=spec, nfe=100, seconds=1.0,
    )  # fmt: skip


def _report(folder: Path, facts: RunFacts, rows: list[Row]) -> Path:
    book = Book(folder, facts)
    for row in rows:
        Image.new("RGB", (16, 16), "teal").save(folder / str(row.picture))
        book.add(row)
    return folder


def test_other_prompts_pass_at_chance_and_own_prompts_as_marked(facts: RunFacts) -> None:
    rows = [_row(at, right=True) for at in range(12)]

    card = tables.card_of(facts, rows)

    [table] = card.tables
    cells = table.lines[0].cells
    assert cells["rule"].mean == 1
    assert cells["other prompt"].mean < 0.2
    assert cells["chance"].mean == pytest.approx(0.1)


def test_the_best_of_several_pictures_is_shown_beside_the_first(facts: RunFacts) -> None:
    rows = [_row(at, right=at < 3) for at in range(6)]
    again = [row.model_copy(update={"id": f"{row.id}/1", "marks": {"rule": float(at > 3)}})
             for at, row in enumerate(rows)]  # fmt: skip

    single, several = (tables.card_of(facts, some).tables[0] for some in (rows, rows + again))

    assert "oracle@N" not in single.lines[0].cells
    assert several.lines[0].cells["rule"].mean == pytest.approx(5 / 12)
    assert several.lines[0].cells["oracle@N"].mean == pytest.approx(5 / 6)


def test_the_gate_of_the_same_detector_is_part_of_the_card(
    facts: RunFacts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half = interval([0, 1])
    shares = dict.fromkeys(GENEVAL_TASKS, half)
    figures = GateFigures(
        detector=facts.detector, families=("noto",), truth=shares, counterfactuals=shares,
        shuffled=shares, nothing=half, mirrored=None, upended=None, hues=None, shifted=half,
        flood=half, hybrids_doubled=half, hybrids_seen=half, calibration_error=0.1,
        mean_confidence=0.5, share_right=0.5, sweep=(), missed={},
    )  # fmt: skip
    for one in (figures.model_copy(update={"detector": "another"}), figures):
        keep(one, tmp_path / "gate.json")
    monkeypatch.setattr(tables, "kept", lambda: kept(tmp_path / "gate.json"))

    card = tables.card_of(facts, [_row(0, right=True)])

    [gate] = [table for table in card.tables if "gate on noto" in table.title]
    assert len(gate.lines) == len(GENEVAL_TASKS)
    assert "must be 99%" in gate.note
    assert len(kept(tmp_path / "gate.json")) == 1


def test_the_headline_says_that_this_is_not_geneval(facts: RunFacts) -> None:
    rows = [_row(at, right=at < 6, suite="levels") for at in range(12)]

    card = tables.card_of(facts, rows)

    assert card.headline.startswith("On our closed sprite domain")
    assert "0.50" in card.headline
    assert "this is not the GenEval benchmark" in card.headline


def test_the_page_needs_no_other_file_and_escapes_what_it_shows(
    tmp_path: Path, facts: RunFacts
) -> None:
    rows = [_row(at, right=at % 3 > 0, suite=suite) for suite in ("geneval", "levels")
            for at in range(12)]  # fmt: skip
    folder = _report(tmp_path, facts, rows)

    writing.write_report(folder, not_run=["dpg-bench: needs weights"])

    page = (folder / writing.PAGE).read_text("utf-8")
    assert not re.findall(r'(?:src|href)="(?!data:)', page)
    assert "expected &lt;b&gt;&amp;<br>nothing" in page
    assert all(f": {part}</h2>" in page for part in ("best", "worst", "random"))
    assert "dpg-bench: needs weights" in page
    assert facts.weights_hash in page
    assert "| colors |" in (folder / writing.TEXT).read_text("utf-8")
    assert json.loads((folder / writing.NUMBERS).read_text("utf-8"))["nfe"] == 2400


def test_an_edit_is_shown_beside_the_picture_it_was_of(tmp_path: Path, facts: RunFacts) -> None:
    name = f"{PICTURES}/before.png"
    row = _row(0, right=True, suite="edit").model_copy(update={"before": name})
    folder = _report(tmp_path, facts, [row])
    Image.new("RGB", (16, 16), "crimson").save(folder / name)

    writing.write_report(folder)

    page = (folder / writing.PAGE).read_text("utf-8")
    assert base64.b64encode((folder / name).read_bytes()).decode() in page


def test_sessions_are_a_table_too_with_a_line_for_every_turn(
    tmp_path: Path, facts: RunFacts
) -> None:
    rows = [
        _row(at, right=True, suite="turns").model_copy(
            update={"group": f"turn {at + 1:02}", "marks": {"done": 1.0, "scene": 0.5}}
        )
        for at in range(3)
    ]

    writing.write_report(_report(tmp_path, facts, rows))

    text = (tmp_path / writing.TEXT).read_text("utf-8")
    assert "## Sessions of edits, turn by turn" in text
    assert "| turn 03 | 1.000 [1.000, 1.000] | 0.500 [0.500, 0.500] |" in text


def test_the_rating_page_does_not_show_verdicts(tmp_path: Path, facts: RunFacts) -> None:
    folder = _report(tmp_path, facts, [_row(at, right=at < 6) for at in range(12)])

    writing.write_report(folder)

    page = (folder / writing.RATE).read_text("utf-8")
    items = json.loads(page.split(",items=")[1].split(";\nconst store=")[0])
    assert {item["prompt"] for item in items} == {spec.prompt for spec in COLOURS}
    assert set(items[0]) == {"key", "prompt", "image"}


def test_pictures_to_rate_are_as_even_over_verdicts_as_can_be() -> None:
    rows = [_row(at, right=at < 3) for at in range(12)]

    chosen = rating.stratified(rows, 6)

    assert sum(row.right for row in chosen) == 3


def test_agreement_counts_false_passes_and_false_fails(facts: RunFacts) -> None:
    rows = [_row(at, right=at < 6) for at in range(12)]
    said = {"|".join(row.key): row.right for row in rows}
    said["geneval|default|00000"] = False
    said["geneval|default|00011"] = True

    found = rating.agreement(facts, rows, rating.Ratings(run=facts, ratings=said))

    assert (found.rated, found.false_passes, found.false_fails) == (12, 1, 1)
    assert found.overall.mean == pytest.approx(10 / 12)
    assert found.kappa == pytest.approx(2 / 3, abs=1e-4)


def test_ratings_of_pictures_that_a_report_lacks_are_refused(facts: RunFacts) -> None:
    said = rating.Ratings(run=facts, ratings={"a|b|c": True})

    with pytest.raises(BadInput, match="another one rated"):
        rating.agreement(facts, [_row(1, right=True)], said)


def test_ratings_of_other_weights_are_refused_though_the_rows_have_the_same_names(
    facts: RunFacts,
) -> None:
    row = _row(1, right=True)
    said = rating.Ratings(run=facts, ratings={"|".join(row.key): True})
    trained_on = facts.model_copy(update={"weights_hash": "a" * 64})

    with pytest.raises(BadInput, match="faithful with weights ffffffffffff was rated"):
        rating.agreement(trained_on, [row], said)


def test_another_detector_may_be_held_to_the_same_ratings(facts: RunFacts) -> None:
    row = _row(1, right=True)
    said = rating.Ratings(run=facts, ratings={"|".join(row.key): True})
    again = facts.model_copy(update={"detector": "another eye"})

    assert rating.agreement(again, [row], said).overall.mean == 1


def test_the_rating_page_knows_whose_pictures_it_shows(tmp_path: Path, facts: RunFacts) -> None:
    folder = _report(tmp_path, facts, [_row(at, right=True) for at in range(3)])

    writing.write_report(folder)

    page = (folder / writing.RATE).read_text("utf-8")
    told = page.split("const run=")[1].split(",items=")[0]
    assert RunFacts.model_validate_json(told) == facts


def test_the_agreement_of_the_same_detector_is_part_of_the_card(
    facts: RunFacts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [_row(at, right=at < 6) for at in range(12)]
    said = rating.Ratings(run=facts, ratings={"|".join(row.key): True for row in rows})
    found = rating.agreement(facts, rows, said)
    place = tmp_path / "agreements.json"
    of_another = facts.model_copy(update={"detector": "another eye"})
    for run in (of_another, facts, facts):
        agreed = agreements.Agreed(run=run, rater="somebody", agreement=found)
        agreements.keep(agreed, place)
    both = agreements.kept(place)
    monkeypatch.setattr(agreements, "kept", lambda: both)

    card = tables.card_of(facts, rows)

    [table] = [one for one in card.tables if one.title == "Agreement with somebody"]
    assert table.lines[-1].cells["same verdict"].mean == 0.5
    assert "12 pictures" in table.note
    assert "0 passed by the rules alone, 6 by the person alone" in table.note
    assert tables.NOBODY_RATED not in card.not_run
    assert len(both) == 2


def test_every_kept_agreement_is_with_kept_ratings() -> None:
    said = [rating.read_ratings(path) for path in sorted(agreements.RATINGS.glob("*.json"))]

    known = {(one.rater, one.run.drawing): len(one.ratings) for one in said}
    told = {(one.rater, one.run.drawing): one.agreement.rated for one in agreements.kept()}

    assert told
    assert told == known


def test_a_report_says_when_nobody_has_rated_for_its_detector(facts: RunFacts) -> None:
    card = tables.card_of(facts, [_row(0, right=True)])

    assert tables.NOBODY_RATED in card.not_run


def test_a_difference_names_the_prompts_that_flipped(tmp_path: Path, facts: RunFacts) -> None:
    first = _report(tmp_path / "a", facts, [_row(at, right=at < 2) for at in range(12)])
    second = _report(tmp_path / "b", facts, [_row(at, right=1 <= at < 9) for at in range(12)])

    [found] = writing.difference(first, second)

    assert found.won == tuple(spec.prompt for spec in COLOURS[2:9])
    assert found.lost == (COLOURS[0].prompt,)
    assert (found.paired.won, found.paired.lost) == (7, 1)
    assert found.paired.difference == pytest.approx(0.5)
    assert found.paired.p == pytest.approx(2 * 9 / 256)
    assert next(iter(writing.difference_lines([found]))).startswith(
        "geneval (rule): 0.167 -> 0.667"
    )


def test_ablations_are_paired_with_the_baseline(facts: RunFacts) -> None:
    rows = [_row(at, right=True, suite="ablation", variant="chain + SSGM") for at in range(12)]
    rows += [_row(at, right=at < 4, suite="ablation", variant="no chain") for at in range(12)]

    card = tables.card_of(facts, rows)

    [ablation] = card.ablations
    assert ablation.variant == "no chain"
    assert (ablation.rule.won, ablation.rule.lost) == (0, 8)
    assert ablation.rule.p == pytest.approx(2 / 256)


@given(won=st.integers(0, 60), lost=st.integers(0, 60))
def test_mcnemar_is_symmetric_and_a_probability(won: int, lost: int) -> None:
    p = pairing.mcnemar(won, lost)

    assert 0 < p <= 1
    assert p == pairing.mcnemar(lost, won)
