"""Plans against wishes: objects, counts, colours, relations, readability and boxes."""

from got_models import chain_text
from got_models.evaluating.chains import FIELDS, score_chain
from got_models.evaluating.devset import GROUPS, WishCase, wish_cases
from got_models.evaluating.plan_boxes import score_boxes
from got_models.evaluating.report.bench import Bench, Case, planned_boxes, seed_of
from got_models.evaluating.report.rows import Row
from got_models.evaluating.report.suite_geneval import TEST_SEED

SOMETIMES = ("own_colours", "relations", "background")
"""Marks that not every wish can earn; all others are 0 when the maker refuses."""


def chain_cases(count: int) -> list[list[Case]]:
    """Return wishes of every group, a list per group; nothing is drawn."""
    return [[_case(case) for case in wish_cases(group, count, seed=TEST_SEED)] for group in GROUPS]


def _case(wish: WishCase) -> Case:
    def run(bench: Bench) -> Row:
        chain = bench.maker.plan(wish.wish.text, seed=case.seed)
        score = score_chain(wish, chain_text.write(chain))
        marks = {name: getattr(score, name) for name in FIELDS}
        row = case.blank(
            marks={name: float(mark) for name, mark in marks.items() if mark is not None}
            | score_boxes(wish, chain),
            reason=", ".join(f"{name} wrong" for name, mark in marks.items() if mark is False),
        )
        return row.model_copy(update={"planned": planned_boxes(chain)})

    case = Case(
        "chain",
        wish.group,
        wish.id,
        wish.wish.text,
        seed_of(wish.id),
        "all_right",
        run=run,
        others=(*(name for name in FIELDS if name not in SOMETIMES), "box_iou"),
    )
    return case
