"""Making candidates of a turn versions of its session."""

from agent.context import Context
from agent.events import KeptParent, Remembered
from agent.judging import checks_of
from agent.pictures import about_besides, about_frame, about_scene, frame_of
from agent.state import Candidate
from memory.archive import Archive
from memory.values import Critique, Making, Version
from tools.desk import Order
from tools.verdict import Finding, Verdict

MOST_NAMED = 4
"""Failed checks that a reply names, broken promises aside."""


def remembered(context: Context, order: Order, chosen: list[Candidate]) -> str:
    """Store candidates as versions, the best last so that the session is there; return the reply.

    A candidate that became a version before the turn was interrupted is not stored again.
    """
    with context.changing() as archive:
        subject = _subject(archive, context.session, order)
        known = {one.picture.digest: one for one in archive.versions.of_job(context.job)}
        numbers = []
        for candidate in chosen:
            version = known.get(candidate.picture.digest) or _stored(
                archive, context, order, candidate, subject
            )
            numbers.append(version.number)
            context.tell(_told(order, candidate, version))
    pictures = _listed(numbers)
    return f"{pictures}: {order.wish.rstrip('.')}. {_verdict_words(chosen[-1])}".strip()


def keep_parent(context: Context, order: Order, best: Candidate) -> str:
    """Leave the session where it is, because no candidate is better; return the reply."""
    why = "; ".join(f"{one.name}: no" for one in _to_be_named(best.verdict or Verdict()))
    context.tell(KeptParent(picture=order.picture or 0, why=why))
    return (
        f"I tried, but the result was worse than picture {order.picture} ({why}), so that one "
        "stays. The attempts are kept; say it in other words, or ask for it again."
    )


def _stored(
    archive: Archive, context: Context, order: Order, candidate: Candidate, subject: Version | None
) -> Version:
    painter = context.staff.models.painter
    plan = archive.chains.get(context.session, candidate.plan).chain
    scene = candidate.scene
    about = {
        "wish": order.wish,
        **about_scene(scene, written=scene != plan),
        **about_besides(order),
        **(about_frame(frame_of(subject)) if subject else {}),
    }
    making = Making.model_validate(
        {
            "operation": order.kind,
            "picture": candidate.picture,
            "chain": candidate.plan,
            "seed": candidate.seed,
            "model": painter.name,
            "weights_hash": painter.weights_hash,
            "parameters": about,
            "seconds": candidate.seconds,
            "changed_outside_px": candidate.changed_outside_px,
        }
    )
    parent = _parent(archive, context.session, order, subject)
    version = archive.versions.add(context.session, making, parent=parent, job=context.job)
    archive.attempts.choose(context.job, candidate.attempt)
    if checks := checks_of(candidate.verdict):
        archive.critiques.add(version.id, Critique(checks=checks))
    return version


def _subject(archive: Archive, session: str, order: Order) -> Version | None:
    """Return the picture an order is about; None for a new one."""
    return None if order.picture is None else archive.versions.numbered(session, order.picture)


def _parent(archive: Archive, session: str, order: Order, subject: Version | None) -> int | None:
    """Return what the new version hangs on: variants beside the picture they vary."""
    if subject is None:
        return archive.sessions.get(session).head
    return subject.parent if order.kind == "vary" else subject.id


def _told(order: Order, candidate: Candidate, version: Version) -> Remembered:
    return Remembered(
        picture=version.number,
        version=version.id,
        digest=version.picture.digest,
        parent=version.parent_number,
        operation=order.kind,
        chain=version.chain,
        checks=checks_of(candidate.verdict),
    )


def _listed(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"Picture {numbers[0]}"
    return f"Pictures {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def _verdict_words(candidate: Candidate) -> str:
    if candidate.verdict is None or not candidate.verdict.findings:
        return candidate.verdict.note if candidate.verdict else ""
    failed = candidate.verdict.failed
    total = len(candidate.verdict.findings)
    if not failed:
        return f"All {total} checks pass."
    named = _to_be_named(candidate.verdict)
    names = "; ".join(one.name for one in named)
    more = f" and {len(failed) - len(named)} more" if len(failed) > len(named) else ""
    return f"{total - len(failed)} of {total} checks pass; not so: {names}{more}."


def _to_be_named(verdict: Verdict) -> list[Finding]:
    """Return what is wrong as far as a reply says it: every broken promise, then the rest."""
    failed = sorted(verdict.failed, key=lambda one: one.kind != "promise")
    broken = sum(one.kind == "promise" for one in failed)
    return failed[: max(broken, MOST_NAMED)]
