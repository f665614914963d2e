"""Change a given picture as a chain says, and nothing outside the region it declares."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL.Image import Image, Resampling

from got_models.sketch import OnPreview, Sketch
from got_models.thought import Chain
from tools.abilities import paint_of
from tools.manner import SettledManner
from tools.ports import Painter
from tools.region import Region, region_of


@dataclass(frozen=True)
class Edited:
    """An edited picture and the proof of what was left alone.

    `changed_outside_px` counts the pixels outside the declared region that differ from the
    parent's; a global edit declares the whole picture, so nothing is outside it.
    """

    image: Image
    changed_outside_px: int
    is_global: bool


def edit(
    picture: Image,
    instruction: str,
    chain: Chain,
    manner: SettledManner,
    *,
    painter: Painter,
    references: Sequence[Image] = (),
    mask: Image | None = None,
    known: Chain | None = None,
    on_step: Callable[[int, int], None] | None = None,
    on_preview: OnPreview | None = None,
) -> list[Edited]:
    """Return one edited picture per seed, as large as `picture`; `known` says what is in it.

    The painter sees the picture stretched to the manner's size; boxes are relative, so they
    survive. What it drew is stretched back and laid into the parent within the region only: what
    a `mask` of the picture's size opens, else the boxes of the chain.

    Raises:
        BadInput: The painter cannot look at so many references.
    """
    region = region_of(chain, mask)
    shown = None if mask is None else mask.resize(manner.size, Resampling.LANCZOS)
    drawn = paint_of(painter, references=references, mask=shown)(
        instruction,
        chain,
        picture=picture.resize(manner.size, Resampling.LANCZOS),
        known=known,
        seeds=manner.seeds,
        steps=manner.steps,
        size=manner.size,
        guidance=manner.guidance,
        on_step=on_step,
        on_preview=on_preview and (lambda sketch: on_preview(_Laid(picture, sketch, region))),
    )
    return [_laid_into(picture, image, region) for image in drawn]


@dataclass(frozen=True)
class _Laid:
    """What a sketch becomes in the parent: the region alone changes."""

    parent: Image
    sketch: Sketch
    region: Region

    def pictures(self) -> list[Image]:
        """Return the parent with every picture of the sketch laid into it."""
        return [_laid_into(self.parent, one, self.region).image for one in self.sketch.pictures()]


def _laid_into(parent: Image, drawn: Image, region: Region) -> Edited:
    whole = drawn.convert("RGB").resize(parent.size, Resampling.LANCZOS)
    image = region.composite(parent, whole)
    return Edited(
        image=image,
        changed_outside_px=region.changed_outside(parent, image),
        is_global=region.is_global,
    )
