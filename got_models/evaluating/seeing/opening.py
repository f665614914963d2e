"""From a word on the command line to somebody who looks at pictures."""

from pathlib import Path

from got_models.errors import BadInput
from got_models.evaluating.detections import Perception
from got_models.evaluating.detectors import NAMES, OPEN, OWN
from got_models.evaluating.seeing.detector import WEIGHTS, SpriteDetector


def open_eye(name: str) -> Perception:
    """Open a detector by name, file or folder.

    Raises:
        BadInput: There is no such detector.
        WeightsError: Its weights are missing or damaged.
    """
    if name == OWN:
        return SpriteDetector.load(WEIGHTS)
    if name.endswith(".safetensors"):
        return SpriteDetector.load(Path(name))
    if name == OPEN or Path(name).is_dir():
        from got_models.evaluating.seeing.open_vocabulary import GenevalPerception

        return GenevalPerception.load(None if name == OPEN else Path(name))
    raise BadInput(f"there is no detector {name!r}; there are {NAMES}")
