"""Loss curves of a log as a PNG: one panel per number, every value pale, their drift bold."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from got_models.training.log import Row, TrainingLog

PANEL = (420, 220)
LEFT, TOP, RIGHT, BOTTOM = 58, 24, 12, 22
"""Room around a panel's curve for its words, in pixels."""

SMOOTHING = 0.04
"""Width of the moving average, as a share of the log."""

NOT_PLOTTED = ("step", "seconds")
PAPER, INK, PALE, BOLD = "white", "black", (205, 215, 235), (40, 80, 170)

Curve = NDArray[np.float64]


def plot_losses(folder: Path) -> Path | None:
    """Draw `loss.png` from the folder's log; None when there is nothing to draw yet."""
    rows = TrainingLog(folder).rows()
    names = list(dict.fromkeys(name for row in rows for name in row if name not in NOT_PLOTTED))
    if len(rows) < 2 or not names:
        return None
    width, height = PANEL
    columns = min(2, len(names))
    sheet = Image.new("RGB", (columns * width, -(-len(names) // columns) * height), PAPER)
    for at, name in enumerate(names):
        sheet.paste(_panel(name, rows), (at % columns * width, at // columns * height))
    place = folder / "loss.png"
    sheet.save(place)
    return place


def smoothed(values: Curve) -> Curve:
    """Average each value with its neighbours; the ends use the neighbours they have."""
    reach = max(1, round(len(values) * SMOOTHING / 2))
    sums = np.concatenate(([0.0], np.cumsum(values)))
    at = np.arange(len(values))
    low, high = np.maximum(at - reach, 0), np.minimum(at + reach + 1, len(values))
    averages: Curve = (sums[high] - sums[low]) / (high - low)
    return averages


def _panel(name: str, rows: Sequence[Row]) -> Image.Image:
    held = [(row["step"], row[name]) for row in rows if np.isfinite(row.get(name, np.nan))]
    panel = Image.new("RGB", PANEL, PAPER)
    draw, font = ImageDraw.Draw(panel), ImageFont.load_default(11)
    width, height = PANEL
    draw.rectangle((LEFT, TOP, width - RIGHT, height - BOTTOM), outline=(160, 160, 160))
    if not held:
        draw.text((LEFT, 6), f"{name}: no finite value", INK, font)
        return panel
    steps, values = (np.array(column, dtype=np.float64) for column in zip(*held, strict=True))
    low, high = (float(edge) for edge in np.percentile(values, (1, 99)))
    drift = smoothed(values)
    for curve, colour, weight in ((values, PALE, 1), (drift, BOLD, 2)):
        draw.line(_points(steps, curve, low, high), fill=colour, width=weight)
    draw.text((LEFT, 6), f"{name}: {drift[-1]:.4g}", INK, font)
    for value, y in ((high, TOP), (low, height - BOTTOM - 12)):
        draw.text((4, y), f"{value:.4g}", INK, font)
    draw.text((LEFT, height - 18), f"{steps[0]:.0f}", INK, font)
    draw.text((width - RIGHT, height - 18), f"step {steps[-1]:.0f}", INK, font, anchor="ra")
    return panel


def _points(steps: Curve, values: Curve, low: float, high: float) -> list[tuple[float, float]]:
    """Place values in the panel; those beyond the two percentiles run along its edge."""
    width, height = PANEL
    along = (steps - steps[0]) / max(steps[-1] - steps[0], 1.0)
    up = ((values - low) / ((high - low) or 1.0)).clip(0.0, 1.0)
    x = LEFT + along * (width - LEFT - RIGHT)
    y = height - BOTTOM - up * (height - TOP - BOTTOM)
    return list(zip(x.tolist(), y.tolist(), strict=True))
