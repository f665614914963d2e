"""A mask: where a picture may change, white on black. Light: numpy and Pillow only.

Levels in between let the new picture through by so much: a mask may have soft edges.
"""

import numpy as np
from PIL import Image

from got_models.errors import BadPicture

_GREY = 24
"""Most levels of 255 between the channels of a pixel that still counts as grey: JPEG's noise."""

_COLOURED = 0.01
"""Share of coloured pixels from which a picture is no mask."""


def mask_of(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return a picture as a mask in mode L.

    Args:
        picture: The picture that is to serve as one.
        size: Width and height of the picture it is for.

    Raises:
        BadPicture: It has another size, is coloured, or opens nothing.
    """
    if picture.size != size:
        raise BadPicture(
            f"the mask has {picture.width}x{picture.height} pixels and the picture "
            f"{size[0]}x{size[1]}; make both the same size"
        )
    levels = np.asarray(picture.convert("RGB"), dtype=np.int16)
    apart = levels.max(axis=-1) - levels.min(axis=-1)
    if (apart > _GREY).mean() > _COLOURED:
        raise BadPicture(
            "the mask is a coloured picture; paint white where the picture may change and black "
            "everywhere else"
        )
    mask = picture.convert("L")
    if not np.asarray(mask).any():
        raise BadPicture("the mask is black everywhere; paint white where the picture may change")
    return mask
