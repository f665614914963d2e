"""Asking a chat model about a picture, one question with yes or no at a time. Light: no torch.

Questions are asked apart because answers sway each other when they are given together; the picture
comes first in every question, so a server that keeps what it has read reads it once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from PIL.Image import Image
from pydantic import AliasChoices, BaseModel, Field, ValidationError

from got_models.brains import answers
from got_models.brains.chat import Chat, Message
from got_models.brains.coordinates import Coordinates, coordinates_of, from_grid
from got_models.brains.shown_picture import shown
from got_models.errors import BadWish, ServerError, ThoughtError
from got_models.thought import SPECIAL_TOKEN, Box

ASKS = 2
"""How often one question is asked before an answer that cannot be used is an error."""

LONGEST_REMARK = 200
"""Characters that are kept of what a model says it sees."""

_TOLD = """\
You check pictures. Look at the picture and answer the question about it with one JSON object:
{"seen": ..., "answer": "yes" or "no"}
seen: what the picture shows about it, in a few words. answer: yes only if the picture shows it
clearly; what is hidden, missing or in doubt is no."""

_PLACE: dict[Coordinates, str] = {
    "grid": "on a grid from 0 to 999 over the picture",
    "thousandths": "from 0 to 1000, relative to the picture",
    "pixels": "in pixels of the picture, which is {width}x{height}",
}

SCHEMA: Mapping[str, object] = {
    "type": "object",
    "properties": {
        "seen": {"type": "string"},
        "answer": {"type": "string", "enum": ["yes", "no"]},
    },
    "required": ["seen", "answer"],
    "additionalProperties": False,
}
"""What an answer looks like where a model can be held to a form."""

_SAID = re.compile(
    r"^\W*(?:(?:the\s+)?answer\W+(?:is\W+)?)?(yes|no)\b|\banswer\W+(?:is\W+)?(yes|no)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Question:
    """A question about a picture, or with `box` about what is in that part of it."""

    words: str
    box: Box | None = None


@dataclass(frozen=True)
class Answer:
    """What a model says: yes or no, and what it sees, in its own words."""

    yes: bool
    seen: str


class _Told(BaseModel):
    answer: Literal["yes", "no"] | bool
    seen: str = Field(default="", validation_alias=AliasChoices("seen", "reason", "evidence"))


class PictureQuestions:
    """Asks a chat model that sees pictures.

    Args:
        chat: The model.
        coordinates: How it counts in boxes; None to tell by its name.
    """

    def __init__(self, chat: Chat, *, coordinates: Coordinates | None = None) -> None:
        self._chat, self._coordinates = chat, coordinates

    @property
    def name(self) -> str:
        """What the model is called where it runs."""
        return self._chat.name

    def ask(self, picture: Image, question: Question) -> Answer:
        """Ask once, and once more with the reason if the answer cannot be used.

        Raises:
            ServerError: The answer is neither yes nor no, the model declines to look, or the
                server cannot be asked.
            GotError: The model cannot be asked, or cannot see.
        """
        seen = shown(picture)
        how = self._coordinates or coordinates_of(self.name)
        messages = [
            Message("system", _TOLD),
            Message("user", _worded(question, how, seen.size), (seen,)),
        ]
        said = ""
        for _ in range(ASKS):
            try:
                said = self._chat.answer(messages, schema=SCHEMA)
                return read_answer(said)
            except ThoughtError as refused:
                again = f"That cannot be used: {refused.hint}. Answer again with the JSON object."
                messages += [Message("assistant", said or "(nothing)"), Message("user", again)]
            except BadWish as declined:
                raise ServerError(f"the picture was not judged: {declined}") from declined
        raise ServerError(
            f"{self.name} was asked {question.words[:80]!r} and answered neither yes nor no: "
            f"{said[:80]!r}; name a model that sees pictures as critic"
        )


def read_answer(text: str) -> Answer:
    """Read an answer: the JSON that was asked for, or a sentence that begins with yes or no.

    Raises:
        ThoughtError: It says neither; the hint is fit to be told to the model.
    """
    try:
        told = _Told.model_validate(answers.json_in(_lowered(text)))
    except (ThoughtError, ValidationError):
        plain = answers.without_thinking(text).strip()
        found = _SAID.search(plain)
        if found is None:
            raise ThoughtError("expected the answer yes or no", text=text) from None
        return Answer((found[1] or found[2]).lower() == "yes", _short(plain))
    return Answer(told.answer in (True, "yes"), _short(told.seen))


def _lowered(text: str) -> str:
    """Spell yes, no and the key in small letters, however they were written."""
    return re.sub(r'"(answer|seen|yes|no)\.?"', lambda one: f'"{one[1].lower()}"', text, flags=re.I)


def _worded(question: Question, how: Coordinates, size: tuple[int, int]) -> str:
    words = SPECIAL_TOKEN.sub(" ", question.words)
    if question.box is None:
        return words
    corners = list(from_grid(question.box.corners, how, size))
    place = _PLACE[how].format(width=size[0], height=size[1])
    return f"{words} The box is {corners}: left, top, right, bottom edge {place}."


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_REMARK else f"{plain[: LONGEST_REMARK - 1]}…"
