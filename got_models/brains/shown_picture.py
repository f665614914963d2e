"""A picture as a chat model is shown it: small enough to send, in sides that it does not change."""

import base64
from io import BytesIO

from PIL.Image import Image, Resampling

LONGEST, SHORTEST = 1008, 448
"""Bounds in pixels for the longer side: larger is not seen better, smaller is grounded worse."""

MULTIPLE = 28
"""Qwen2.5-VL rounds sides to this; a picture that fits is seen, and measured, as it was sent."""


def shown(picture: Image) -> Image:
    """Return an RGB picture scaled to be looked at; its shape changes by less than a patch."""
    longer = max(picture.size)
    scale = min(max(longer, SHORTEST), LONGEST) / longer
    width, height = (max(round(side * scale / MULTIPLE), 1) * MULTIPLE for side in picture.size)
    seen = picture if picture.mode in ("RGB", "L") else picture.convert("RGB")
    return seen.resize((width, height), Resampling.BICUBIC, reducing_gap=2.0).convert("RGB")


def data_url(picture: Image) -> str:
    """Return a picture as a URL that holds it whole."""
    stream = BytesIO()
    picture.save(stream, "PNG")
    return f"data:image/png;base64,{base64.b64encode(stream.getvalue()).decode()}"
