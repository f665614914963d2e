"""Recorded verdicts of GenEval's own rules, and whether ours agree with them."""

from collections.abc import Iterable
from pathlib import Path

from pydantic import ConfigDict

from got_models.evaluating.detections import Detection
from got_models.evaluating.geneval_rules import DEFAULTS, RuleOptions, Verdict, judge
from got_models.evaluating.geneval_spec import Spec
from got_models.evaluating.json_lines import read_lines
from got_models.value import Value


class RuleCase(Value):
    """What was detected, and the verdict on it. Notes on how the case was made are passed over."""

    model_config = ConfigDict(extra="ignore")

    id: str
    spec: Spec
    detections: tuple[Detection, ...]
    options: RuleOptions = DEFAULTS
    expected: Verdict

    @property
    def agrees(self) -> bool:
        """Whether our verdict is the recorded one: decision, reason and what was looked at."""
        return judge(self.spec, self.detections, self.options) == self.expected


class Agreement(Value):
    """How many cases there were, how many agree, and the ids of those that do not."""

    cases: int
    agree: int
    disagree: tuple[str, ...]


def compare(cases: Iterable[RuleCase]) -> Agreement:
    """Judge every case again."""
    held = list(cases)
    differing = tuple(case.id for case in held if not case.agrees)
    return Agreement(cases=len(held), agree=len(held) - len(differing), disagree=differing)


def read_cases(path: Path) -> list[RuleCase]:
    """Read a file of one case per line.

    Raises:
        BadInput: The file cannot be read or holds something else.
    """
    return read_lines(path, RuleCase)
