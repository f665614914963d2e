"""GenEval's decision rules: what was detected, against what was asked for. No picture is seen here.

Source: GenEval (Ghosh et al., 2023), https://arxiv.org/abs/2310.11513; rules and the wording of
the reasons follow its evaluator (MIT, see geneval_LICENSE.txt).
"""

from collections.abc import Sequence

from pydantic import ConfigDict, Field

from got_models.evaluating.detections import Detection
from got_models.evaluating.geneval_spec import Clause, Spec
from got_models.relations import SLACK, relations
from got_models.sceneworld.vocabulary import COLOURS
from got_models.value import Value


class RuleOptions(Value):
    """What GenEval lets its user change; the defaults are GenEval's."""

    model_config = ConfigDict(allow_inf_nan=False)

    threshold: float = Field(default=0.3, description="a detection needs more confidence")
    counting_threshold: float = Field(default=0.9, description="the same for the task counting")
    max_objects: int = Field(default=16, ge=0, description="most objects kept of one class")
    max_overlap: float = Field(
        default=1.0, description="IoU at which the less confident goes; none goes at 1"
    )
    position_threshold: float = Field(
        default=SLACK, description="share of both extents by which offsets are shrunk"
    )

    def threshold_for(self, spec: Spec) -> float:
        """Return the confidence that a detection has to exceed."""
        return self.counting_threshold if spec.tag == "counting" else self.threshold


DEFAULTS = RuleOptions()


class Verdict(Value):
    """Whether a picture is right, why not (a line per broken clause), and what was looked at.

    `kept` holds, per class, indices into the detections: those that survived threshold, cap and
    suppression, most confident first.
    """

    correct: bool
    reason: str
    kept: dict[str, tuple[int, ...]]


def judge(spec: Spec, detections: Sequence[Detection], options: RuleOptions = DEFAULTS) -> Verdict:
    """Judge one picture by what was detected in it.

    Extra objects are free, but in counting; of each class only as many of the most confident
    objects are looked at as the clause asks for. Equal confidences keep the given order.
    """
    kept = survivors(detections, options.threshold_for(spec), options)
    seen = {kind: [detections[at] for at in places] for kind, places in kept.items()}
    reasons: list[str] = []
    matched: list[list[Detection]] = []
    for clause in spec.include:
        found = seen.get(clause.kind, [])[: clause.count]
        broken = _count_or_colour(clause, found) or _position(clause, found, matched, options)
        reasons += broken
        matched.append([] if broken else found)
    for crowd in spec.exclude:
        number = len(seen.get(crowd.kind, []))
        if number >= crowd.count:
            reasons.append(f"expected {crowd.kind}<{crowd.count}, found {number}")
    return Verdict(correct=not reasons, reason="\n".join(reasons), kept=kept)


def survivors(
    detections: Sequence[Detection], threshold: float, options: RuleOptions
) -> dict[str, tuple[int, ...]]:
    """Return the detections the rules look at: per class their indices, most confident first."""
    ranked: dict[str, list[int]] = {}
    for at in sorted(range(len(detections)), key=lambda at: -detections[at].confidence):
        if detections[at].confidence > threshold:
            ranked.setdefault(detections[at].kind, []).append(at)
    kept = {
        kind: _apart(places[: options.max_objects], detections, options.max_overlap)
        for kind, places in ranked.items()
    }
    return {kind: places for kind, places in kept.items() if places}


def _apart(
    places: Sequence[int], detections: Sequence[Detection], max_overlap: float
) -> tuple[int, ...]:
    # A limit of 1 switches suppression off: two equal boxes, whose IoU is 1, are both kept.
    if max_overlap == 1:
        return tuple(places)
    kept: list[int] = []
    for at in places:
        box = detections[at].box
        if all(box.iou(detections[other].box) < max_overlap for other in kept):
            kept.append(at)
    return tuple(kept)


def _count_or_colour(clause: Clause, found: Sequence[Detection]) -> list[str]:
    if len(found) < clause.count:
        return [f"expected {clause.kind}>={clause.count}, found {len(found)}"]
    if clause.colour is None:
        return []
    colours = [detection.colour for detection in found]
    right = colours.count(clause.colour)
    if right >= clause.count:
        return []
    listed = ", ".join(f"{colours.count(name)} {name}" for name in COLOURS if name in colours)
    return [f"expected {clause}>={clause.count}, found {right} {clause.colour}; and {listed}"]


def _position(
    clause: Clause,
    found: Sequence[Detection],
    matched: Sequence[Sequence[Detection]],
    options: RuleOptions,
) -> list[str]:
    if clause.position is None:
        return []
    relation, target = clause.position
    if not matched[target]:
        return [f"no target for {clause.kind} to be {relation}"]
    for subject in found:
        for reference in matched[target]:
            true = relations(subject.box, reference.box, slack=options.position_threshold)
            if relation not in true:
                held = " and ".join(true)
                return [f"expected {clause.kind} {relation} target, found {held} target"]
    return []
