"""GenEval's own kind of perception: Mask2Former finds objects, CLIP names their colours.

Both load through `transformers`, from a local folder or the hub's cache. GenEval ran Mask2Former
in mmdetection, so boxes and confidences come from the same weights by another way of reading them.
Sources: GenEval (Ghosh et al., 2023), https://arxiv.org/abs/2310.11513, appendix; its evaluator.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from got_models.errors import MissingPackage, WeightsError
from got_models.evaluating.detections import Detection, PixelBox
from got_models.sceneworld.vocabulary import CLASSES, COLOURS

DETECTOR = "facebook/mask2former-swin-small-coco-instance"
CLIP = "openai/clip-vit-large-patch14"
"""Names on the hub: what GenEval uses, in the form `transformers` reads."""

LEAST_CONFIDENCE = 0.05
"""Detections below it are not reported: GenEval's thresholds are far above."""

PALE = (0x99, 0x99, 0x99)
"""GenEval fills with this tone what is not the object."""

TEMPLATES = (
    "a photo of a {colour} {kind}",
    "a photo of a {colour}-colored {kind}",
    "a photo of a {colour} object",
)
"""GenEval's sentences; the mean of their embeddings stands for the colour."""

COCO_NAMES = {
    "computer mouse": "mouse",
    "tv remote": "remote",
    "computer keyboard": "keyboard",
}
"""GenEval's names for objects that COCO calls otherwise."""


class GenevalPerception:
    """Mask2Former and CLIP behind the interface of a perception."""

    def __init__(
        self, detector: Any, detector_processor: Any, clip: Any, clip_processor: Any, *, name: str
    ) -> None:
        """Take models and processors of `transformers`; the detector's labels are COCO's."""
        self._detector, self._detector_processor = detector.eval(), detector_processor
        self._clip, self._clip_processor = clip.eval(), clip_processor
        self._kinds = _kinds(detector.config.id2label)
        self._words: dict[str, torch.Tensor] = {}
        self.name = name

    @classmethod
    def load(cls, folder: Path | None = None) -> "GenevalPerception":
        """Load from the folders `detector` and `clip` of `folder`, or from the hub's cache.

        Raises:
            WeightsError: Something is missing.
            MissingPackage: scipy is not installed, which the detector's class asks for.
        """
        from transformers import (
            AutoImageProcessor,
            CLIPModel,
            CLIPProcessor,
            Mask2FormerForUniversalSegmentation,
        )

        detector, clip = (DETECTOR, CLIP) if folder is None else (
            str(folder / "detector"), str(folder / "clip")
        )  # fmt: skip
        try:
            return cls(
                Mask2FormerForUniversalSegmentation.from_pretrained(detector),
                AutoImageProcessor.from_pretrained(detector),
                CLIPModel.from_pretrained(clip),
                CLIPProcessor.from_pretrained(clip),
                name=f"{detector} + {clip}",
            )
        except ImportError as cause:
            raise MissingPackage("scipy") from cause
        except (OSError, ValueError) as cause:
            raise WeightsError(
                f"Mask2Former and CLIP are not here; download {DETECTOR} and {CLIP}, or name a "
                "folder that holds them as detector/ and clip/"
            ) from cause

    @torch.no_grad()
    def detect(self, image: Image.Image) -> Sequence[Detection]:
        """Return every object, the surest first; its box is the tight box of its mask."""
        picture = image.convert("RGB")
        given = self._detector_processor(images=picture, return_tensors="pt")
        said = self._detector(**given)
        found = self._instances(said, (picture.height, picture.width))
        colours = self._colours(picture, found)
        return [
            Detection(kind=kind, box=_box(mask), confidence=min(sure, 1.0), colour=colour)
            for (kind, sure, mask), colour in zip(found, colours, strict=True)
        ]

    def _instances(
        self, said: Any, size: tuple[int, int]
    ) -> list[tuple[str, float, NDArray[np.bool_]]]:
        """Return class, confidence and mask `(h, w)` of every query that is some object.

        The confidence is the class's share times the mean certainty of the mask's pixels, as in
        Mask2Former's own instance inference.
        """
        shares = said.class_queries_logits[0].float().softmax(-1)[:, :-1]
        masks = torch.nn.functional.interpolate(
            said.masks_queries_logits.float(), size=size, mode="bilinear", align_corners=False
        )[0].sigmoid()
        found = []
        for at, (share, label) in enumerate(
            zip(*(t.tolist() for t in shares.max(-1)), strict=True)
        ):
            inside = masks[at] > 0.5
            kind = self._kinds.get(label)
            if kind is None or not bool(inside.any()):
                continue
            sure = share * float(masks[at][inside].mean())
            if sure > LEAST_CONFIDENCE:
                found.append((kind, sure, inside.numpy()))
        return sorted(found, key=lambda one: -one[1])

    def _colours(
        self, picture: Image.Image, found: Sequence[tuple[str, float, NDArray[np.bool_]]]
    ) -> list[str]:
        if not found:
            return []
        crops = [masked_crop(picture, mask) for _, _, mask in found]
        given = self._clip_processor(images=crops, return_tensors="pt")
        seen = _features(self._clip.get_image_features(**given))
        seen = seen / seen.norm(dim=-1, keepdim=True)
        names = []
        for (kind, _, _), features in zip(found, seen, strict=True):
            names.append(COLOURS[int((self._colour_words(kind) @ features).argmax())])
        return names

    def _colour_words(self, kind: str) -> torch.Tensor:
        """Return one unit vector per colour, `(10, d)`, for an object of this class."""
        if kind not in self._words:
            sentences = [t.format(colour=c, kind=kind) for c in COLOURS for t in TEMPLATES]
            given = self._clip_processor(text=sentences, return_tensors="pt", padding=True)
            said = _features(self._clip.get_text_features(**given))
            said = (said / said.norm(dim=-1, keepdim=True)).reshape(
                len(COLOURS), len(TEMPLATES), -1
            )
            mean = said.mean(1)
            self._words[kind] = mean / mean.norm(dim=-1, keepdim=True)
        return self._words[kind]


def masked_crop(picture: Image.Image, mask: NDArray[np.bool_]) -> Image.Image:
    """Return the object's tight box with everything else filled with `PALE`."""
    pixels = np.where(mask[..., None], np.asarray(picture), np.array(PALE, np.uint8))
    box = _box(mask)
    return Image.fromarray(pixels.astype(np.uint8)).crop(
        (int(box.x0), int(box.y0), int(box.x1) + 1, int(box.y1) + 1)
    )


def _box(mask: NDArray[np.bool_]) -> PixelBox:
    rows, columns = np.nonzero(mask.any(1))[0], np.nonzero(mask.any(0))[0]
    return PixelBox(float(columns[0]), float(rows[0]), float(columns[-1]), float(rows[-1]))


def _kinds(labels: dict[int, str]) -> dict[int, str]:
    """Return GenEval's name of each of the detector's labels that has one."""
    known = {COCO_NAMES.get(kind, kind): kind for kind in CLASSES}
    return {int(at): known[name] for at, name in labels.items() if name in known}


def _features(said: Any) -> torch.Tensor:
    """Return `(b, d)` whichever way this version of `transformers` wraps it."""
    features = said if isinstance(said, torch.Tensor) else said.pooler_output
    return features.float()
