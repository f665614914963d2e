"""Everything of a case that is no tensor and must be equal: ids, boxes, sizes, texts, settings."""

from typing import Any

from PIL import ImageColor

from got_models.tokens import IMAGE_TOKEN_COUNT
from got_models.upstream.box_pattern import GRID, PlainBox
from got_models.upstream.drawn import Drawn, Generated
from got_models.upstream.generation import UpstreamGenerator
from got_models.upstream.parity_trace import UNetCalls


def writing_facts(generator: UpstreamGenerator, answer: Generated) -> dict[str, Any]:
    """Return what was written, under upstream's names."""
    new = answer.ids[answer.input_length :]
    return {
        "new_ids": new,
        "new_text": generator.tokenizer.decode(new, skip_special_tokens=False),
    }


def drawing_facts(
    generator: UpstreamGenerator,
    answer: Generated,
    drawn: Drawn,
    calls: UNetCalls,
    told: dict[str, Any],
) -> dict[str, Any]:
    """Return everything about a picture that is no tensor, under upstream's names.

    Args:
        generator: What drew it.
        answer: The call's answer.
        drawn: The picture.
        calls: What the UNet was asked.
        told: What the case says; of the noise schedule, what it names is what counts.
    """
    chain = drawn.ids[answer.input_length : -IMAGE_TOKEN_COUNT].tolist()
    decode = generator.tokenizer.decode
    return {
        "input_ids_pass2": drawn.ids.tolist(),
        "decoded_pass2": decode(drawn.ids.tolist(), skip_special_tokens=False),
        "chain_decoded": decode(chain, skip_special_tokens=False),
        "boxes": [_box(box, drawn) for box in drawn.boxes],
        "n_masks": len(drawn.canvases),
        "timesteps": calls.times,
        "unet_batch": len(calls.inputs[0]),
        "vae_scaling_factor": generator.pipeline.vae.config.scaling_factor,
        "scheduler_config": _settings(generator, told),
        "final_size_wh": list(drawn.fitted.size),
    }


def _settings(generator: UpstreamGenerator, told: dict[str, Any]) -> dict[str, Any]:
    """Return what our noise schedule is set to, where upstream's is set to anything."""
    held = generator.pipeline.scheduler.config
    theirs = told.get("scheduler_config", {})
    return {key: held.get(key, value) for key, value in theirs.items()}


def _box(box: PlainBox, drawn: Drawn) -> dict[str, Any]:
    """Describe a box as upstream's record does; the filled rectangle is read off the canvas."""
    width, height = drawn.canvases[0].size
    sides = (width, height, width, height)
    filled = drawn.canvases[drawn.boxes.index(box)].getbbox()
    return {
        "norm": list(box.corners),
        "color": box.colour,
        "rgb": list(ImageColor.getrgb(box.colour)),
        "pixel_xyxy_float": [v / GRID * side for v, side in zip(box.corners, sides, strict=True)],
        "filled_xyxy_inclusive": filled and [filled[0], filled[1], filled[2] - 1, filled[3] - 1],
    }
