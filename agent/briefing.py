"""What the planner is told before it decides: the rules, the pictures, what was said before."""

import re

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from agent.pictures import UPLOAD
from got_models.conversation import ORDINALS, Origin, PictureNote, picture_list
from memory.archive import Archive
from memory.values import Mark, Version

RULES = (
    "You are a picture assistant. You draw, change, look at and manage pictures by calling tools, "
    "and you answer in plain words when no tool is needed. Pictures are numbered in order of "
    "appearance, uploads included; the current one is marked `now` and is what the user means by "
    '"it". Give tools words that are complete in themselves: never "it", but "the red cup". '
    "If you cannot tell which picture or which thing is meant, ask instead of guessing."
)

RECENT = 12
"""Pictures that are named to the planner without being asked for."""

HISTORY = 12
"""Earlier messages of both sides that are repeated."""

_ORIGINS: dict[str, Origin] = {
    "draw": "drawn",
    "redraw": "drawn",
    "vary": "varied",
    UPLOAD: "uploaded",
}


def briefing(
    archive: Archive, session: str, message: str, *, attached: list[int], job: int
) -> list[BaseMessage]:
    """Return the messages put before the planner; how many does not grow with the session."""
    head = archive.sessions.get(session).head
    current = None if head is None else archive.versions.number(session, head)
    notes = picture_notes(archive, session, message, current)
    told = [RULES, picture_list(notes, current, message)]
    if promises := [entry.promise for entry in archive.ledger.holding(session)]:
        told.append(f"Promised: {'; '.join(promises)}")
    if attached:
        numbers = " and ".join(str(number) for number in attached)
        told.append(f"With the message came: picture {numbers}")
    return [
        SystemMessage("\n".join(told)),
        *_history(archive, session, job),
        HumanMessage(message, additional_kwargs={"attached": attached}),
    ]


def picture_notes(
    archive: Archive, session: str, message: str, current: int | None
) -> list[PictureNote]:
    """Return notes about the pictures the planner may need: recent, marked, uploaded, named.

    Args:
        archive: The memory.
        session: Whose pictures.
        message: The new message, which may name pictures.
        current: The number of the picture the session is at.
    """
    count = archive.versions.count(session)
    uploads = archive.versions.numbers_of(session, UPLOAD)
    marks = {archive.versions.number(session, m.version): m for m in archive.marks.all(session)}
    wanted = {1, *range(count - RECENT + 1, count + 1), *marks, *uploads[-RECENT:]}
    wanted |= _named(message) | {current or 1}
    recent = {one.number: one for one in archive.versions.newest(session, RECENT)}
    notes = []
    for number in sorted(n for n in wanted if 1 <= n <= count):
        version = recent.get(number) or archive.versions.numbered(session, number)
        notes.append(_note(version, marks.get(number), uploads))
    return notes


def _note(version: Version, mark: Mark | None, uploads: list[int]) -> PictureNote:
    number, origin = version.number, _ORIGINS.get(version.operation, "edited")
    return PictureNote(
        number=number,
        origin=origin,
        caption=str(version.parameters.get("shows", "")),
        parent=version.parent_number if origin in ("edited", "varied") else None,
        upload=uploads.index(number) + 1 if number in uploads else None,
        name=mark.name if mark else None,
        starred=bool(mark and mark.starred),
    )


def _named(message: str) -> set[int]:
    """Return the numbers that a message mentions, as digits or as words."""
    said = message.lower()
    numbers = {int(digits) for digits in re.findall(r"\d{1,6}", said)}
    return numbers | {place for place, word in enumerate(ORDINALS, start=1) if word in said}


def _history(archive: Archive, session: str, job: int) -> list[BaseMessage]:
    said = [m for m in archive.messages.newest(session, HISTORY + 2) if m.job != job]
    spoken = {"user": HumanMessage, "assistant": AIMessage}
    return [spoken[m.role](m.text) for m in said[-HISTORY:] if m.role in spoken]
