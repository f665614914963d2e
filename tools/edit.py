"""Change a given picture as a chain says, and nothing outside the region it declares."""

from collections.abc import Callable
from dataclasses import dataclass

from PIL.Image import Image, Resampling

from got_models.thought import Chain
from tools.manner import SettledManner
from tools.ports import Painter
from tools.region import region_of


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
    on_step: Callable[[int, int], None] | None = None,
) -> list[Edited]:
    """Return one edited picture per seed, as large as `picture`.

    The painter sees the picture stretched to the manner's size; boxes are relative, so they
    survive. What it drew is stretched back and laid into the parent within the region only.
    """
    drawn = painter.paint(
        instruction,
        chain,
        picture=picture.resize(manner.size, Resampling.LANCZOS),
        seeds=manner.seeds,
        steps=manner.steps,
        size=manner.size,
        guidance=manner.guidance,
        on_step=on_step,
    )
    return [_laid_into(picture, image, chain) for image in drawn]


def _laid_into(parent: Image, drawn: Image, chain: Chain) -> Edited:
    region = region_of(chain)
    whole = drawn.convert("RGB").resize(parent.size, Resampling.LANCZOS)
    image = region.composite(parent, whole)
    return Edited(
        image=image,
        changed_outside_px=region.changed_outside(parent, image),
        is_global=region.is_global,
    )
