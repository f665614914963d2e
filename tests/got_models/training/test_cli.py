"""`got train`: its words, and every stage at a toy size."""

import shutil
import subprocess
import sys

import pytest
from PIL import Image

from got_models.errors import WeightsError
from got_models.training import cli
from got_models.training.drawing_stage import CODE_WEIGHT, KEPT_WEIGHT
from got_models.training.log import TrainingLog


def test_help_names_every_stage_and_starts_without_torch():
    code = (
        "import sys; from got_models.training.cli import main; "
        "assert main(['--help']) == 0; sys.exit('torch' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert all(stage in done.stdout for stage in cli.STAGES)


@pytest.mark.parametrize(
    "words", [[], ["everything"], ["all", "--steps", "0"], ["all", "--device", "abacus"]]
)
def test_a_mistake_is_one_sentence_and_exit_code_two(words, capsys):
    assert cli.main(words) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("got: ")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("stage", "missing"),
    [("reasoner", "tokenizer"), ("drawing", "tokenizer"), ("export", "tokenizer")],
)
def test_a_stage_says_what_it_needs(stage, missing, tmp_path):
    with pytest.raises(WeightsError, match=f"got train {missing}"):
        cli.main([stage, "--smoke", "--device", "cpu", "--out", str(tmp_path)])


def test_no_reasoner_is_taught_with_a_tower_that_has_not_learned_to_look(smoked, tmp_path):
    shutil.copytree(smoked / "tokenizer", tmp_path / "tokenizer")

    with pytest.raises(WeightsError, match="got train sight"):
        cli.main(["reasoner", "--smoke", "--device", "cpu", "--out", str(tmp_path)])

    assert not (tmp_path / "reasoner").exists()


def test_the_command_line_changes_the_recipe():
    args = cli._parser().parse_args(["all", "--steps", "7", "--batch", "2", "--minutes", "1.5"])

    recipe = cli._recipe(args)

    for schedule in (recipe.autoencoder, recipe.reasoner, recipe.drawing):
        assert (schedule.steps, schedule.batch, schedule.minutes) == (7, 2, 1.5)
    assert recipe.drawing.learning_rate == 6e-4


@pytest.fixture(scope="module")
def smoked(tmp_path_factory):
    """A training folder in which every stage has run at the toy size."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    out = tmp_path_factory.mktemp("smoke")
    assert cli.main(["all", "--smoke", "--device", "cpu", "--out", str(out)]) == 0
    torch.set_num_threads(threads)
    return out


def test_one_command_makes_everything_from_nothing(smoked):
    for stage, sheet in (
        ("autoencoder", "sheet-000006.png"),
        ("reasoner", "sheet-000003.txt"),
        ("drawing", "sheet-000003.png"),
    ):
        held = {file.name for file in (smoked / stage).iterdir()}
        assert {"checkpoint.pt", "log.jsonl", "loss.png", sheet} <= held
    assert (smoked / "tokenizer" / "tokenizer.json").is_file()
    with Image.open(smoked / "proof.png") as proof:
        assert proof.size == (32, 32)


def test_the_joint_stage_logs_all_its_losses(smoked):
    (*_, last) = TrainingLog(smoked / "drawing").rows()

    parts = last["chain"] + KEPT_WEIGHT * last["kept"]
    parts += last["drawing"] + CODE_WEIGHT * last["code"]
    assert last["loss"] == pytest.approx(parts, rel=1e-3)


def test_every_coordinate_is_one_token(smoked):
    from got_models.training.tokenizer_stage import open_tokenizer

    tokenizer = open_tokenizer(smoked / "tokenizer")

    assert all(len(tokenizer.encode(f"({n}")) == 2 for n in range(1000))


def test_latents_have_unit_spread_after_scaling(smoked):
    from got_models.training.autoencoder_scaling import open_autoencoder, scaling_of
    from got_models.training.stand_in_sprites import StandInSprites

    vae = open_autoencoder(smoked / "autoencoder")

    again = scaling_of(vae, StandInSprites(), scenes=8, side=32)
    assert vae.config.scaling_factor == again != 1.0


def test_what_is_exported_is_the_average(smoked):
    import torch

    from got_models.model_folder import open_models
    from got_models.training.loop import read_checkpoint

    averaged = read_checkpoint(smoked / "drawing" / "checkpoint.pt")["ema"]
    exported = open_models(smoked / "got-tiny", torch.bfloat16)

    for part, network in (("unet", exported.unet), ("mllm", exported.mllm)):
        for name, value in network.state_dict().items():
            assert torch.equal(value, averaged[f"{part}.{name}"].bfloat16()), (part, name)


def test_without_the_drawing_stage_reasoner_and_brush_are_exported_together(smoked, tmp_path):
    import torch

    from got_models.model_folder import open_models
    from got_models.training.loop import read_checkpoint

    for stage in ("autoencoder", "tokenizer", "reasoner", "brush"):
        shutil.copytree(smoked / stage, tmp_path / stage)

    assert cli.main(["export", "--smoke", "--device", "cpu", "--out", str(tmp_path)]) == 0

    exported = open_models(tmp_path / "got-tiny", torch.bfloat16)
    for stage, part, network in (
        ("brush", "unet", exported.unet),
        ("reasoner", "mllm", exported.mllm),
    ):
        averaged = read_checkpoint(tmp_path / stage / "checkpoint.pt")["ema"]
        for name, value in network.state_dict().items():
            assert torch.equal(value, averaged[f"{part}.{name}"].bfloat16()), (part, name)


def test_drawing_starts_from_the_averaged_reasoner_and_brush(smoked):
    import torch

    from got_models.training.loop import read_checkpoint
    from got_models.training.recipe import TRY
    from got_models.training.stages import _drawing

    telling, brush = (
        read_checkpoint(smoked / name / "checkpoint.pt")["ema"] for name in ("reasoner", "brush")
    )
    (smoked / "drawing" / "checkpoint.pt").rename(smoked / "set-aside")
    try:
        model = _drawing(TRY, smoked).model
    finally:
        (smoked / "set-aside").rename(smoked / "drawing" / "checkpoint.pt")

    for name, value in model.mllm.state_dict().items():
        assert torch.equal(value, telling[f"mllm.{name}"])
    for name, value in model.unet.state_dict().items():
        assert torch.equal(value, brush[f"unet.{name}"])
    states = torch.randn(2, 64, telling["projector.sequence.weight"].shape[1])
    guidance = model.projector(states)
    assert torch.equal(guidance.null, torch.zeros_like(guidance.null))
    by_code = torch.nn.functional.linear(
        guidance.sequence, brush["pooled.weight"], brush["pooled.bias"]
    )
    assert torch.allclose(guidance.pooled, by_code.mean(dim=1), atol=1e-4)


def test_what_is_done_is_not_done_again(smoked, capsys):
    before = {file: file.stat().st_mtime_ns for file in smoked.rglob("checkpoint.pt")}

    code = cli.main(["reasoner", "--smoke", "--device", "cpu", "--out", str(smoked)])

    assert code == 0
    assert {file: file.stat().st_mtime_ns for file in before} == before
