"""How the promises of a session fare in the picture that is current after a turn."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from agent.context import Context
from agent.events import Promised
from agent.judging import EMPTY, checks_of, short
from agent.ledger import holding
from agent.pictures import image_of, scene_of
from got_models.errors import GotError
from memory.archive import Archive
from memory.values import Check, Critique, Version
from tools.critique import cut_away
from tools.promises import Promise
from tools.verdict import Verdict

LOOKED_BACK = 20
"""Messages among which the reply before this one is looked for."""


@dataclass(frozen=True)
class Standing:
    """How the promises fare in the picture that is current now.

    `found` are the checks that were made just now, `checks` all of them, older ones included.
    """

    version: Version
    checks: tuple[Check, ...]
    found: tuple[Check, ...] = ()
    note: str = ""
    seconds: float = 0.0

    @property
    def words(self) -> str:
        """What a reply says about it: every broken promise; nothing where all hold."""
        broken = "; ".join(f"{c.name} ({c.evidence})" for c in self.checks if not c.passed)
        return " ".join(filter(None, (f"Not kept: {broken}." if broken else "", self.note)))


def standing(context: Context, *, ask: bool = True) -> Standing | None:
    """Say how the promises fare, if another picture is current than at the last reply.

    What was once found out about a picture is known from then on: going back to it asks nobody.
    A picture that this turn drew was judged with its promises already.

    Args:
        context: The turn's.
        ask: Whether the critic may be asked about what is not known yet.
    """
    start = time.perf_counter()
    with context.archive() as archive:
        if not archive.ledger.holding(context.session):
            return None
        version = archive.versions.head(context.session)
        if version is None or version.id == _last_replied(archive, context):
            return None
        known = {check.name: check for check in _checks(version)}
        if version.job == context.job and known:
            return None
        held = [one for one in holding(archive, context.session, version) if one.group]
        new = [one for one in held if _name(one) not in known]
        found, note = _looked_for(context, archive, version, new, ask=ask)
    checks = {**known, **{check.name: check for check in found}}
    asked = tuple(checks[_name(one)] for one in held if _name(one) in checks)
    return Standing(version, asked, found, note, time.perf_counter() - start)


def note(context: Context, archive: Archive, found: Standing | None) -> None:
    """Tell how the promises fare, and store what was found out with the picture's verdict."""
    if found is None or not found.checks:
        return
    if found.found:
        new = {check.name for check in found.found}
        older = tuple(check for check in _checks(found.version) if check.name not in new)
        archive.critiques.add(found.version.id, Critique(checks=(*older, *found.found)))
    context.tell(Promised(picture=found.version.number, checks=found.checks, seconds=found.seconds))


def _looked_for(
    context: Context, archive: Archive, version: Version, new: Sequence[Promise], *, ask: bool
) -> tuple[tuple[Check, ...], str]:
    """Return what is found out about promises in a picture, and why nothing more is."""
    gone = [cut_away(one) for one in new if one.cut_away]
    left = [one for one in new if not one.cut_away]
    critic = context.staff.critic
    if critic is None or not left or not ask:
        return checks_of(Verdict(findings=tuple(gone))), ""
    scene = scene_of(archive, context.session, version) or EMPTY
    try:
        with context.staff.busy:
            seen = critic.kept(image_of(archive, version.picture.digest), scene, left)
    except GotError as silent:
        return checks_of(Verdict(findings=tuple(gone))), f"Nobody checked the promises: {silent}"
    return checks_of(Verdict(findings=(*gone, *seen))), ""


def _checks(version: Version) -> tuple[Check, ...]:
    return version.critique.checks if version.critique else ()


def _name(promise: Promise) -> str:
    """Return what a promise is called among the checks that are stored."""
    return short(promise.text)


def _last_replied(archive: Archive, context: Context) -> int | None:
    """Return the version that the last reply before this turn's was about."""
    said = archive.messages.newest(context.session, LOOKED_BACK)
    replies = [m for m in said if m.role == "assistant" and m.job != context.job]
    return replies[-1].version if replies else None
