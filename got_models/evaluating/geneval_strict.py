"""The strict score beside GenEval's: nothing may be in the picture that was not asked for.

GenEval forgives every extra object outside counting and looks only at the most confident ones, so
that a picture full of everything passes. Here each class appears exactly as often as asked for, no
other class appears, and hence every object is one whose colour and place the rules have looked at.
What is in the picture is what exceeds the threshold of the rules for that task; with a detector
that boxes one object twice, the double is an extra.
"""

from collections import Counter
from collections.abc import Sequence

from got_models.evaluating.detections import Detection
from got_models.evaluating.geneval_rules import DEFAULTS, RuleOptions, judge, survivors
from got_models.evaluating.geneval_spec import Spec
from got_models.value import Value


class StrictVerdict(Value):
    """Whether a picture shows what was asked for and nothing else, and how many things too many."""

    correct: bool
    reason: str
    extras: int


def judge_strictly(
    spec: Spec, detections: Sequence[Detection], options: RuleOptions = DEFAULTS
) -> StrictVerdict:
    """Judge one picture by GenEval's rules, and find no extra object forgivable.

    The cap on objects of one class does not apply: it must not hide an extra.
    """
    verdict = judge(spec, detections, options)
    uncapped = options.model_copy(update={"max_objects": len(detections)})
    seen = survivors(detections, options.threshold_for(spec), uncapped)
    extra = Counter({kind: len(places) for kind, places in seen.items()})
    extra.subtract(_asked(spec))
    surplus = {kind: number for kind, number in extra.items() if number > 0}
    reasons = [verdict.reason] if verdict.reason else []
    reasons += [f"not asked for: {number} {kind}" for kind, number in surplus.items()]
    return StrictVerdict(
        correct=not reasons, reason="\n".join(reasons), extras=sum(surplus.values())
    )


def _asked(spec: Spec) -> Counter[str]:
    asked: Counter[str] = Counter()
    for clause in spec.include:
        asked[clause.kind] += clause.count
    return asked
