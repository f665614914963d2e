"""Model folders: written whole, read in full, or refused in one sentence."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import PreTrainedTokenizerFast

from got_models import model_config, model_folder
from got_models.autoencoder import PatchAutoencoder
from got_models.devices import chosen, describe, dtype_on, unet_dtype_on
from got_models.errors import BadInput, WeightsError
from got_models.guidance_scales import GuidanceScales
from got_models.loading import load_models
from got_models.model_config import ModelConfig
from got_models.model_folder import open_models, save_models
from got_models.pipeline import GoTPipeline
from got_models.projector import GuidanceProjector
from got_models.thought import PALETTE, Box, Chain, Element
from got_models.tiny import HIDDEN, tiny_mllm
from got_models.tokenizer_training import train_tokenizer

CONFIG = ModelConfig(
    name="got-tiny",
    side=64,
    max_side=128,
    vision_side=128,
    guidance={"generate": GuidanceScales(text=3, spatial=2, reference=1)},
    vocabulary=("apple", "cat"),
)
TEXT = "A cat <|box_start|>(102,359),(7,999)<|box_end|> (red)<|im_gen_start|><|im_gen_0000|>"


@pytest.fixture(scope="module")
def parts(pipelines: Callable[[str], GoTPipeline]) -> dict[str, Any]:
    drawing = pipelines("patches")
    tokenizer = train_tokenizer(["a cat and an apple"] * 3, vocabulary=1300)
    return {
        "mllm": tiny_mllm(tokenizer),
        "tokenizer": tokenizer,
        "projector": GuidanceProjector(HIDDEN, sequence_width=16, pooled_width=8),
        "unet": drawing.unet,
        "vae": drawing.vae,
        "scheduler": drawing.scheduler,
        "config": CONFIG,
    }


@pytest.fixture(scope="module")
def folder(parts: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("models") / "got-tiny"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(model_folder, "MAX_SHARD", "400KB")
        save_models(place, **parts)
    return place


@pytest.fixture
def copied(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "copy"))


def test_every_weight_comes_back_as_it_was_cast(folder: Path, parts: dict[str, Any]) -> None:
    opened = open_models(folder, torch.float32)

    for name in ("mllm", "projector", "unet", "vae"):
        kept, read = parts[name].state_dict(), getattr(opened, name).state_dict()
        assert kept.keys() == read.keys()
        assert all(torch.equal(kept[key].bfloat16().float(), read[key]) for key in kept)
        assert all(weight.dtype == torch.float32 for weight in parts[name].parameters())


def test_the_tokenizer_comes_back_with_its_own_rules(folder: Path, parts: dict[str, Any]) -> None:
    opened = PreTrainedTokenizerFast.from_pretrained(folder / "tokenizer")
    kept = parts["tokenizer"]

    assert opened.encode(TEXT) == kept.encode(TEXT)
    assert (opened.pad_token_id, opened.eos_token_id) == (kept.pad_token_id, kept.eos_token_id)
    assert opened.chat_template == kept.chat_template


def test_weights_are_in_files_no_larger_than_allowed(folder: Path) -> None:
    for part in ("mllm", "unet"):
        sizes = [file.stat().st_size for file in (folder / part).glob("*.safetensors")]
        largest_tensor = 1400 * HIDDEN * 2 if part == "mllm" else 0
        assert len(sizes) > 1
        assert max(sizes) < max(420_000, largest_tensor)


def test_a_loaded_model_plans_and_paints_in_silence(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    cat = Element(phrase="cat", box=Box(x0=9, y0=9, x1=600, y1=700), colour="red")
    chain = Chain(parts=("A ", cat, "."))

    loaded = load_models(folder, device="cpu")
    paint = loaded.painter.paint
    scales = loaded.painter.guidance_for("generate")
    first, again = (
        paint("a cat", chain, seeds=[3], steps=1, size=None, guidance=scales)[0].tobytes()
        for _ in range(2)
    )

    assert first == again
    assert scales == CONFIG.guidance["generate"]
    assert loaded.reasoner.vocabulary == {"apple", "cat"}
    assert (loaded.painter.name, loaded.painter.default_size) == ("got-tiny", (64, 64))
    assert capfd.readouterr() == ("", "")


def test_saving_again_replaces_the_whole_folder(copied: Path, parts: dict[str, Any]) -> None:
    (copied / "stray.txt").write_text("old")

    save_models(copied, **(parts | {"config": CONFIG.model_copy(update={"name": "newer"})}))

    assert model_config.read(copied).name == "newer"
    assert not (copied / "stray.txt").exists()
    assert [place.name for place in copied.parent.iterdir()] == ["copy"]


def test_a_saved_folder_does_not_say_where_its_parts_were_read(
    copied: Path, parts: dict[str, Any], tmp_path: Path
) -> None:
    read = PatchAutoencoder.from_pretrained(str(copied / "vae"))

    save_models(tmp_path / "again", **(parts | {"vae": read}))

    texts = [place.read_text() for place in (tmp_path / "again").rglob("*.json")]
    assert read.config["_name_or_path"] == str(copied / "vae")
    assert not any(str(tmp_path) in text for text in texts)


def test_a_failed_save_leaves_what_was_there(
    copied: Path, parts: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(config: ModelConfig, folder: Path) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(model_config, "write", fails)

    with pytest.raises(OSError, match="no space"):
        save_models(copied, **parts)

    assert model_config.read(copied) == CONFIG
    assert [place.name for place in copied.parent.iterdir()] == ["copy"]


def _cut(place: Path) -> None:
    place.write_bytes(place.read_bytes()[:-1000])


def _without_a_tensor(place: Path) -> None:
    tensors = load_file(place)
    tensors.popitem()
    save_file(tensors, place, metadata={"format": "pt"})


def _of_another_width(place: Path) -> None:
    tensors = {key: tensor[..., :-1].contiguous() for key, tensor in load_file(place).items()}
    save_file(tensors, place, metadata={"format": "pt"})


@pytest.mark.parametrize(
    ("part", "damage"),
    [
        *((part, _cut) for part in ("mllm", "projector", "unet", "vae")),
        *((part, _without_a_tensor) for part in ("mllm", "projector", "unet", "vae")),
        ("mllm", _of_another_width),
        ("unet", _of_another_width),
        ("unet", Path.unlink),
    ],
)
def test_damaged_weights_are_refused(
    copied: Path, part: str, damage: Callable[[Path], object]
) -> None:
    damage(next(iter(sorted((copied / part).glob("*.safetensors")))))

    with pytest.raises(WeightsError, match=str(copied)):
        load_models(copied, device="cpu")


def _scribbled(place: Path) -> None:
    place.write_text("{", encoding="utf-8")


def test_a_colour_that_no_mask_can_have_is_refused(tmp_path: Path) -> None:
    (tmp_path / "got_config.json").write_text(
        CONFIG.model_dump_json().replace('"blue"', '"octarine"'), "utf-8"
    )

    with pytest.raises(WeightsError, match=r"colours .*'octarine' is no colour"):
        model_config.read(tmp_path)


def test_a_model_may_be_taught_colours_of_its_own() -> None:
    own = CONFIG.model_copy(update={"colours": ("teal",)})
    every = CONFIG.model_copy(update={"colours": None})

    assert own.colour_words == ("teal",)
    assert CONFIG.colour_words == PALETTE
    assert {"teal", *PALETTE} < set(every.colour_words)


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        ("got_config.json", Path.unlink),
        ("got_config.json", _scribbled),
        ("mllm/config.json", _scribbled),
        ("tokenizer/tokenizer.json", Path.unlink),
        ("unet/config.json", Path.unlink),
        ("vae/config.json", _scribbled),
        ("scheduler/scheduler_config.json", Path.unlink),
    ],
)
def test_missing_and_damaged_configurations_are_refused(
    copied: Path, file: str, damage: Callable[[Path], object]
) -> None:
    damage(copied / file)

    with pytest.raises(WeightsError, match=str(copied)):
        load_models(copied, device="cpu")


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("vae/config.json", "UNet2DConditionModel"),
        ("scheduler/scheduler_config.json", "AutoencoderKL"),
        ("scheduler/scheduler_config.json", "__name__"),
    ],
)
def test_parts_of_another_kind_are_refused(copied: Path, file: str, name: str) -> None:
    place = copied / file
    place.write_text(json.dumps(json.loads(place.read_text()) | {"_class_name": name}))

    with pytest.raises(WeightsError, match=name):
        load_models(copied, device="cpu")


def test_a_device_that_is_not_there_is_refused_with_those_that_are(folder: Path) -> None:
    with pytest.raises(BadInput, match="there is no device 'cuda:99' here; there is cpu"):
        load_models(folder, device="cuda:99")


@pytest.mark.parametrize(
    ("has", "dtype"), [({"avx512_bf16": True}, torch.bfloat16), ({}, torch.float32)]
)
def test_only_the_unet_computes_in_bfloat16_on_a_cpu_and_only_where_that_is_native(
    folder: Path, monkeypatch: pytest.MonkeyPatch, has: dict[str, bool], dtype: torch.dtype
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: has)

    pipeline = load_models(folder, device="cpu").pipeline

    assert pipeline.unet.dtype == dtype
    assert {pipeline.mllm.dtype, pipeline.vae.dtype, pipeline.projector.dtype} == {torch.float32}


def test_a_gpu_computes_in_bfloat16_and_auto_is_a_device_of_its_own() -> None:
    gpu = torch.device("cuda", 0)

    assert dtype_on(gpu) == unet_dtype_on(gpu) == torch.bfloat16
    assert describe().startswith(chosen(None).type)
