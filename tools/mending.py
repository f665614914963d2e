"""Choosing how to mend a picture, by the kind of its defects."""

from typing import Literal

from got_models.errors import BadInput
from got_models.overlaps import separate
from got_models.plan_check import Limits, check_plan
from got_models.plan_completion import THINGS
from got_models.plan_repair import repair
from got_models.thought import Chain
from got_models.value import Value
from got_models.wish_facts import WishFacts
from tools.verdict import Finding, Verdict

MendKind = Literal["re-plan", "re-layout", "re-seed", "edit the region"]

SMALL = 260
"""Longer side, in grid units, below which a missing thing is drawn larger."""

CLEARER = Limits(overlap=0.05, smallest=SMALL, gap=60)
"""Limits of a plan that is laid out again: larger things, further apart."""


class Mend(Value):
    """What to do about a picture, and why."""

    kind: MendKind
    why: str
    elements: tuple[int, ...] = ()


def choose_mend(
    verdict: Verdict,
    chain: Chain,
    facts: WishFacts | None,
    *,
    tried: tuple[MendKind, ...] = (),
    laid_out_by_user: bool = False,
) -> Mend:
    """Return the mending that fits the defects best and was not tried yet, else new seeds.

    A plan that lacks what was asked for is planned again. Relations that do not hold, and things
    that are small or crowded, are laid out again. A single thing that is missing or has the wrong
    colour in an otherwise good picture is mended in its region. Everything else gets another seed.

    Args:
        verdict: What is wrong with the best picture so far.
        chain: The plan it was drawn from.
        facts: What the wish asks for, if that is known.
        tried: What was done in earlier rounds.
        laid_out_by_user: Whether the user has laid the plan out, which nobody else changes then.
    """
    failed = verdict.failed
    proposals = (
        _plan_again(chain, facts),
        _edit_region(failed, verdict) if chain.task == "generate" else None,
        None if laid_out_by_user else _lay_out_again(failed, chain),
    )
    for mend in proposals:
        if mend is not None and mend.kind not in tried:
            return mend
    return Mend(kind="re-seed", why=f"{len(failed)} of {len(verdict.findings)} checks fail")


def laid_out_again(chain: Chain, facts: WishFacts | None) -> Chain:
    """Return a plan with larger things, further apart, that is no worse by the usual check."""
    try:
        clearer = repair(chain, facts, CLEARER).chain
    except BadInput:
        clearer = separate(chain, gap=CLEARER.gap).chain
    worse = len(check_plan(clearer, facts)) > len(check_plan(chain, facts))
    return chain if worse else clearer


def _plan_again(chain: Chain, facts: WishFacts | None) -> Mend | None:
    if facts is None or chain.task == "edit":
        return None
    wrong = [p for p in check_plan(chain, facts) if p.kind in THINGS]
    return Mend(kind="re-plan", why=wrong[0].message) if wrong else None


def _edit_region(failed: tuple[Finding, ...], verdict: Verdict) -> Mend | None:
    wrong = sorted({f.element for f in failed if f.element is not None})
    if len(wrong) != 1 or verdict.score < 0.5:
        return None
    return Mend(kind="edit the region", why=failed[0].name, elements=tuple(wrong))


def _lay_out_again(failed: tuple[Finding, ...], chain: Chain) -> Mend | None:
    if chain.task == "edit":
        return None
    for finding in failed:
        if finding.kind == "relation":
            return Mend(kind="re-layout", why=f"not so: {finding.name}")
        if finding.kind in ("present", "count", "in_box") and laid_out_again(chain, None) != chain:
            return Mend(kind="re-layout", why=f"not so: {finding.name}")
    return None
