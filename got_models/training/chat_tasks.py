"""What the model is asked in training as the one that decides, and as the one that judges.

Every task is a pure function of a seed.
"""

import random
from dataclasses import dataclass

from got_models import prompts
from got_models.conversation import conversation_text
from got_models.sceneworld.dialogue_wordings import CONFUSED
from got_models.sceneworld.dialogues import Turn, sample_turn
from got_models.tokens import IM_END
from got_models.tool_calls import call_text
from got_models.training import strange_words

DRAW = "draw_picture"

STRANGE_SHARE = 0.35
"""Share of decisions in which words for things are made up: only copying gets them right."""

UNKNOWN_SHARE = 0.03
"""Share of decisions on a deed whose words are made up, which a question answers."""


@dataclass(frozen=True)
class ChatTask:
    """One decision: the conversation and the tool calls or the words that answer it."""

    message: str  # the conversation, before the chat form is put around it
    answer: str  # with the token that ends it

    @property
    def prompt(self) -> str:
        """The whole prompt in chat form, which the answer continues."""
        return prompts.chat(self.message)


def chat_task(rng: random.Random) -> ChatTask:
    """Draw a decision in wordings that are not held out."""
    turn = sample_turn(rng)
    draw = rng.random()
    if turn.calls and draw < UNKNOWN_SHARE:
        turn = with_unknown_deed(turn, rng)
    task = task_of(turn)
    if turn.calls and draw > 1 - STRANGE_SHARE:
        message, answer = strange_words.for_things(task.message, task.answer, rng)
        return ChatTask(message, answer)
    return task


def with_unknown_deed(turn: Turn, rng: random.Random) -> Turn:
    """Ask for something in words that nobody knows: the answer is a question.

    A wish stays as it is: what it names is to be drawn, whatever word begins it.
    """
    message = strange_words.for_deeds(turn.message, rng)
    if message == turn.message or any(call.name == DRAW for call in turn.calls):
        return turn
    conversation = turn.conversation.model_copy(update={"message": message})
    return turn.model_copy(update={"conversation": conversation, "calls": (), "reply": CONFUSED})


def task_of(turn: Turn) -> ChatTask:
    """Return what the model is shown and must write for one turn."""
    said = call_text.write(turn.calls) if turn.calls else turn.reply
    return ChatTask(message=conversation_text(turn.conversation), answer=said + IM_END)
