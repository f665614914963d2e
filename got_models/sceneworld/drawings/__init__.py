"""Our own vector drawings of the objects that have no emoji, each drawn by three hands."""

from PIL import Image

from got_models.sceneworld.drawings import (
    appliances,
    boards,
    furniture,
    outdoors,
    sports,
    tableware,
)
from got_models.sceneworld.drawings.pen import Pen

DRAWINGS = {
    **outdoors.DRAWINGS,
    **boards.DRAWINGS,
    **sports.DRAWINGS,
    **tableware.DRAWINGS,
    **furniture.DRAWINGS,
    **appliances.DRAWINGS,
}
"""Object -> its drawings: the first two for training, the third held back for evaluation."""


def draw(kind: str, variant: int) -> Image.Image:
    """Return one of the three drawings of an object, RGBA with a transparent margin."""
    pen = Pen()
    DRAWINGS[kind][variant](pen)
    return pen.picture()
