"""What the model is asked in training as the one that decides, and as the one that judges.

Every task is a pure function of a seed.
"""

import random
from dataclasses import dataclass

from got_models import prompts
from got_models.conversation import conversation_text
from got_models.sceneworld.dialogues import Turn, sample_turn
from got_models.tokens import IM_END
from got_models.tool_calls import call_text


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
    return task_of(sample_turn(rng))


def task_of(turn: Turn) -> ChatTask:
    """Return what the model is shown and must write for one turn."""
    said = call_text.write(turn.calls) if turn.calls else turn.reply
    return ChatTask(message=conversation_text(turn.conversation), answer=said + IM_END)
