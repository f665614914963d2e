"""Judging the candidates of a turn, and the parent beside them."""

import time

from agent.context import Context
from agent.events import Judged
from agent.ledger import holding
from agent.pictures import image_of, version_of
from agent.state import Candidate, Work
from got_models.errors import GotError
from got_models.thought import Chain
from memory.values import Check
from tools.desk import Order
from tools.verdict import Verdict

EMPTY = Chain(parts=())


def judged(context: Context, candidate: Candidate, order: Order, words: str) -> Candidate:
    """Return a candidate with its verdict, which is told and stored; all pass without a critic.

    Where the critic cannot be asked, the verdict holds a note and nothing else.

    Args:
        context: The turn's.
        candidate: A picture.
        order: What it was painted for.
        words: What describes the whole picture; see `words_for`.
    """
    outside = None if candidate.is_global else candidate.changed_outside_px
    verdict = _verdict(
        context, candidate.picture.digest, candidate.scene, order, outside, candidate.attempt, words
    )
    if not verdict.note:
        with context.archive() as archive:
            archive.attempts.rate(candidate.attempt, verdict.score)
    return candidate.model_copy(update={"verdict": verdict})


def parent_verdict(context: Context, candidate: Candidate, order: Order) -> Verdict:
    """Return how the picture that is edited fares by the questions put to its successor."""
    with context.archive() as archive:
        digest = version_of(archive, context.session, order.picture).picture.digest
    outside = None if candidate.is_global else 0
    return _verdict(context, digest, candidate.scene, order, outside, None)


def words_for(order: Order, work: Work) -> str:
    """Return the words that describe the whole picture.

    There are none for an edit, and none where the user has changed the plan: that has the last
    word, whatever was wished before.
    """
    return order.wish if order.kind == "draw" and not work.laid_out_by_user else ""


def checks_of(verdict: Verdict | None) -> tuple[Check, ...]:
    """Return findings as they are stored."""
    return tuple(
        Check(name=short(one.name), passed=one.passed, evidence=one.evidence)
        for one in (verdict.findings if verdict else ())
    )


def _verdict(
    context: Context,
    digest: str,
    scene: Chain | None,
    order: Order,
    outside: int | None,
    attempt: int | None,
    words: str = "",
) -> Verdict:
    critic = context.staff.critic
    if critic is None:
        return Verdict()
    start = time.perf_counter()
    with context.archive() as archive:
        image = image_of(archive, digest)
        subject = (
            None if order.kind == "draw" else version_of(archive, context.session, order.picture)
        )
        promises = holding(archive, context.session, subject)
    try:
        with context.staff.busy:
            verdict = critic.judge(
                image,
                scene or EMPTY,
                wish=words,
                promises=promises,
                changed_outside_px=outside,
            )
    except GotError as silent:
        # What was drawn is worth more than what would have been said about it.
        return Verdict(note=f"Nobody judged it: {silent}")
    context.tell(
        Judged(
            attempt=attempt,
            checks=checks_of(verdict),
            score=verdict.score,
            seconds=time.perf_counter() - start,
        )
    )
    return verdict


def short(name: str) -> str:
    """Return the name of a finding as far as a check keeps it."""
    return name if len(name) <= 200 else f"{name[:199]}…"
