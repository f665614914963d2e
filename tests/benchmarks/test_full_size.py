"""The benchmark of the full size, on the same shapes in small."""

import importlib.util
from pathlib import Path

import pytest
import torch

from got_models import full_size as shapes

FILE = Path(__file__).resolve().parents[2] / "benchmarks" / "full_size.py"
spec = importlib.util.spec_from_file_location("full_size_benchmark", FILE)
full_size = importlib.util.module_from_spec(spec)
spec.loader.exec_module(full_size)

STAGES = {
    "reasoner_prompt",
    "reasoner_token",
    "reasoner_image_tokens",
    "unet_step",
    "vae_encode",
    "vae_decode",
}


def test_operations_and_bytes_are_counted_without_any_weights() -> None:
    counted = full_size.floors(shapes.MINIATURE)

    assert set(counted) == STAGES
    assert all(held["gflops"] > 0 and held["weights_mib"] > 0 for held in counted.values())
    assert counted["reasoner_prompt"]["gflops"] > 100 * counted["reasoner_token"]["gflops"]


def test_a_linear_layer_takes_two_operations_per_weight_and_row() -> None:
    layer = torch.nn.Linear(8, 16, bias=False)
    stage = full_size.Stage("one", (layer,), lambda: layer(torch.zeros(5, 8)))

    floor = full_size.floor_of(stage)

    assert (floor.flops, floor.bytes) == (2 * 5 * 8 * 16, 8 * 16 * 4)
    assert floor.seconds(1280.0, 1e9) == pytest.approx(1.0)
    assert floor.seconds(1e9, 512.0) == pytest.approx(1.0)


def test_every_stage_is_timed_beside_its_floor() -> None:
    report = full_size.measured(shapes.MINIATURE, "cpu", rounds=1, fast=False)

    stages = report["stages"]
    assert set(stages) == STAGES | set(full_size.SAVINGS)
    assert all(held["seconds"] > 0 for held in stages.values())
    assert all(stages[name]["times_the_floor"] > 0 for name in STAGES)
    assert report["evaluations"]["picture"] == 4 * full_size.STEPS
    assert report["evaluations"]["picture_every_2"] == 2.5 * full_size.STEPS
    assert report["evaluations"]["picture_interval"] < 4 * full_size.STEPS


@torch.no_grad()
def test_the_faster_ways_of_the_unet_say_what_the_plain_one_says() -> None:
    torch.manual_seed(0)
    unet = shapes.at_random(shapes.unet, shapes.MINIATURE, "cpu", torch.float32)
    asked = (unet, shapes.MINIATURE, "cpu", torch.float32)
    plain = full_size.unet_work(*asked)().sample

    said = {name: work().sample for name, work in full_size.faster_unets(*asked, "eager")}

    assert list(said) == ["channels_last", "fused", "compiled"]
    for one in said.values():
        torch.testing.assert_close(one, plain, atol=1e-5, rtol=1e-4)


@torch.no_grad()
def test_a_token_behind_a_static_cache_is_what_the_model_says() -> None:
    torch.manual_seed(0)
    mllm = shapes.at_random(shapes.mllm, shapes.MINIATURE, "cpu", torch.float32)
    step = full_size.fast_token(mllm, "cpu", torch.float32, "eager")
    # Every token says the same here, so that the number of those before it makes no difference;
    # places of the cache that were not written yet would.
    alone = mllm.model.language_model(
        inputs_embeds=torch.zeros(1, 1, shapes.MINIATURE.hidden),
        position_ids=torch.full((3, 1, 1), full_size.PROMPT_TOKENS),
    )
    expected = mllm.lm_head(alone.last_hidden_state)

    assert expected.abs().max() > 0
    for _ in range(3):
        torch.testing.assert_close(step(), expected)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # what the compiler remarks on its own libraries
@torch.no_grad()
def test_inductor_compiles_the_faster_ways_to_the_same_numbers() -> None:
    torch.manual_seed(0)
    mini, cpu, full = shapes.MINIATURE, "cpu", torch.float32
    unet, mllm = (shapes.at_random(part, mini, cpu, full) for part in (shapes.unet, shapes.mllm))
    plain = full_size.unet_work(unet, mini, cpu, full)().sample
    token = full_size.fast_token(mllm, cpu, full, "eager")()

    said = [work().sample for _, work in full_size.faster_unets(unet, mini, cpu, full, "inductor")]
    written = full_size.fast_token(mllm, cpu, full, "inductor")

    torch.testing.assert_close(said[-1], plain, atol=1e-4, rtol=1e-3)
    for _ in range(2):
        torch.testing.assert_close(written(), token, atol=1e-4, rtol=1e-3)


def test_a_report_is_a_table_of_all_its_stages() -> None:
    held = {"seconds": 0.012, "floor_s": 0.004, "times_the_floor": 3.0, "memory_mib": 17.2}
    report = {
        "shape": "got-6b", "device": "H200", "date": "2026-01-02", "torch": "2.13",
        "tflops_measured": 700.0, "gb_per_s_measured": 4000.0, "evaluations": {"picture": 40},
        "stages": {"unet_step": held, "picture": held | {"floor_s": None, "times_the_floor": None}},
    }  # fmt: skip

    text = full_size.table(report)

    assert "got-6b on H200, 2026-01-02, torch 2.13" in text
    assert "| unet_step | 12 | 4 | 3 | 17 |  |" in text
    assert "| picture | 12 |  |  | 17 | 40 |" in text
