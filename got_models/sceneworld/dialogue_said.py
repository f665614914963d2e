"""What the moves of a dialogue are made of: a message, the calls it leads to, and what they do."""

from collections.abc import Callable
from typing import Any, NamedTuple

from got_models.conversation import plain
from got_models.sceneworld import dialogue_edits as edits
from got_models.sceneworld import dialogue_wordings as say
from got_models.sceneworld.dialogue_references import any_picture, words_for
from got_models.sceneworld.dialogue_session import Session
from got_models.sceneworld.dialogue_speech import fill, led, uttered
from got_models.sceneworld.scene import Thing
from got_models.sceneworld.wordings import Wordings
from got_models.tool_calls.call_text import ToolCall


class Said(NamedTuple):
    """A message and what it leads to: calls or, without any, a reply.

    `apply` changes the session as the tools would.
    """

    message: str
    calls: tuple[ToolCall, ...] = ()
    reply: str = ""
    apply: Callable[[], None] = lambda: None


Move = Callable[[Session], Said | None]
"""Words one message; None when the session gives no occasion for it."""


def call(tool: str, /, **arguments: Any) -> tuple[ToolCall, ...]:
    """Return one call; arguments that are None are left out."""
    given = {
        key: plain(value) if isinstance(value, str) else value
        for key, value in arguments.items()
        if value is not None
    }
    return (ToolCall(name=tool, arguments=given),)


def speak(
    session: Session, wordings: Wordings, around: Wordings, **slots: str
) -> tuple[str, dict[str, str]]:
    """Word and type a message around some slots."""
    template = wordings.pick(session.rng, heldout=session.heldout)
    text = led(fill(template, **slots), session.rng, heldout=session.heldout, leads=around)
    return uttered(text, session.rng, tuple(slots))


def either(session: Session, asked: Wordings, said: Wordings) -> tuple[Wordings, Wordings]:
    """Choose between what is asked to be done and what is merely said, with what goes around."""
    chosen = asked if session.rng.random() < len(asked.seen) / len(asked.seen + said.seen) else said
    return chosen, say.AROUND if chosen is asked else say.LEADS


def asked(
    session: Session, tool: str, wordings: Wordings, around: Wordings, **arguments: Any
) -> Said:
    """Ask for something that the wordings say all about."""
    return Said(speak(session, wordings, around)[0], call(tool, **arguments))


def of_picture(
    session: Session, tool: str, wordings: Wordings, around: Wordings, **arguments: Any
) -> Said:
    """Ask for something about any picture, `{p}` in the wordings."""
    number, words = any_picture(session)
    message, _ = speak(session, wordings, around, p=words)
    return Said(message, call(tool, **arguments, picture=number))


def of_other_picture(
    session: Session, tool: str, wordings: Wordings, around: Wordings
) -> tuple[Said, int] | None:
    """Ask for something about a picture that is not the current one; say which it is, too."""
    others = [note.number for note in session.listed if note.number != session.current]
    if not others:
        return None
    number = session.rng.choice(others)
    message, _ = speak(session, wordings, around, p=words_for(session, number))
    return Said(message, call(tool, picture=number)), number


def told(session: Session, wordings: Wordings, around: Wordings, reply: str) -> Said:
    """Say something that leads to words."""
    return Said(speak(session, wordings, around)[0], reply=reply)


def edited(session: Session, done: edits.Change, parent: int | None) -> Callable[[], None]:
    """Return what an edit of a picture does to the session, if anything comes of it."""

    def apply() -> None:
        if done.after is not None:
            session.show(session.add(done.after, "edited", parent))
            session.focus = done.focus

    return apply


def change(session: Session, number: int, focus: Thing | None) -> edits.Change:
    """Draw an edit of a picture of the session."""
    return edits.change(session.scenes[number], focus, session.rng, heldout=session.heldout)


def of_two(
    session: Session, tool: str, wordings: Wordings, around: Wordings, **more: Any
) -> Said | None:
    """Ask for something about two pictures, `{a}` and `{b}` in the wordings, if there are two."""
    numbers = [note.number for note in session.listed]
    if len(numbers) < 2:
        return None
    first, second = session.rng.sample(numbers, 2)
    words = [words_for(session, number) for number in (first, second)]
    other = session.rng.randrange(4)
    if other < 2 and session.current in (first, second):
        at = (first, second).index(session.current)
        words[at] = say.CURRENT.pick(session.rng, heldout=session.heldout)
    message, _ = speak(session, wordings, around, a=words[0], b=words[1])
    return Said(message, call(tool, first=first, second=second, **more))


def renamed(wordings: Wordings, slot: str, new: str) -> Wordings:
    """Return wordings with another slot in place of one."""
    return Wordings(
        seen=[wording.replace(slot, new) for wording in wordings.seen],
        heldout=[wording.replace(slot, new) for wording in wordings.heldout],
    )
