"""A reasoner made of a chat model: its drafts become chains. Light: no torch."""

from collections.abc import Callable

from PIL.Image import Image

from got_models import chain_text
from got_models.brains import asking
from got_models.brains.answers import read_edit, read_picture, schema_for, without_thinking
from got_models.brains.assembling import edit_chain, picture_chain
from got_models.brains.chat import Chat, Message
from got_models.brains.coordinates import Coordinates, coordinates_of
from got_models.brains.shown_picture import shown
from got_models.chain_text import Reading
from got_models.chain_tokens import BOX_START
from got_models.errors import ThoughtError
from got_models.thought import Chain, Task

ASKS = 2
"""How often one plan is asked for before an answer that cannot be used is an error."""

_CANVAS = (1000, 1000)
"""Width and height that a model which counts in pixels is told of a picture not yet drawn."""


class ChatReasoner:
    """Plans with a chat model.

    Args:
        chat: The model.
        vocabulary: Object names that whoever draws knows; None when any word will do.
        coordinates: How the model counts in boxes; None to tell by its name.
    """

    def __init__(
        self,
        chat: Chat,
        *,
        vocabulary: frozenset[str] | None = None,
        coordinates: Coordinates | None = None,
    ) -> None:
        self.vocabulary = vocabulary
        self._chat = chat
        self._coordinates = coordinates

    def plan(
        self,
        wish: str,
        *,
        picture: Image | None = None,
        chain: Chain | None = None,
        seed: int = 0,
        on_text: Callable[[str], None] | None = None,
    ) -> Reading:
        """Return a chain; an answer that cannot be used is asked for again.

        Args:
            wish: What to draw, or with `picture` what to change in it.
            picture: The picture to edit; the model sees it scaled down.
            chain: What is known to be in `picture`.
            seed: 0 for the likeliest plan, else which one of the likely ones.
            on_text: Called once with the whole text: drafts are not chains.

        Raises:
            ThoughtError: No answer could be used.
            BadWish: The model declines.
            GotError: The model cannot be asked.
        """
        task: Task = "generate" if picture is None else "edit"
        seen = None if picture is None else shown(picture)
        how = self._coordinates or coordinates_of(self._chat.name)
        told = asking.instructions(task, how, seen.size if seen else _CANVAS, self.vocabulary)
        messages = [
            Message("system", told),
            Message("user", asking.question(task, wish, chain), (seen,) if seen else ()),
        ]
        for left in range(ASKS - 1, -1, -1):
            said = self._chat.answer(messages, schema=schema_for(task), seed=seed)
            try:
                text = _chain_in(said, how, seen)
            except ThoughtError as refused:
                if not left:
                    raise
                again = asking.correction(refused.hint)
                messages += [Message("assistant", said or "(nothing)"), Message("user", again)]
                continue
            if on_text:
                on_text(text)
            return chain_text.read(text, task=task)
        raise AssertionError("the last answer is either used or an error")


def _chain_in(said: str, how: Coordinates, seen: Image | None) -> str:
    """Return the chain of an answer: drafted in JSON, or written out by a model that knows how."""
    plain = without_thinking(said)
    if BOX_START in plain and chain_text.read(plain).chain.elements:
        return plain.strip()
    if seen is None:
        return picture_chain(read_picture(said), how)
    return edit_chain(read_edit(said), how, seen.size)
