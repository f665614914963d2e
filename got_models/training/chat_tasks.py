"""What the model is asked in training as the one that decides, and as the one that judges.

Every task is a pure function of a seed.
"""

import random
import re
from dataclasses import dataclass, replace

from got_models import prompts
from got_models.conversation import conversation_text
from got_models.sceneworld.dialogue_wordings import NAMES, STRANGERS
from got_models.sceneworld.dialogues import Turn, sample_turn
from got_models.sceneworld.language import SYNONYMS
from got_models.sceneworld.vocabulary import CLASSES
from got_models.tokens import IM_END
from got_models.tool_calls import call_text

STRANGE_SHARE = 0.35
"""Share of decisions in which words for things are made up: only copying gets them right."""

_NOUNS = frozenset(
    [phrase.split()[-1] for phrase in (*CLASSES, *SYNONYMS, *STRANGERS) if phrase != "star"]
    + [name.lower() for name in NAMES if name.isalpha()]
)
_ONSETS = re.findall(r"\S+", "b bl br c ch cl d dr f fl g gr h j k l m n p pl r s sh st t th tr w")
_VOWELS = re.findall(r"\S+", "a e i o u ai ea ee oo ou")
_CODAS = [*re.findall(r"\S+", "b ck d g l ll m n nd ng p r rd s st t th x"), "", "", ""]


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
    task = task_of(turn)
    return with_strange_words(task, rng) if turn.calls and rng.random() < STRANGE_SHARE else task


def with_strange_words(task: ChatTask, rng: random.Random) -> ChatTask:
    """Put made-up words in the place of nouns that the answer repeats, the same one everywhere.

    What people name is endless and what this world has words for is not; who decides must repeat
    what was said, whatever it is.
    """
    repeated = sorted(_words(task.answer) & _words(task.message) & _NOUNS)
    for noun in repeated:
        made_up = _made_up(rng)
        pattern = re.compile(rf"\b{noun}(?=s?\b)", re.IGNORECASE)
        task = replace(
            task,
            message=pattern.sub(made_up, task.message),
            answer=pattern.sub(made_up, task.answer),
        )
    return task


def _words(text: str) -> set[str]:
    """Return the words of a text in small letters, with and without a final s."""
    found = set(re.findall(r"[a-z]+", text.lower()))
    return found | {word.removesuffix("s") for word in found}


def _made_up(rng: random.Random) -> str:
    """Return a word that is none: one to three syllables."""
    syllables = rng.choices((1, 2, 3), (3, 5, 2))[0]
    return "".join(
        rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(syllables)
    )


def task_of(turn: Turn) -> ChatTask:
    """Return what the model is shown and must write for one turn."""
    said = call_text.write(turn.calls) if turn.calls else turn.reply
    return ChatTask(message=conversation_text(turn.conversation), answer=said + IM_END)
