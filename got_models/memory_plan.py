"""How a model fits into the memory there is: an estimate before anything is loaded, and a ladder.

Light: no torch. Each rung of the ladder needs less memory on the device than the one above it, and
takes longer. What is counted exactly are weights and caches; how many feature maps are alive at
once is an estimate, on the safe side.
"""

from collections.abc import Collection, Sequence
from typing import Literal, get_args

from pydantic import Field

from got_models.quantisers import Precision
from got_models.value import Value

Rung = Literal["all", "turns", Precision, "layers"]

RUNGS: tuple[Rung, ...] = ("all", "turns", "int8", "fp8", "int4", "layers")
"""From the most memory on the device to the least; of two that take as much, the truer first."""

ROUNDED: frozenset[Rung] = frozenset(get_args(Precision))
"""Rungs on which weights are rounded, for which a package is needed."""

ABOUT: dict[Rung, str] = {
    "all": "everything on the device",
    "turns": "the reasoner and the UNet on the device in turns, waiting in main memory",
    "int8": "in turns, with the reasoner and the UNet in 8-bit weights",
    "fp8": "in turns, with the reasoner and the UNet in 8-bit floating-point weights",
    "int4": "in turns, with the reasoner and the UNet in 4-bit weights",
    "layers": "one layer on the device at a time, all others in main memory (slow)",
}

HALF, FULL = 2, 4
"""Bytes of a bfloat16 and of a float32 number."""

INT8_BYTES, INT4_BYTES = 1.05, 0.60
"""Bytes per weight with the scales of its group, and with the layers that stay in bfloat16."""

BRANCHES = 4
"""Rows of the UNet's batch for one picture: the branches of the guidance."""

_UNET_MAPS, _VAE_MAPS = 16, 6
"""Feature maps of the first level alive at once in the UNet, skip connections among them, and of
the last level in the autoencoder: estimates."""

_TOKENS = 2048
"""Tokens of a prompt with its picture, a chain and the image tokens, rounded up."""

_LAYER_SHARE = 40
"""With layers streamed, the largest is about this part of its network."""

SPARE = 0.95
"""Share of the free memory that a plan uses."""


class ModelSize(Value):
    """How large a model is: weights by part, and the shapes that working memory follows from."""

    mllm: int = Field(gt=0)
    """Weights of the reasoner, for this and the next three."""
    projector: int = Field(gt=0)
    vae: int = Field(gt=0)
    unet: int = Field(gt=0)
    side: int = Field(gt=0)
    """Pixels along a side of a picture."""
    downscale: int = Field(default=8, gt=0)
    """Pixels per latent along a side."""
    unet_width: int = Field(gt=0)
    """Channels of the UNet's first level."""
    vae_width: int = Field(gt=0)
    """Channels of the autoencoder's last level."""
    cached_per_token: int = Field(gt=0)
    """Numbers the reasoner keeps per token: keys and values of all layers."""

    @property
    def weights(self) -> int:
        """Weights of all parts."""
        return self.mllm + self.projector + self.vae + self.unet


GOT_6B = ModelSize(
    mllm=4_065_787_904,
    projector=6_819_072,
    vae=83_653_863,
    unet=2_567_486_724,
    side=1024,
    unet_width=320,
    vae_width=128,
    cached_per_token=36 * 2 * 2 * 128,
)
"""GoT-6B after conversion: Qwen2.5-VL-3B with its own head, SDXL's UNet and autoencoder."""


class Need(Value):
    """What a rung takes, in bytes."""

    rung: Rung
    device: int
    """Memory on the device, weights and working memory together."""
    main: int
    """Main memory that stays taken while it runs."""


class MemoryPlan(Value):
    """Which rung to begin on, and which are left below it."""

    rung: Rung | None
    """None when not even the lowest fits."""
    ladder: tuple[Rung, ...]
    """The rung and those below it that can be stepped down to."""
    needs: tuple[Need, ...]
    """What every usable rung takes."""


def working_bytes(size: ModelSize, number: int = HALF) -> dict[str, int]:
    """Return the memory beside the weights by stage, for one picture, in bytes.

    Args:
        size: The model.
        number: Bytes of one number.
    """
    latents = (size.side // size.downscale) ** 2
    return {
        "reasoner": _TOKENS * size.cached_per_token * number,
        "unet": BRANCHES * latents * size.unet_width * _UNET_MAPS * number,
        "vae": size.side**2 * size.vae_width * _VAE_MAPS * number,
    }


def main_need(size: ModelSize) -> int:
    """Return what a model takes on a CPU, in bytes: float32 weights, and work beside them."""
    working = working_bytes(size, FULL)
    return size.weights * FULL + working["reasoner"] + max(working["unet"], working["vae"])


def need_of(rung: Rung, size: ModelSize) -> Need:
    """Estimate what a rung takes with weights in bfloat16."""
    working = working_bytes(size)
    drawing = max(working["unet"], working["vae"])
    always = (size.projector + size.vae) * HALF + working["reasoner"]
    if rung == "all":
        return Need(rung=rung, device=size.weights * HALF + working["reasoner"] + drawing, main=0)
    if rung == "layers":
        part = max(size.mllm, size.unet) * HALF // _LAYER_SHARE
        main = (size.mllm + size.unet) * HALF
        return Need(rung=rung, device=always + part + drawing, main=main)
    width = {"turns": float(HALF), "int8": INT8_BYTES, "fp8": INT8_BYTES, "int4": INT4_BYTES}[rung]
    mllm, unet = int(size.mllm * width), int(size.unet * width)
    return Need(rung=rung, device=always + max(mllm, unet + drawing), main=mllm + unet)


def plan(
    size: ModelSize,
    *,
    device_free: int,
    main_free: int | None,
    precisions: Collection[Precision] = (),
) -> MemoryPlan:
    """Pick the highest rung that fits.

    Args:
        size: The model.
        device_free: Free memory on the device, in bytes.
        main_free: The same of main memory; None when the system does not tell.
        precisions: What weights can be rounded to here.
    """
    needs = tuple(
        need_of(rung, size) for rung in RUNGS if rung not in ROUNDED or rung in precisions
    )
    fitting = [
        need
        for need in needs
        if need.device <= SPARE * device_free
        and (main_free is None or need.main <= SPARE * main_free)
    ]
    ladder = _downward(fitting)
    return MemoryPlan(rung=ladder[0] if ladder else None, ladder=ladder, needs=needs)


def _downward(fitting: Sequence[Need]) -> tuple[Rung, ...]:
    """Leave out steps that free nothing, and one that cannot be taken: rounded layers stay."""
    rounded = any(need.rung in ROUNDED for need in fitting)
    ladder: list[Need] = []
    for need in fitting:
        frees = not ladder or need.device < ladder[-1].device
        if frees and not (ladder and rounded and need.rung == "layers"):
            ladder.append(need)
    return tuple(need.rung for need in ladder)
