"""How a background looks, in numbers that do not depend on where its pattern lies. Light.

A painter is told "striped teal" and not where the stripes are, so pixels cannot be compared one by
one: tones, the steps between neighbours along both axes, and the run of light over the picture can.
"""

import numpy as np
from numpy.typing import NDArray

QUANTILES = np.linspace(0.02, 0.98, 13)
STEP_SPANS = (1, 3, 6)
"""Distances in pixels between the neighbours that are compared."""
GRID = 4
"""Cells along each side in which the mean colour is taken."""


def ground_look(pixels: NDArray[np.float32], where: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return a vector of differences worth comparing by their sum, all about 0 to 255 in scale.

    Args:
        pixels: `(height, width, 3)`, 0 to 255.
        where: `(height, width)`: True for the pixels that count.
    """
    if not where.any():
        where = np.ones_like(where)
    tones = np.quantile(pixels[where], QUANTILES, axis=0).ravel() / len(QUANTILES)
    steps = [_steps(pixels, where, span) for span in STEP_SPANS]
    steps += [_steps(pixels.transpose(1, 0, 2), where.T, span) for span in STEP_SPANS]
    return np.concatenate([tones, np.concatenate(steps) / len(STEP_SPANS), _cells(pixels, where)])


def _steps(pixels: NDArray[np.float32], where: NDArray[np.bool_], span: int) -> NDArray[np.float64]:
    """Return the mean difference `(3,)` between pixels `span` columns apart."""
    both = where[:, span:] & where[:, :-span]
    if not both.any():
        return np.zeros(3)
    difference = np.abs(pixels[:, span:] - pixels[:, :-span])
    return np.asarray(difference[both].mean(0), dtype=np.float64)


def _cells(pixels: NDArray[np.float32], where: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return each cell's mean colour, as its distance from the mean of all."""
    mean = pixels[where].mean(0)
    height, width = where.shape
    cells = []
    for row in range(GRID):
        for column in range(GRID):
            part = np.s_[
                row * height // GRID : (row + 1) * height // GRID,
                column * width // GRID : (column + 1) * width // GRID,
            ]
            inside = where[part]
            cells.append(pixels[part][inside].mean(0) - mean if inside.any() else np.zeros(3))
    return np.concatenate(cells).astype(np.float64) / GRID**2
