"""Writing a report's pages, and the difference of two reports."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from got_models.evaluating.report import page, rating
from got_models.evaluating.report.pairing import Paired, compare, flipped
from got_models.evaluating.report.rows import Row, read_facts, read_rows
from got_models.evaluating.report.tables import ReportCard, card_of
from got_models.value import Value

NUMBERS, TEXT, PAGE, RATE = "report.json", "report.md", "report.html", "rate.html"

SHOWN = 20
"""Flipped prompts that are listed for each suite and direction."""


class SuiteDifference(Value):
    """One suite of two reports, paired; `won` and `lost` are prompts that flipped."""

    suite: str
    mark: str
    paired: Paired
    won: tuple[str, ...]
    lost: tuple[str, ...]


def write_report(folder: Path, *, not_run: Sequence[str] = ()) -> ReportCard:
    """Write JSON, Markdown, the page and the rating page from a report's rows.

    Raises:
        BadInput: The folder holds no rows.
    """
    rows = read_rows(folder)
    facts = read_facts(folder)
    card = card_of(facts, rows, not_run)
    pages = {
        NUMBERS: card.model_dump_json(indent=2) + "\n",
        TEXT: page.markdown(card),
        PAGE: page.html(card, rows, folder),
        RATE: rating.page(rating.stratified(rows), folder, facts),
    }
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    return card


def difference(first: Path, second: Path) -> list[SuiteDifference]:
    """Pair two reports, suite by suite, on the cases they share.

    Raises:
        BadInput: One of them is no report.
    """
    before, after = read_rows(first), read_rows(second)
    found = []
    for suite, variant in dict.fromkeys((row.suite, row.variant) for row in after):
        old, new = ([r for r in rows if (r.suite, r.variant) == (suite, variant)]
                    for rows in (before, after))  # fmt: skip
        mark = new[0].headline
        if (pair := compare(old, new, mark)) is not None:
            won, lost = flipped(old, new)
            name = suite if variant == "default" else f"{suite}: {variant}"
            found.append(SuiteDifference(suite=name, mark=mark, paired=pair,
                                         won=_prompts(won), lost=_prompts(lost)))  # fmt: skip
    return found


def difference_lines(found: Sequence[SuiteDifference]) -> Iterator[str]:
    """Write the difference for a person."""
    if not found:
        yield "The two reports share no case."
    for one in found:
        pair = one.paired
        yield (
            f"{one.suite} ({one.mark}): {pair.first:.3f} -> {pair.second:.3f}, "
            f"{pair.difference:+.3f} [{pair.low:+.3f}, {pair.high:+.3f}], {pair.cases} cases, "
            f"won {pair.won}, lost {pair.lost}, p = {pair.p:.3g}"
        )
        for sign, prompts in (("+", one.won), ("-", one.lost)):
            yield from (f"  {sign} {prompt}" for prompt in prompts[:SHOWN])


def _prompts(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(row.prompt for row in rows)
