"""Conversations: wishes, edits and all between, each turn with the tool calls it asks for."""

import random

from got_models.conversation import MESSAGES_BEFORE, Conversation, question_of
from got_models.sceneworld import dialogue_moves as moves
from got_models.sceneworld.dialogue_said import Move, Said
from got_models.sceneworld.dialogue_session import Session
from got_models.sceneworld.scene import Scene
from got_models.tool_calls.call_text import ToolCall
from got_models.value import Value

FEWEST, MOST = 2, 10
"""Turns of a dialogue."""

LONG_SHARE = 0.12
"""Share of dialogues in sessions so long that not all pictures are listed."""

Weighted = dict[Move, float]

OPENING: Weighted = {
    moves.draw: 66,
    moves.upload: 14,
    moves.greet: 8,
    moves.come_too_early: 9,
    moves.talk_nonsense: 3,
}
"""What is said while there is no picture."""

TALK: Weighted = {
    moves.draw: 9,
    moves.edit: 21,
    moves.vague: 2.5,
    moves.undo: 4,
    moves.redo: 3.5,
    moves.go_to: 7,
    moves.branch: 3,
    moves.name_picture: 3.5,
    moves.star: 3,
    moves.compare: 5,
    moves.cherry_pick: 4.5,
    moves.search: 3.5,
    moves.keep: 4,
    moves.release: 2.5,
    moves.describe: 5,
    moves.locate: 4,
    moves.critique: 4.5,
    moves.vary: 5,
    moves.change_layout: 2.5,
    moves.crop: 3.5,
    moves.rotate: 2.5,
    moves.upscale: 2,
    moves.composite: 5.5,
    moves.export: 4,
    moves.upload: 4,
    moves.thank: 3.5,
    moves.greet: 1.5,
    moves.talk_nonsense: 4,
    moves.mean_nothing_there: 3,
    moves.mean_several: 2,
    moves.ask_two_things: 3,
}
"""What is said when there is one."""

HISTORY: Weighted = {
    moves.draw: 14,
    moves.edit: 40,
    moves.upload: 14,
    moves.vary: 6,
    moves.name_picture: 8,
    moves.star: 3,
    moves.go_to: 5,
    moves.undo: 4,
    moves.vague: 2,
    moves.mean_several: 2,
    moves.thank: 1,
}
"""What fills a session before the turn that matters."""

ANSWERS: tuple[Move, ...] = (moves.answer_which, moves.answer_what)
ANSWER_SHARE = 0.5
"""How often a question of the assistant is answered."""


class Turn(Value):
    """One message and what it should lead to: `calls` or, when there are none, `reply`.

    `conversation` is all that the planner sees, the message included. `subject` is the number of
    the current picture before the turn, `head` after it (None: there is none); `scene` is what
    `head` shows.
    """

    conversation: Conversation
    calls: tuple[ToolCall, ...]
    reply: str
    subject: int | None
    head: int | None
    scene: Scene | None

    @property
    def message(self) -> str:
        """What the user says."""
        return self.conversation.message


class Dialogue(Value):
    """A whole conversation."""

    turns: tuple[Turn, ...]


def sample_dialogue(
    rng: random.Random, *, turns: int | None = None, heldout: bool = False
) -> Dialogue:
    """Draw a conversation.

    Args:
        rng: The only source of chance.
        turns: How many turns; 2 to 10 are drawn when not given.
        heldout: Use only wordings that training never sees.
    """
    session = _new_session(rng, heldout)
    count = turns or rng.randint(FEWEST, MOST)
    return Dialogue(turns=tuple(_turn(session, TALK) for _ in range(count)))


def sample_turn(rng: random.Random, *, heldout: bool = False) -> Turn:
    """Draw one turn, in a session that was mostly filled with wishes, edits and uploads."""
    session = _new_session(rng, heldout)
    for _ in range(rng.choices((0, 1, 2, 3, 4, 6), (9, 18, 24, 22, 17, 10))[0]):
        _turn(session, HISTORY)
    return _turn(session, TALK)


def _new_session(rng: random.Random, heldout: bool) -> Session:
    return Session(rng=rng, heldout=heldout, is_long=rng.random() < LONG_SHARE)


def _turn(session: Session, talk: Weighted) -> Turn:
    """Let the user say something that the session gives occasion for, and do it."""
    subject, session.attached = session.current, ()
    said = _said(session, OPENING if session.current is None else talk)
    conversation = session.conversation(said.message)
    said.apply()
    session.before = [*session.before, said.message][-MESSAGES_BEFORE:]
    session.asked = question_of(said.reply)
    scene = session.scene if session.current else None
    return Turn(
        conversation=conversation,
        calls=said.calls,
        reply=said.reply,
        subject=subject,
        head=session.current,
        scene=scene,
    )


def _said(session: Session, weighted: Weighted) -> Said:
    if session.asked and session.current and session.rng.random() < ANSWER_SHARE:
        for answer in ANSWERS:
            if said := answer(session):
                return said
    while True:
        move = session.rng.choices(list(weighted), list(weighted.values()))[0]
        if said := move(session):
            return said
