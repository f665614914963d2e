"""Where a pipeline lies, by what it weighs and what is free."""

from pathlib import Path

import pytest

from got_models.brushes.placing import rung_for, weights_bytes


@pytest.mark.parametrize(
    ("free", "rung"),
    [(None, "whole"), (40, "whole"), (20, "model offload"), (8, "sequential offload")],
)
def test_a_pipeline_lies_where_it_fits(free: int | None, rung: str) -> None:
    sizes = {"transformer": 12 * 2**30, "text_encoder": 8 * 2**30}

    assert rung_for(sizes, free and free * 2**30) == rung


def test_only_files_that_are_opened_weigh_something(tmp_path: Path) -> None:
    for name, size in {
        "sd_xl_base_1.0.safetensors": 5,
        "unet/diffusion_pytorch_model-00001-of-00002.safetensors": 10,
        "unet/diffusion_pytorch_model-00002-of-00002.safetensors": 20,
        "unet/diffusion_pytorch_model.fp16.safetensors": 15,
        "vae/diffusion_pytorch_model.safetensors": 7,
        "text_encoder/model.safetensors": 3,
    }.items():
        place = tmp_path / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(bytes(size))

    assert weights_bytes(tmp_path) == {"unet": 30, "vae": 7, "text_encoder": 3}
