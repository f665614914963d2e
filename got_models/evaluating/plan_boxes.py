"""How good the boxes of a plan are: agreement with a true layout, and overlaps. Light."""

from itertools import combinations

from got_models.evaluating.devset import WishCase
from got_models.evaluating.grounding import overlaps_of
from got_models.naming import colour_in, kind_in
from got_models.overlaps import covered_share
from got_models.thought import Chain


def score_boxes(case: WishCase, chain: Chain) -> dict[str, float]:
    """Return `box_iou` and, of a plan with boxes, `overlap`.

    `box_iou` is the mean intersection over union with the boxes of the scene that the wish was made
    from, matched by class and colour the best way there is; what is not planned counts as 0. A wish
    says where things stand only in part, so that a perfect plan does not reach 1. `overlap` is the
    largest share of the smaller of two planned things that the other covers.
    """
    wanted = [(thing.kind, thing.colour, thing.box) for thing in case.scene.things]
    said = [(kind_in(e.phrase), colour_in(e.phrase), e.box) for e in chain.elements]
    ious = overlaps_of(wanted, said)
    marks = {"box_iou": sum(ious) / len(ious)}
    if said:
        pairs = combinations([box for *_, box in said], 2)
        marks["overlap"] = max((covered_share(a, b) for a, b in pairs), default=0.0)
    return marks
