"""Who is measured, seen from the report: it plans, draws and edits, and is told the words only."""

from typing import NamedTuple, Protocol

from PIL import Image

from got_models.thought import Chain
from got_models.value import Value


class Manner(Value):
    """How a picture is drawn, relative to what the model was tuned for."""

    steps: int | None = None
    """Denoising steps; None is the model's own number."""
    text: float = 1.0
    spatial: float = 1.0
    """Factors on the model's own guidance scales; 0 takes a kind of guidance away."""


PLAIN = Manner()


class Drawn(NamedTuple):
    """A picture, how many passes of the UNet it cost, and for an edit what it left alone."""

    image: Image.Image
    nfe: int
    changed_outside_px: int | None = None


class Maker(Protocol):
    """A model with all that stands around it in the product, but without a critic."""

    @property
    def name(self) -> str:
        """What a report calls it."""

    @property
    def weights_hash(self) -> str:
        """SHA-256 of its weights."""

    @property
    def default_steps(self) -> int:
        """Denoising steps it was tuned for."""

    def plan(self, wish: str, *, seed: int, picture: Image.Image | None = None) -> Chain:
        """Turn a wish, or an instruction about a picture, into a chain; `GotError` if it cannot."""
        ...

    def draw(self, wish: str, chain: Chain, *, seed: int, manner: Manner = PLAIN) -> Drawn:
        """Draw a chain; one without elements is drawn from the wish's words alone."""
        ...

    def edit(self, picture: Image.Image, instruction: str, chain: Chain, *, seed: int) -> Drawn:
        """Change a picture as a chain says; the result is as large as the picture."""
        ...
