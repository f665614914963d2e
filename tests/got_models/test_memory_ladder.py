"""Fitting a model into memory: the plan beforehand, and stepping down when it runs out."""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import pytest
import torch

from got_models import full_size, memory_ladder
from got_models.errors import MissingPackage
from got_models.full_size import GOT_6B as SHAPE
from got_models.full_size import MINIATURE
from got_models.memory_ladder import MemoryLadder, size_of
from got_models.memory_plan import ABOUT, GOT_6B, RUNGS, Rung, need_of, plan
from got_models.pipeline import GoTPipeline
from got_models.placement import Placement, device_of
from got_models.projector import SemanticGuidance
from got_models.quantisers import NO_GPU, QUANTISERS, Capability, Precision, usable
from got_models.rounding import stored_bytes
from got_models.ssgm import canvases_of
from got_models.tiny import tiny_scheduler

CPU = torch.device("cpu")
GIB = 2**30


@pytest.fixture
def model() -> GoTPipeline:
    torch.manual_seed(0)
    return GoTPipeline(
        mllm=full_size.mllm(MINIATURE).eval(),
        tokenizer=None,
        projector=full_size.projector(MINIATURE).eval(),
        vae=full_size.vae(MINIATURE).eval(),
        unet=full_size.unet(MINIATURE).eval(),
        scheduler=tiny_scheduler(),
    )


@torch.no_grad()
def drawn(model: GoTPipeline) -> torch.Tensor:
    """Read something and draw it, as a turn does."""
    states = model.mllm.model(input_ids=torch.arange(70)[None]).last_hidden_state
    words: SemanticGuidance = model.projector(states[:, -64:])
    pixels: torch.Tensor = model(
        words, canvases_of([], 64, 64), height=64, width=64, num_inference_steps=2, scales=None,
        generators=[torch.Generator().manual_seed(1)], output_type="pt",
    ).images  # fmt: skip
    return pixels


@pytest.mark.parametrize("rung", ["all", "turns", "layers"])
def test_the_same_picture_is_drawn_on_every_rung(model: GoTPipeline, rung: Rung) -> None:
    before = drawn(model)
    placement = Placement(model, CPU)

    placement.take(rung)

    assert torch.equal(drawn(model), before)
    assert device_of(model.unet) == CPU
    placement.leave()
    assert torch.equal(drawn(model), before)
    assert not any(weight.is_meta for weight in model.unet.parameters())


def running_out(model: GoTPipeline, times: int) -> Callable[..., None]:
    """Let the UNet run out of memory a number of times."""
    left = [times]

    def full(module: object, given: Any) -> None:
        if left[0]:
            left[0] -= 1
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 1 GiB\nmore")

    model.unet.register_forward_pre_hook(full)
    return full


def test_work_is_done_again_on_the_next_rung_and_that_is_said(model: GoTPipeline) -> None:
    expected = drawn(model)
    running_out(model, 2)
    said: list[str] = []
    ladder = MemoryLadder(Placement(model, CPU), CPU, ("all", "turns", "layers"), said.append)

    picture = ladder.run(lambda: drawn(model))

    assert torch.equal(picture, expected)
    assert ladder.rung == "layers"
    taken: list[Rung] = ["turns", "layers"]
    assert all(line.endswith(ABOUT[rung]) for line, rung in zip(said, taken, strict=True))
    assert all("Tried to allocate 1 GiB" in line and "more" not in line for line in said)


def test_below_the_last_rung_is_an_error_and_the_model_still_works(model: GoTPipeline) -> None:
    running_out(model, 2)
    ladder = MemoryLadder(Placement(model, CPU), CPU, ("all", "turns"), lambda line: None)

    with pytest.raises(MemoryError, match="--size"):
        ladder.run(lambda: drawn(model))

    assert drawn(model).shape == (1, 3, 64, 64)


def test_other_mistakes_are_not_taken_for_full_memory(model: GoTPipeline) -> None:
    ladder = MemoryLadder(Placement(model, CPU), CPU, ("all", "turns"), lambda line: None)

    with pytest.raises(ZeroDivisionError):
        ladder.run(lambda: 1 / 0)

    assert ladder.rung == "all"


@pytest.mark.parametrize(
    ("free_gib", "rung"), [(80, "all"), (16, "all"), (12, "turns"), (8.5, "turns"), (3, "layers")]
)
def test_the_highest_rung_that_fits_is_picked(free_gib: float, rung: Rung) -> None:
    assert plan(GOT_6B, device_free=int(free_gib * GIB), main_free=64 * GIB).rung == rung


def test_smaller_weights_are_used_where_they_can_be_made() -> None:
    free = {"device_free": 6 * GIB, "main_free": 64 * GIB}

    assert plan(GOT_6B, **free).rung == "layers"
    made = plan(GOT_6B, **free, precisions=("int8", "fp8", "int4"))
    assert made.rung == "int8"
    assert made.ladder == ("int8", "int4")
    assert plan(GOT_6B, **free, precisions=("fp8",)).ladder == ("fp8",)


