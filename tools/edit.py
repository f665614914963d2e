"""Change a given picture as a chain says, and nothing outside the region it declares."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL.Image import Image, Resampling

from got_models.guidance_scales import GuidanceScales
from got_models.thought import Chain
from tools import size as sizes
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
    *,
    painter: Painter,
    seeds: Sequence[int],
    steps: int,
    size: tuple[int, int] | None = None,
    guidance: GuidanceScales | None = None,
    on_step: Callable[[int, int], None] | None = None,
) -> list[Edited]:
    """Return one edited picture per seed, as large as `picture`.

    The painter sees the picture stretched to its own size; boxes are relative, so they survive.
    What it drew is stretched back and laid into the parent within the region only.

    Args:
        picture: The parent, RGB.
        instruction: What to change.
        chain: The edit's chain; its boxes are the region.
        painter: Who draws.
        seeds: One per picture.
        steps: Denoising steps.
        size: Width and height in pixels at which the painter works.
        guidance: Scales; None for the painter's own.
        on_step: Called with the steps done and the steps there are.

    Raises:
        BadSize: The painter cannot draw at `size`.
    """
    working = sizes.fitting(size, painter)
    drawn = painter.paint(
        instruction,
        chain,
        picture=picture.resize(working, Resampling.LANCZOS),
        seeds=seeds,
        steps=steps,
        size=working,
        guidance=guidance or painter.guidance_for("edit"),
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
