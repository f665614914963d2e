"""Converting a checkpoint: whole and right, or refused in one sentence with nothing left behind."""

import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from parity_data import INDEX, tensors, write_shards
from safetensors.torch import load_file

from got_models import model_config
from got_models.errors import BadInput, WeightsError
from got_models.loading import load_models
from got_models.upstream import checksums
from got_models.upstream.conversion import convert

SHARDS = [f"pytorch_model-0000{number}-of-00003.bin" for number in (1, 2, 3)]


def written(folder: Path) -> dict[str, torch.Tensor]:
    files = sorted(folder.glob("*.safetensors"))
    return {name: tensor for file in files for name, tensor in load_file(file).items()}


def test_every_key_is_accounted_for(published: Path, tmp_path: Path) -> None:
    done = convert(published / "checkpoint", tmp_path / "model")

    told = sum(len(held) for held in tensors().values())
    assert done.keys == told
    assert done.tensors + 2 * done.merged + done.replaced == told
    assert done.merged
    assert done.replaced


def test_lora_is_merged_and_the_head_is_the_trained_one(converted: Path) -> None:
    keys = {key: tensor for held in tensors().values() for key, tensor in held.items()}
    linear = "mllm.base_model.model.model.layers.1.self_attn.q_proj"
    down, up = (keys[f"{linear}.lora_{which}.default.weight"] for which in "AB")

    mllm = written(converted / "mllm")

    merged = mllm["model.layers.1.self_attn.q_proj.weight"]
    assert torch.allclose(merged, keys[f"{linear}.base_layer.weight"] + up @ down, atol=1e-6)
    head = keys["mllm.base_model.model.lm_head.modules_to_save.default.weight"]
    assert torch.equal(mllm["lm_head.weight"], head)
    assert not torch.equal(mllm["lm_head.weight"], mllm["model.embed_tokens.weight"])
    assert json.loads((converted / "mllm" / "config.json").read_text())["tie_word_embeddings"] is (
        False
    )


def test_the_folder_opens_like_any_model_and_plans_in_bare_words(converted: Path) -> None:
    models = load_models(converted, device="cpu")

    assert models.painter.default_size == (64, 64)
    assert models.painter.default_steps == 50
    assert models.reasoner.longest == 1024
    assert models.pipeline.unet.config.in_channels == 12
    assert len(models.painter.weights_hash) == 64
    assert model_config.read(converted).colours is None


def test_upstreams_own_files_open_as_they_are_to_the_same_model(
    published: Path, converted: Path
) -> None:
    direct = load_models(published / "checkpoint", device="cpu")
    ready = load_models(converted, device="cpu")

    for part in ("mllm", "projector", "vae", "unet"):
        ours, theirs = (getattr(m.pipeline, part).state_dict() for m in (direct, ready))
        assert ours.keys() == theirs.keys()
        assert all(torch.equal(ours[name], theirs[name]) for name in ours)
    for buffers in zip(direct.pipeline.mllm.buffers(), ready.pipeline.mllm.buffers(), strict=True):
        assert torch.equal(*buffers)
    assert direct.painter.default_steps == ready.painter.default_steps
    assert direct.painter.weights_hash != ready.painter.weights_hash


def test_hashes_tell_what_was_changed_since(converted: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(converted, tmp_path / "model"))
    assert checksums.check(copy) == []

    (copy / "got_config.json").write_text("{}", "utf-8")
    (copy / "vae" / "config.json").unlink()

    assert checksums.check(copy) == [
        "got_config.json is not the file that was written",
        "vae/config.json is missing",
    ]


def cut_off(checkpoint: Path) -> None:
    os.truncate(checkpoint / SHARDS[1], 100_000)


def bit_flipped(checkpoint: Path) -> None:
    with (checkpoint / SHARDS[1]).open("r+b") as file:
        file.seek(400_000)
        byte = file.read(1)[0]
        file.seek(400_000)
        file.write(bytes([byte ^ 1]))


def renamed(checkpoint: Path) -> None:
    (checkpoint / SHARDS[1]).rename(checkpoint / "pytorch_model-00002-of-00004.bin")


def swapped(checkpoint: Path) -> None:
    (checkpoint / SHARDS[0]).rename(checkpoint / "aside")
    (checkpoint / SHARDS[1]).rename(checkpoint / SHARDS[0])
    (checkpoint / "aside").rename(checkpoint / SHARDS[1])


class Code:
    """Runs code when it is unpickled."""

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, ("touch harm-was-done",)


def with_code(checkpoint: Path) -> None:
    torch.save({"unet.conv_in.bias": Code()}, checkpoint / SHARDS[1])


def bare_pickle(checkpoint: Path) -> None:
    (checkpoint / SHARDS[1]).write_bytes(pickle.dumps(Code()))


def no_table(checkpoint: Path) -> None:
    torch.save([torch.zeros(1)], checkpoint / SHARDS[1])


def with_a_key_too_many(checkpoint: Path) -> None:
    shards = tensors()
    shards[SHARDS[1]]["unet.extra.weight"] = torch.zeros(1)
    shutil.rmtree(checkpoint)
    write_shards(shards, checkpoint)


