"""The eye: every object of a picture with its class, box, colour and calibrated confidence."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

from got_models.errors import WeightsError
from got_models.evaluating.colour_naming import colour_name
from got_models.evaluating.detections import Detection, PixelBox
from got_models.evaluating.seeing.calibration import Calibration
from got_models.evaluating.seeing.cutting import MASK, NOTHING, SIDE, cut_all, viewed
from got_models.evaluating.seeing.examples import CANVAS
from got_models.evaluating.seeing.finding import LEAST_MIDDLE, LOOKS, find
from got_models.evaluating.seeing.networks import Finder, Reader
from got_models.evaluating.seeing.stages import as_input
from got_models.sceneworld.vocabulary import CLASSES

WEIGHTS = Path(__file__).with_name("eye.safetensors")

VIEWS = ((1.1, 1.0, 0.05, 0.0), (1.0, 1.1, 0.0, -0.05), (0.93, 1.0, 0.0, 0.05),
         (1.0, 0.93, -0.05, 0.0))  # fmt: skip
"""Width, height and shift right and down of a place as it is read again, in its own sides."""

OBJECT_MASK = 0.5

LATER_BLOCK = re.compile(r"early\.[3-9]\.layers|late\.[2-9]\.layers")
"""Weights of the reader's residual blocks but for the first of each size."""


class SpriteDetector:
    """Finder and reader behind the interface of a perception."""

    def __init__(self, finder: Finder, reader: Reader, calibration: Calibration) -> None:
        """Take trained networks, and how their logits become shares."""
        self._finder, self._reader = finder.eval(), reader.eval()
        self.calibration = calibration

    @classmethod
    def load(cls, weights: Path = WEIGHTS) -> "SpriteDetector":
        """Read the weights.

        Raises:
            WeightsError: The file is missing or of other networks.
        """
        return cls(*read_networks(weights))

    def calibrated(self, calibration: Calibration) -> "SpriteDetector":
        """Return the same eye with other confidences."""
        return SpriteDetector(self._finder, self._reader, calibration)

    @property
    def name(self) -> str:
        """What a report calls it: a digest of its weights, its calibration and how it looks."""
        digest = hashlib.sha256(
            repr((tuple(self.calibration), VIEWS, LOOKS, LEAST_MIDDLE)).encode()
        )
        for network in (self._finder, self._reader):
            for value in network.state_dict().values():
                digest.update(value.to(torch.bfloat16).float().numpy().tobytes())
        return f"sprite detector {digest.hexdigest()[:12]}"

    def state(self) -> dict[str, Tensor]:
        """Return the weights of both networks, named by network."""
        return {
            f"{name}.{key}": value
            for name, network in (("finder", self._finder), ("reader", self._reader))
            for key, value in network.state_dict().items()
        }

    def detect(self, image: Image.Image) -> Sequence[Detection]:
        """Return every object seen, the surest first; boxes in the picture's own pixels."""
        picture = image.convert("RGB")
        boxes = self.places(picture)
        if not boxes:
            return []
        logits, masks, cuttings = self.read(picture, boxes)
        shares = self.calibration.shares(logits)[:, :NOTHING]
        confidence, kinds = shares.max(-1)
        found = [
            Detection(
                kind=CLASSES[kind],
                box=box,
                confidence=min(sure, 1.0),
                colour=_colour_of(cutting, mask),
            )
            for kind, sure, box, cutting, mask in zip(
                kinds.tolist(), confidence.tolist(), boxes, cuttings, masks, strict=True
            )
        ]
        return sorted(found, key=lambda detection: -detection.confidence)

    def places(self, picture: Image.Image) -> list[PixelBox]:
        """Return boxes where the finder believes an object to be, the surest first."""
        small = picture.convert("RGB").resize((CANVAS, CANVAS), Image.Resampling.BOX)
        across, down = picture.width / CANVAS, picture.height / CANVAS
        return [
            PixelBox(x0 * across, y0 * down, x1 * across, y1 * down)
            for _, (x0, y0, x1, y1) in find(self._finder, as_input(np.asarray(small)[None].copy()))
        ]

    @torch.no_grad()
    def read(
        self, picture: Image.Image, boxes: Sequence[PixelBox]
    ) -> tuple[Tensor, NDArray[np.float32], NDArray[np.uint8]]:
        """Return logits `(n, 81)`, masks `(n, 12, 12)` from 0 to 1 and cuttings, straight on.

        Logits are means over views a little off, every second one mirrored: a box is never exact.
        """
        cuttings = cut_all(picture, boxes)
        straight = as_input(cuttings)
        kinds, masks = self._reader(straight)
        told = [kinds, self._reader(straight.flip(-1))[0]]
        for at, view in enumerate(VIEWS):
            off = as_input(cut_all(picture, [viewed(box, *view) for box in boxes]))
            told.append(self._reader(off.flip(-1) if at % 2 else off)[0])
        return torch.stack(told).mean(0), masks.sigmoid().numpy(), cuttings


def read_networks(weights: Path, *, grow: bool = False) -> tuple[Finder, Reader, Calibration]:
    """Read both networks, and how their logits become shares.

    Args:
        weights: The file.
        grow: Leave blocks that the file lacks as they begin, which is as almost nothing.

    Raises:
        WeightsError: The file is missing or of other networks.
    """
    finder, reader = Finder(), Reader()
    try:
        with safe_open(weights, "pt") as file:
            state = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
            told = file.metadata() or {}
            calibration = Calibration(float(told["temperature"]), float(told["prior"]))
        for name, network in (("finder", finder), ("reader", reader)):
            own = {k.removeprefix(f"{name}."): v for k, v in state.items() if k.startswith(name)}
            network.load_state_dict(_grown(own, network) if grow else own)
    except (OSError, RuntimeError, KeyError, ValueError) as broken:
        raise WeightsError(
            f"no weights of the detector in {weights}; make them with "
            "`got evaluate train-detector` and name them with --detector"
        ) from broken
    return finder, reader, calibration


def _grown(state: dict[str, Tensor], network: Finder | Reader) -> dict[str, Tensor]:
    """Return the weights of a shallower network, with those of the later blocks that it lacks."""
    begun = network.state_dict()
    later = {name for name in begun if LATER_BLOCK.match(name)}
    return begun | state if begun.keys() - state.keys() <= later else state


def save(detector: SpriteDetector, path: Path) -> None:
    """Write weights at half precision, and the calibration beside them."""
    state = {name: value.to(torch.bfloat16) for name, value in detector.state().items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    told = {name: str(value) for name, value in detector.calibration._asdict().items()}
    save_file(state, path, metadata=told)


def _colour_of(cutting: NDArray[np.uint8], mask: NDArray[np.float32]) -> str | None:
    """Name the colour of the pixels that the mask takes for the object."""
    where = np.kron(mask, np.ones((SIDE // MASK, SIDE // MASK))) > OBJECT_MASK
    return colour_name(cutting[where])
