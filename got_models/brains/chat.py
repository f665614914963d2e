"""What a brain needs from a chat model: an answer to messages with pictures. Light: no torch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from PIL.Image import Image


@dataclass(frozen=True)
class Message:
    """One message of a conversation; its pictures come before its text."""

    role: Literal["system", "user", "assistant"]
    text: str
    pictures: tuple[Image, ...] = ()


class Chat(Protocol):
    """A chat model, here or elsewhere."""

    @property
    def name(self) -> str:
        """What it is called where it runs."""
        ...

    def answer(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, object] | None = None,
        seed: int = 0,
    ) -> str:
        """Return the text of its answer.

        Args:
            messages: The conversation so far.
            schema: JSON schema the answer should follow; held to where the model can be.
            seed: 0 for the likeliest answer, else which one of the likely ones.

        Raises:
            GotError: It cannot answer; the message says why.
        """
        ...
