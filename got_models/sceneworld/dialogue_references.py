"""Words for a picture of a session that nobody can take for another one."""

from got_models.conversation import ORDINALS
from got_models.sceneworld import dialogue_wordings as say
from got_models.sceneworld.dialogue_session import Session
from got_models.sceneworld.wordings import Wordings

CURRENT_SHARE = 0.6
"""How often the current picture is meant, where any may be."""


def any_picture(session: Session) -> tuple[int | None, str]:
    """Choose a picture and words for it; the number is None for "it", the current one."""
    if session.rng.random() < CURRENT_SHARE:
        return None, say.CURRENT.pick(session.rng, heldout=session.heldout)
    number = other_picture(session)
    return number, words_for(session, number)


def other_picture(session: Session) -> int:
    """Choose a listed picture, more often one that was uploaded or named."""
    listed = session.listed
    weights = [1 + 2 * bool(note.upload) + 2 * bool(note.name) for note in listed]
    return session.rng.choices(listed, weights)[0].number


def words_for(session: Session, number: int) -> str:
    """Return words that mean one listed picture: its number, place, name, origin or content."""
    rng, note = session.rng, session.notes[number]
    found: list[tuple[Wordings, dict[str, object]]] = [(say.BY_NUMBER, {"n": number})] * 2
    if number <= len(ORDINALS):
        found += [(say.BY_ORDINAL, {"nth": ORDINALS[number - 1]})] * 2
    if note.name:
        found += [(say.BY_NAME, {"name": note.name})] * 5
    found += _by_upload(session, number)
    if number == 1:
        found += [(say.ORIGINAL, {})]
    if number == session.numbers[-1] and len(session.numbers) > 1:
        found += [(say.LATEST, {})] * 2
    found += [(say.BY_CONTENT, {"t": phrase}) for phrase in _only_in(session, number)[:2]]
    wordings, slots = rng.choice(found)
    return wordings.pick(rng, heldout=session.heldout).format(**slots)


def unclear_words(session: Session) -> str | None:
    """Return words that could mean several pictures of this session, or None."""
    if len(session.uploads) < 2:
        return None
    return say.ONLY_UPLOAD.pick(session.rng, heldout=session.heldout)


def missing_words(session: Session) -> str:
    """Return words for a picture that does not exist."""
    rng, last = session.rng, session.numbers[-1]
    number = rng.randint(last + 1, last + 9)
    nth = ORDINALS[number - 1] if number <= len(ORDINALS) else f"{number}th"
    wording = say.NO_SUCH_PICTURE.pick(rng, heldout=session.heldout)
    return wording.format(n=number, nth=nth)


def _by_upload(session: Session, number: int) -> list[tuple[Wordings, dict[str, object]]]:
    uploads = session.uploads
    if number not in uploads:
        return []
    at = uploads.index(number)
    if len(uploads) == 1:
        return [(say.ONLY_UPLOAD, {})] * 4
    found: list[tuple[Wordings, dict[str, object]]] = []
    if at < len(ORDINALS):
        found += [(say.UPLOAD_REFERENCES, {"nth": ORDINALS[at], "k": at + 1})] * 5
    if number == uploads[-1]:
        found += [(say.LAST_UPLOAD, {})] * 2
    return found


def _only_in(session: Session, number: int) -> list[str]:
    """Return the things that the list shows in this picture and in no other."""
    others = [note.caption for note in session.listed if note.number != number]
    shown = session.notes[number].caption.split(", ")
    return [
        phrase
        for phrase in shown[:2]
        if not phrase[:1].isdigit() and not any(phrase in caption for caption in others)
    ]
