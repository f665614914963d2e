"""What all brushes share: how they are asked, and one request in a form that is easy to draw from.

Light: no torch.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL import Image

from got_models.brushes.box_masks import mask_of
from got_models.brushes.capabilities import Capabilities
from got_models.guidance_scales import GuidanceScales
from got_models.sketch import OnPreview
from got_models.thought import Chain

OnStep = Callable[[int, int], None]
"""Called with what is done and what there is to do."""


@dataclass(frozen=True)
class Request:
    """What is to be drawn; `picture` and `mask` are as large as `size`, width and height."""

    wish: str
    chain: Chain
    picture: Image.Image | None
    references: Sequence[Image.Image]
    mask: Image.Image | None
    size: tuple[int, int]
    steps: int
    guidance: GuidanceScales

    @property
    def opened(self) -> Image.Image:
        """Where the picture may change, white on black: the mask, else the chain's boxes."""
        boxes = [element.box for element in self.chain.elements]
        return self.mask or mask_of(boxes, self.size)


class Brush(ABC):
    """Somebody who draws chains; a subclass says what it can do and does it."""

    name: str
    capabilities: Capabilities
    default_size: tuple[int, int]

    def paint(
        self,
        wish: str,
        chain: Chain,
        *,
        picture: Image.Image | None = None,
        known: Chain | None = None,
        references: Sequence[Image.Image] = (),
        mask: Image.Image | None = None,
        seeds: Sequence[int],
        steps: int,
        size: tuple[int, int] | None,
        guidance: GuidanceScales,
        on_step: OnStep | None = None,
        on_preview: OnPreview | None = None,
    ) -> list[Image.Image]:
        """Return one picture per seed, drawn one after the other.

        Args:
            wish: The words the chain was made for.
            chain: What to draw and where.
            picture: The picture that is edited; it is squashed to `size`.
            known: Not used: what draws here knows nothing of chains.
            references: Pictures to look at, at most `capabilities.references`.
            mask: Where `picture` may change, white on black; None for the chain's boxes.
            seeds: One per picture.
            steps: Denoising steps.
            size: Width and height in pixels; None for `default_size`.
            guidance: How strongly words, boxes and the picture pull, where that can be told.
            on_step: Called with what is done and what there is to do, over all pictures.
            on_preview: Not used: what draws here is not watched under way.

        Raises:
            BadSize: It does not draw this size.
            BadInput: It cannot do what is asked.
        """
        size = size or self.default_size
        self.capabilities.check_references(self.name, len(references))
        if picture is not None:
            picture = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)
        if mask is not None:
            mask = mask.convert("L").resize(size, Image.Resampling.LANCZOS)
        request = Request(wish, chain, picture, references, mask, size, steps, guidance)
        return self._painted(request, seeds, on_step)

    @abstractmethod
    def _painted(
        self, request: Request, seeds: Sequence[int], on_step: OnStep | None
    ) -> list[Image.Image]:
        """Return one picture per seed."""
