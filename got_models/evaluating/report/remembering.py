"""An eye that is not shown the same picture twice in a report. Light.

The result of an edit is judged and shown; a session's picture is one turn's result and the next
turn's source.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence

from PIL import Image

from got_models.evaluating.detections import Detection, Perception

MOST = 64
"""Pictures whose detections are kept."""


class RememberingEye:
    """Looks at each picture once, as long as it is among the last ones seen."""

    def __init__(self, eye: Perception) -> None:
        self._eye = eye
        self._seen: OrderedDict[bytes, Sequence[Detection]] = OrderedDict()

    def detect(self, image: Image.Image) -> Sequence[Detection]:
        """Return what the eye said or says of a picture."""
        key = hashlib.sha256(f"{image.mode} {image.size}".encode() + image.tobytes()).digest()
        if key not in self._seen:
            self._seen[key] = self._eye.detect(image)
            if len(self._seen) > MOST:
                self._seen.popitem(last=False)
        self._seen.move_to_end(key)
        return self._seen[key]
