"""How far people and a detector's verdicts agree: kept beside the code, shown in every report."""

from pathlib import Path

from pydantic import TypeAdapter

from got_models.evaluating.report.rating import Agreement
from got_models.evaluating.report.rows import RunFacts
from got_models.value import Value

KEPT = Path(__file__).with_name("agreements.json")

RATINGS = Path(__file__).with_name("ratings")
"""What raters said, as the rating page exports it, a file for each run that was rated."""


class Agreed(Value):
    """Whose pictures were rated, who looked for the rules, who rated, and how far they agree."""

    run: RunFacts
    rater: str
    agreement: Agreement


_MANY = TypeAdapter(tuple[Agreed, ...])


def kept(path: Path = KEPT) -> tuple[Agreed, ...]:
    """Read what was kept; nothing where there is no file."""
    return _MANY.validate_json(path.read_bytes()) if path.is_file() else ()


def keep(agreed: Agreed, path: Path = KEPT) -> None:
    """Write an agreement beside the others, in place of one of the same rater, run and detector."""
    others = [one for one in kept(path) if _key(one) != _key(agreed)]
    path.write_bytes(_MANY.dump_json((*others, agreed), indent=1) + b"\n")


def _key(one: Agreed) -> tuple[object, ...]:
    return one.rater, one.run.detector, one.run.drawing
