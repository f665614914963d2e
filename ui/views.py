"""What the page shows of a session, as plain data: where it is, its pictures, its turns."""

from collections.abc import Sequence
from typing import Any

from agent.events import FLEETING, TurnEvent
from agent.session import Conversation
from agent.turn import Turn
from memory.values import Mark, Message, Session, Version
from ui.plans import locked, wire

View = dict[str, Any]

TURNS_AT_ONCE = 12
"""Turns that come with a session; earlier ones are asked for when somebody scrolls up."""

MESSAGES_AT_ONCE = 200


def listed(session: Session) -> View:
    """Return one line of the list of sessions."""
    return {
        "id": session.id,
        "title": session.title,
        "revision": session.revision,
        "touched": session.touched.isoformat(),
    }


def opened(talk: Conversation) -> View:
    """Return everything a page needs to show a session."""
    return {
        **place(talk),
        "pictures": pictures(talk),
        **turns(talk),
        "messages": [_message(one) for one in talk.messages(MESSAGES_AT_ONCE) if one.job is None],
        "promises": promises(talk),
    }


def place(talk: Conversation) -> View:
    """Return where a session is, and how many pictures lie ahead and on other branches."""
    about, tree = talk.about, talk.tree()
    numbers = {version: n for n, version in enumerate(_ids(tree.nodes), start=1)}
    return {
        "session": about.id,
        "title": about.title,
        "revision": about.revision,
        "branch": about.branch,
        "head": numbers.get(about.head) if about.head else None,
        "ahead": sum(1 for _ in tree.descendants(about.head)),
        "elsewhere": tree.elsewhere(),
        "branches": [
            {"name": one.name, "picture": numbers.get(one.version) if one.version else None}
            for one in talk.branches
        ],
    }


def pictures(talk: Conversation, *, after: int = 0) -> list[View]:
    """Return the pictures after number `after`, oldest first."""
    versions = talk.versions()
    numbers = {version.id: n for n, version in enumerate(versions, start=1)}
    marks = {mark.version: mark for mark in talk.marks}
    return [
        _picture(version, numbers, marks.get(version.id, Mark(version=version.id)))
        for version in versions[after:]
    ]


def turns(talk: Conversation, *, before: int | None = None) -> View:
    """Return the last turns before turn `before`, oldest first, and whether there are earlier ones.

    Turns are asked for by count, so that looking far back costs one row per turn in between.
    """
    limit = TURNS_AT_ONCE + 1
    found = talk.turns(limit)
    while before is not None and len(found) == limit and sum(_older(found, before)) < limit:
        if len(found) < limit:
            break
        limit *= 2
        found = talk.turns(limit)
        if len(found) < limit:
            break
    older = [turn for turn in found if before is None or turn.number < before]
    shown = older[-TURNS_AT_ONCE:]
    return {"turns": [turn_view(turn) for turn in shown], "earlier": len(older) > len(shown)}


def turn_view(turn: Turn) -> View:
    """Return a turn with the events that were kept."""
    job = turn.job
    events = [event for event in turn.events if event.kind not in FLEETING]
    return {
        "turn": turn.number,
        "state": job.state,
        "request": job.request,
        "error": job.error,
        "events": [event_view(event) for event in events],
    }


def event_view(event: TurnEvent) -> View:
    """Return an event without what is as always."""
    return {"kind": event.kind, **event.model_dump(mode="json", exclude_defaults=True)}


def plan(talk: Conversation, number: int) -> View:
    """Return what a picture shows, and what it was drawn from where that is something else."""
    version, scene = talk.version(number), talk.scene(number)
    about: View = {
        "picture": number,
        "scene": None if scene is None else wire(scene),
        "chain": version.chain,
        "checks": [check.model_dump() for check in version.critique.checks]
        if version.critique
        else [],
        "locked": {},
    }
    if scene is not None:
        about["locked"] = locked(scene, talk.promises_in(number))
    return about


def promises(talk: Conversation) -> list[View]:
    """Return the promises that hold."""
    return [{"id": entry.id, "text": entry.promise} for entry in talk.promises]


def _older(found: Sequence[Turn], before: int) -> list[bool]:
    return [turn.number < before for turn in found]


def _ids(nodes: Any) -> list[int]:
    return sorted(number for number in nodes if number is not None)


def _message(message: Message) -> View:
    return {"role": message.role, "text": message.text, "picture": message.picture}


def _picture(version: Version, numbers: dict[int, int], mark: Mark) -> View:
    checks = version.critique.checks if version.critique else ()
    return {
        "number": numbers[version.id],
        "parent": None if version.parent is None else numbers[version.parent],
        "digest": version.picture.digest,
        "width": version.picture.width,
        "height": version.picture.height,
        "operation": version.operation,
        "wish": str(version.parameters.get("wish", "")),
        "seed": version.seed,
        "seconds": round(version.seconds, 2),
        "outside": version.changed_outside_px,
        "checks": len(checks),
        "passed": sum(check.passed for check in checks),
        "name": mark.name,
        "starred": mark.starred,
        "created": version.created.isoformat(),
    }
