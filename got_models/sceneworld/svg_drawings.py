"""Drawings of objects kept as SVG: files of object -> bodies of a hundred units a side.

Light: what turns SVG into pixels is asked for only when something is drawn.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from PIL import Image

from got_models.sceneworld.emoji_sources import rasterise


def read_drawings(files: Iterable[Path]) -> dict[str, list[str]]:
    """Return the SVG bodies of every object, those of earlier files first."""
    found: dict[str, list[str]] = {}
    for file in files:
        drawings: dict[str, list[str]] = json.loads(file.read_text("utf-8"))
        for kind, bodies in drawings.items():
            found.setdefault(kind, []).extend(bodies)
    return found


def drawn(body: str) -> Image.Image:
    """Return a drawing in RGBA, larger than a sprite.

    Raises:
        SpritesMissing: The package that draws SVG is not installed.
    """
    return rasterise(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{body}</svg>')
