"""What a diffusers folder holds and can do, read from its configs and the signatures of its class.

No weights are read. Pipelines change with every release of diffusers; what they take is asked of
their `__call__`, and only what a signature does not tell is listed here by name.
"""

import inspect
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import diffusers

from got_models.brushes.capabilities import BoxControl, Capabilities, EditControl
from got_models.brushes.regional import can_steer
from got_models.errors import WeightsError

INDEX = "model_index.json"

_NEEDS_A_PICTURE = ("Edit", "Pix2Pix", "Img2Img", "Upscale", "Layered", "Variation")
_REFERENCES = {
    "Flux2Pipeline": 9,
    "Flux2KleinPipeline": 3,
    "QwenImage21Pipeline": 9,
    "QwenImageEditPlusPipeline": 2,
}
"""Pictures a pipeline was made to look at besides the one it edits."""

_SAMPLE_SIZE = 128
"""Side of the latents that transformers without a size of their own were trained at."""


@dataclass(frozen=True)
class Anatomy:
    """One pipeline: its class, the class that fills masks with the same parts, its numbers.

    `denoiser` names the part that boxes can act in; None when there is no such part. Sizes are
    width and height in pixels.
    """

    pipeline: type[Any]
    inpainting: type[Any] | None
    denoiser: str | None
    size: tuple[int, int]
    multiple: int
    capabilities: Capabilities

    def default(self, name: str, otherwise: float) -> float:
        """Return the default of an argument of the pipeline."""
        held = taken_by(self.pipeline).get(name)
        return otherwise if held is None or held.default is None else float(held.default)

    @property
    def fills_masks_itself(self) -> bool:
        """Whether the folder's own class takes a mask."""
        return self.inpainting is self.pipeline


def anatomy_of(folder: Path) -> Anatomy:
    """Look at a folder.

    Raises:
        WeightsError: It holds no pipeline of diffusers, or one that neither draws nor edits.
    """
    index = _read(folder / INDEX)
    kind = _class_of(index.get("_class_name"), folder)
    taken = taken_by(kind)
    inpainting = kind if "mask_image" in taken else _counterpart(kind)
    name = next((part for part in ("unet", "transformer") if part in index), None)
    latents, scale = _sample_size(folder, name), _scale(folder)
    draws = "mask_image" in taken or not any(word in kind.__name__ for word in _NEEDS_A_PICTURE)
    edits = _edits(taken, inpainting)
    if (not draws and edits == "none") or "prompt" not in taken:
        raise WeightsError(
            f"the pipeline {kind.__name__} in {str(folder)!r} neither draws from words nor edits "
            "by a mask or an instruction"
        )
    steered = name is not None and can_steer(_part_class(index, name))
    boxes: BoxControl = (
        "regional prompt" if steered else "mask only" if edits == "inpaint" else "words only"
    )
    return Anatomy(
        pipeline=kind,
        inpainting=inpainting,
        denoiser=name if steered else None,
        size=(latents * scale, latents * scale),
        multiple=scale * (1 if name == "unet" else 2),
        capabilities=Capabilities(
            boxes=boxes,
            edits=edits,
            draws=draws,
            references=_REFERENCES.get(kind.__name__, 0),
            masks=edits == "inpaint",
            any_aspect=True,
        ),
    )


def _edits(taken: dict[str, inspect.Parameter], inpainting: type[Any] | None) -> EditControl:
    if "image" in taken and "mask_image" not in taken and "strength" not in taken:
        return "instruct"
    return "inpaint" if inpainting else "none"


def _class_of(name: object, folder: Path) -> type[Any]:
    kind = getattr(diffusers, name, None) if isinstance(name, str) else None
    if not (isinstance(kind, type) and issubclass(kind, diffusers.DiffusionPipeline)):
        raise WeightsError(
            f"{str(folder)!r} holds the pipeline {name!r}, which diffusers "
            f"{diffusers.__version__} does not know"
        )
    return kind


def _counterpart(kind: type[Any]) -> type[Any] | None:
    """Return the class that fills masks with the parts of this one, by diffusers' way of naming."""
    found = getattr(diffusers, kind.__name__.replace("Pipeline", "InpaintPipeline"), None)
    return found if isinstance(found, type) and found is not kind else None


def _part_class(index: dict[str, Any], name: str) -> type[Any] | None:
    library, kind = index[name]
    return getattr(diffusers, kind, None) if library == "diffusers" and kind else None


def taken_by(kind: type[Any]) -> dict[str, inspect.Parameter]:
    """Return the arguments that a pipeline can be called with."""
    return dict(inspect.signature(kind.__call__).parameters)


def _scale(folder: Path) -> int:
    """Return how many pixels of a side one latent stands for."""
    held = _read(folder / "vae" / "config.json") if (folder / "vae").is_dir() else {}
    for key in ("block_out_channels", "encoder_block_out_channels"):
        if key in held:
            return int(2 ** (len(held[key]) - 1))
    return 8


def _sample_size(folder: Path, name: str | None) -> int:
    held = _read(folder / name / "config.json").get("sample_size") if name else None
    return held if isinstance(held, int) else _SAMPLE_SIZE


def _read(place: Path) -> dict[str, Any]:
    try:
        told = json.loads(place.read_text("utf-8"))
    except (OSError, ValueError) as cause:
        raise WeightsError(f"{str(place)!r} cannot be read; fetch the model again") from cause
    if not isinstance(told, dict):
        raise WeightsError(f"{str(place)!r} is damaged; fetch the model again")
    return told