def test_nothing_fits_into_nothing() -> None:
    assert plan(GOT_6B, device_free=GIB, main_free=GIB).rung is None


def test_every_rung_needs_less_of_the_device_than_the_one_above() -> None:
    needs = [need_of(rung, GOT_6B).device for rung in RUNGS]

    assert needs == sorted(needs, reverse=True)


def test_the_published_size_is_that_of_the_real_shapes() -> None:
    with torch.device("meta"):
        counts = {
            part: full_size.weights_of(getattr(full_size, part)(SHAPE))
            for part in ("mllm", "projector", "vae", "unet")
        }

    assert counts == {part: getattr(GOT_6B, part) for part in counts}


def test_an_opened_model_is_measured(model: GoTPipeline) -> None:
    size = size_of(model)

    assert size.unet == sum(weight.numel() for weight in model.unet.parameters())
    assert (size.side, size.downscale) == (64, 8)
    assert size.cached_per_token == 2 * 2 * 2 * 16
    assert memory_ladder.size_of(model) == size


def rounded_model(model: GoTPipeline, rung: Precision, package: str) -> Placement:
    """Take a rung with the very package, if it is installed."""
    pytest.importorskip(package)
    asked = next(one for one in QUANTISERS if (one.precision, one.package) == (rung, package))
    placement = Placement(model, CPU, {rung: asked})
    placement.take(rung)
    return placement


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("rung", "package", "share", "error"),
    [
        ("int8", "torchao", 0.4, 0.02),
        ("fp8", "torchao", 0.4, 0.1),
        ("int8", "bitsandbytes", 0.4, 0.02),
        ("int4", "bitsandbytes", 0.3, 0.2),
    ],
)
def test_rounded_weights_take_less_and_draw_nearly_the_same(
    model: GoTPipeline, rung: Precision, package: str, share: float, error: float
) -> None:
    before, layer = drawn(model), model.mllm.lm_head
    states = torch.randn(4, layer.in_features)
    said, taken = layer(states), stored_bytes(layer)

    placement = rounded_model(model, rung, package)

    small = model.mllm.lm_head
    assert stored_bytes(small) < share * taken
    assert float((small(states) - said).norm() / said.norm()) < error
    assert placement.rung == rung
    assert 0 < float((drawn(model) - before).abs().mean()) < error


@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize("first", ["torchao", "bitsandbytes"])
def test_weights_that_were_rounded_are_rounded_further(model: GoTPipeline, first: str) -> None:
    pytest.importorskip("bitsandbytes")
    layer = model.mllm.lm_head
    rows = torch.randn(4, layer.in_features)
    said = layer(rows)
    rounded_model(model, "int8", first)
    drawn(model)  # packages may put weights elsewhere at their first use
    model.mllm.lm_head(rows)

    rounded_model(model, "int4", "bitsandbytes")

    again = model.mllm.lm_head
    assert "4bit" in type(again).__name__
    assert float((again(rows) - said).norm() / said.norm()) < 0.2
    assert drawn(model).isfinite().all()


def test_a_rung_that_nobody_can_make_is_refused(model: GoTPipeline) -> None:
    with pytest.raises(MissingPackage, match="torchao"):
        Placement(model, CPU).take("int4")


H100, A100, TURING, PASCAL = (9, 0), (8, 0), (7, 5), (6, 1)


@pytest.mark.parametrize(
    ("capability", "packages", "found"),
    [
        (A100, set(), {}),
        (A100, {"torchao"}, {"int8": "torchao"}),
        (A100, {"torchao", "mslk"}, {"int8": "torchao"}),
        (H100, {"torchao"}, {"int8": "torchao", "fp8": "torchao"}),
        (H100, {"torchao", "mslk"}, {"int8": "torchao", "fp8": "torchao", "int4": "torchao"}),
        (H100, {"torchao", "bitsandbytes"},
         {"int8": "torchao", "fp8": "torchao", "int4": "bitsandbytes"}),
        (TURING, {"torchao", "bitsandbytes"}, {"int8": "bitsandbytes", "int4": "bitsandbytes"}),
        (PASCAL, {"torchao", "bitsandbytes", "mslk"}, {}),
        (NO_GPU, {"torchao", "mslk"}, {"int8": "torchao", "fp8": "torchao"}),
    ],
)  # fmt: skip
def test_who_rounds_follows_from_the_device_and_what_is_installed(
    capability: Capability, packages: set[str], found: dict[str, str]
) -> None:
    made = usable(capability, packages.__contains__)

    assert {precision: one.package for precision, one in made.items()} == found


def test_what_is_installed_is_looked_for() -> None:
    packages = {package for one in QUANTISERS for package in one.needs}
    there = {package for package in packages if find_spec(package)}

    assert usable(H100) == usable(H100, there.__contains__)
