"""One request in the words of a pipeline: which class does it, and what that class is told."""

from collections.abc import Mapping
from typing import Any

from PIL import Image

from got_models.brushes.anatomy import Anatomy, taken_by
from got_models.brushes.brush import Request
from got_models.brushes.words import filling_words, picture_words
from got_models.guidance_scales import GuidanceScales

_UNPAINTED = "gray"
"""What pipelines that only fill masks are given to fill where there is no picture."""


def arguments_for(anatomy: Anatomy, request: Request) -> tuple[type[Any], dict[str, Any]]:
    """Return the class that does a request and its arguments, without noise and callbacks."""
    kind, told = _task(anatomy, request)
    width, height = request.size
    shared = {"width": width, "height": height, "num_inference_steps": request.steps}
    return kind, known_to(kind, shared | _pulls(anatomy, request.guidance) | told)


def known_to(kind: type[Any], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments that a class takes: not all pipelines can be told everything."""
    taken = taken_by(kind)
    return {name: value for name, value in arguments.items() if name in taken}


def _task(anatomy: Anatomy, request: Request) -> tuple[type[Any], dict[str, Any]]:
    own = anatomy.pipeline
    if request.picture is None and not anatomy.fills_masks_itself:
        words = picture_words(request.wish, request.chain)
        looked_at = {"image": list(request.references)} if request.references else {}
        return own, {"prompt": words, **looked_at}
    if anatomy.capabilities.edits == "instruct":
        several = [request.picture, *request.references]
        return own, {
            "prompt": request.wish,
            "image": several if request.references else request.picture,
        }
    return anatomy.inpainting or own, _filling(request)


def _filling(request: Request) -> dict[str, Any]:
    """Return how a mask is filled; without a picture everything is masked."""
    if request.picture is None:
        return {
            "prompt": picture_words(request.wish, request.chain),
            "image": Image.new("RGB", request.size, _UNPAINTED),
            "mask_image": Image.new("L", request.size, 255),
            "strength": 1.0,
        }
    return {
        "prompt": filling_words(request.wish, request.chain),
        "image": request.picture,
        "mask_image": request.opened,
        "strength": 1.0,
    }


def _pulls(anatomy: Anatomy, guidance: GuidanceScales) -> dict[str, Any]:
    """Return the scales under the names by which pipelines take them."""
    reference = {"image_guidance_scale": guidance.reference}
    if anatomy.default("guidance_scale", 0):
        return reference | {"guidance_scale": guidance.text}
    # Pipelines whose true scale stands beside a distilled one use it with a negative prompt only.
    return reference | {"true_cfg_scale": guidance.text, "negative_prompt": " "}