def with_a_key_too_few(checkpoint: Path) -> None:
    shards = tensors()
    del shards[SHARDS[1]]["unet.conv_in.bias"]
    shutil.rmtree(checkpoint)
    write_shards(shards, checkpoint)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (cut_off, SHARDS[1]),
        (bit_flipped, SHARDS[1]),
        (renamed, SHARDS[1]),
        (swapped, "renamed"),
        (with_code, "may run code"),
        (bare_pickle, "may run code"),
        (no_table, "no plain table"),
        (with_a_key_too_many, "unused: 1 (unet/extra.weight)"),
        (with_a_key_too_few, "missing: 1 (unet/conv_in.bias)"),
    ],
)
def test_a_spoilt_checkpoint_is_named_and_nothing_is_written(
    copied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[Path], None], said: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    spoil(copied / "checkpoint")
    there = set(tmp_path.iterdir())

    with pytest.raises(WeightsError) as refused:
        convert(copied, tmp_path / "model")

    assert said in str(refused.value)
    assert set(tmp_path.iterdir()) == there


def test_a_base_folder_of_another_size_is_named(copied: Path, tmp_path: Path) -> None:
    place = copied / "base" / "Qwen2.5-VL" / "config.json"
    config = json.loads(place.read_text("utf-8"))
    config["hidden_size"], config["vision_config"]["out_hidden_size"] = 96, 96
    place.write_text(json.dumps(config), "utf-8")

    with pytest.raises(WeightsError, match=r"other shapes.*512x64 instead of 512x96"):
        convert(copied, tmp_path / "model")


def test_a_base_folder_that_is_missing_is_asked_for(copied: Path, tmp_path: Path) -> None:
    shutil.move(copied / "base" / "sdxl", tmp_path / "elsewhere")

    with pytest.raises(WeightsError, match="--sdxl"):
        convert(copied, tmp_path / "model")

    assert convert(copied, tmp_path / "model", sdxl=tmp_path / "elsewhere").keys


def test_what_is_there_already_is_left_alone(copied: Path, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()

    for replace in (False, True):
        with pytest.raises(BadInput, match="notes"):
            convert(copied, tmp_path / "notes", replace=replace)


def test_factors_in_another_shard_than_their_base_are_found(
    copied: Path, converted: Path, tmp_path: Path
) -> None:
    shards = tensors()
    moved = [key for key in shards[SHARDS[0]] if "lora_B" in key]
    for key in moved:
        shards[SHARDS[2]][key] = shards[SHARDS[0]].pop(key)
    shutil.rmtree(copied / "checkpoint")
    write_shards(shards, copied / "checkpoint")

    convert(copied, tmp_path / "model")

    ours, before = written(tmp_path / "model" / "mllm"), written(converted / "mllm")
    assert moved
    assert ours.keys() == before.keys()
    assert all(torch.equal(ours[name], before[name]) for name in ours)


def test_weights_can_be_kept_in_bfloat16(copied: Path, tmp_path: Path) -> None:
    convert(copied, tmp_path / "model", dtype="bfloat16")

    assert {tensor.dtype for tensor in written(tmp_path / "model" / "unet").values()} == {
        torch.bfloat16
    }


def test_a_disk_that_fills_up_leaves_nothing_behind(copied: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "model"
    code = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from got_models.errors import WeightsError\n"
        "from got_models.upstream.conversion import convert\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))\n"
        "try: convert(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "except WeightsError as error: sys.exit(str(error))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(copied), str(target)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "cannot be written" in done.stderr
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="the system does not tell")
def test_no_more_than_one_shard_is_in_memory(copied: Path, tmp_path: Path) -> None:
    """Give the vocabulary so many rows that the shards are larger than what libraries take."""
    rows, shards = 100_000, tensors()
    for held in shards.values():
        for key in held:
            if "embed_tokens" in key or "lm_head" in key:
                held[key] = torch.zeros(rows, held[key].shape[1])
    shutil.rmtree(copied / "checkpoint")
    write_shards(shards, copied / "checkpoint")
    place = copied / "base" / "Qwen2.5-VL" / "config.json"
    place.write_text(json.dumps(json.loads(place.read_text("utf-8")) | {"vocab_size": rows}))
    code = (
        "import sys; from pathlib import Path\n"
        "from got_models.upstream import conversion, layout\n"
        "source = Path(sys.argv[1]); from got_models.upstream import base_models\n"
        "import torch\n"
        "with torch.device('meta'): base_models.build(layout.find(source))\n"
        # Not getrusage: what it tells begins with the size of the process that started this one.
        "status = lambda: Path('/proc/self/status').read_text()\n"
        "peak = lambda: int(status().partition('VmHWM:')[2].split()[0]) * 1024\n"
        "before = peak(); conversion.convert(source, Path(sys.argv[2])); print(peak() - before)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(copied), str(tmp_path / "model")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    largest = max((copied / "checkpoint" / shard).stat().st_size for shard in SHARDS)
    assert largest > 40_000_000
    assert int(done.stdout) <= 1.2 * largest
    assert (copied / "checkpoint" / INDEX).is_file()
