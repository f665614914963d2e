"""What a critic says about a picture: yes-or-no findings, each with what it rests on."""

from typing import Literal

from got_models.value import Value

FindingKind = Literal[
    "present", "in_box", "colour", "count", "relation", "unchanged", "promise", "reasoner"
]


class Finding(Value):
    """The answer to one question about a picture.

    `element` is the index of the element concerned, in the scene's reading order.
    """

    kind: FindingKind
    name: str
    passed: bool
    evidence: str
    element: int | None = None


class Verdict(Value):
    """All findings about one picture."""

    findings: tuple[Finding, ...] = ()
    note: str = ""
    """Why nothing is said, where nobody could judge; it counts for nothing then."""

    @property
    def failed(self) -> tuple[Finding, ...]:
        """What is wrong."""
        return tuple(finding for finding in self.findings if not finding.passed)

    @property
    def score(self) -> float:
        """Fraction of the questions that were answered with yes; 1 if none was asked."""
        total = len(self.findings)
        return 1.0 if total == 0 else (total - len(self.failed)) / total
