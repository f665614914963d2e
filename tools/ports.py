"""What the tools need from a model: somebody who plans and somebody who paints."""

from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

from PIL.Image import Image

from got_models.brushes.capabilities import Capabilities
from got_models.chain_text import Reading
from got_models.guidance_scales import GuidanceScales
from got_models.sketch import OnPreview
from got_models.thought import Chain, Task


class Reasoner(Protocol):
    """Turns a wish into a chain."""

    vocabulary: frozenset[str] | None
    """Object names it can plan with; None when any word will do."""

    def plan(
        self,
        wish: str,
        *,
        picture: Image | None = None,
        chain: Chain | None = None,
        seed: int = 0,
        on_text: Callable[[str], None] | None = None,
    ) -> Reading:
        """Return a chain, and what had to be mended to read it.

        Args:
            wish: What to draw, or with `picture` what to change in it.
            picture: The picture to edit.
            chain: What is known to be in `picture`.
            seed: Decides between equally good plans.
            on_text: Called with each new piece of the chain's text as it is written.

        Raises:
            ThoughtError: What was written cannot be read as a chain.
        """
        ...


class Painter(Protocol):
    """Draws what a chain says."""

    name: str

    @property
    def weights_hash(self) -> str:
        """SHA-256 over the weights, in hexadecimal."""
        ...

    default_size: tuple[int, int]
    """Width and height in pixels it draws best."""
    default_steps: int
    """Denoising steps that are enough for it."""
    size_multiple: int
    """Both sides must be multiples of this many pixels."""
    max_side: int
    """Longest side in pixels."""

    def guidance_for(self, task: Task) -> GuidanceScales:
        """Return the scales this model draws best with."""
        ...

    def paint(
        self,
        wish: str,
        chain: Chain,
        *,
        picture: Image | None = None,
        known: Chain | None = None,
        seeds: Sequence[int],
        steps: int,
        size: tuple[int, int] | None,
        guidance: GuidanceScales,
        on_step: Callable[[int, int], None] | None = None,
        on_preview: OnPreview | None = None,
    ) -> list[Image]:
        """Return one picture per seed.

        Args:
            wish: The words the chain was made for.
            chain: What to draw and where.
            picture: The picture that is edited, already `size` large.
            known: What is known to be in `picture`, if the chain was made knowing it.
            seeds: One per picture.
            steps: Denoising steps.
            size: Width and height in pixels; None for `default_size`.
            guidance: How strongly words, boxes and reference pull.
            on_step: Called with the steps done and the steps there are.
            on_preview: Called after each step, by painters that can be watched.
        """
        ...


@runtime_checkable
class Renderer(Protocol):
    """A painter that says what it can do, and looks at references and masks where it can."""

    capabilities: Capabilities

    def paint(
        self,
        wish: str,
        chain: Chain,
        *,
        picture: Image | None = None,
        known: Chain | None = None,
        references: Sequence[Image] = (),
        mask: Image | None = None,
        seeds: Sequence[int],
        steps: int,
        size: tuple[int, int] | None,
        guidance: GuidanceScales,
        on_step: Callable[[int, int], None] | None = None,
        on_preview: OnPreview | None = None,
    ) -> list[Image]:
        """Return one picture per seed, as `Painter.paint` does.

        Args:
            wish: The words the chain was made for.
            chain: What to draw and where.
            picture: The picture that is edited, already `size` large.
            known: What is known to be in `picture`, if the chain was made knowing it.
            references: Pictures to look at, at most `capabilities.references`.
            mask: Where `picture` may change, white on black; None for the chain's boxes.
            seeds: One per picture.
            steps: Denoising steps.
            size: Width and height in pixels; None for the painter's own.
            guidance: How strongly words, boxes and reference pull.
            on_step: Called with the steps done and the steps there are.
            on_preview: Called after each step, by painters that can be watched.
        """
        ...
