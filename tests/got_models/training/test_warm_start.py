"""`got train … --from`: a finished model is the beginning of a new run."""

import pytest
import torch

from got_models.errors import BadInput
from got_models.model_folder import open_models
from got_models.training import cli
from got_models.training.loop import read_checkpoint
from got_models.training.recipe import TRY
from got_models.training.stages import _drawing, brush_of
from got_models.training.warm_start import start_from

WORDS = ["drawing", "--smoke", "--device", "cpu"]


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A model folder from a run at the toy size."""
    torch.set_num_threads(1)
    out = tmp_path_factory.mktemp("finished")
    assert cli.main(["all", "--smoke", "--device", "cpu", "--out", str(out)]) == 0
    return out / "got-tiny"


def test_a_run_goes_on_from_the_weights_of_a_model(finished, tmp_path):
    out = tmp_path / "run"
    assert cli.main([*WORDS, "--out", str(out), "--from", str(finished)]) == 0
    (out / "drawing" / "checkpoint.pt").unlink()

    model = _drawing(TRY, out).model

    weights = open_models(finished, torch.float32).unet.state_dict()
    assert all(torch.equal(model.unet.state_dict()[name], weights[name]) for name in weights)


def test_the_run_itself_resumes_and_does_not_start_again(finished, tmp_path):
    out = tmp_path / "run"
    assert cli.main([*WORDS, "--out", str(out), "--from", str(finished)]) == 0
    before = read_checkpoint(out / "drawing" / "checkpoint.pt")["step"]

    assert cli.main([*WORDS, "--out", str(out), "--from", str(finished), "--steps", "5"]) == 0

    assert before == TRY.drawing.steps
    assert read_checkpoint(out / "drawing" / "checkpoint.pt")["step"] == 5


def test_another_run_is_never_overwritten(finished, tmp_path):
    (tmp_path / "notes.txt").write_text("mine", "utf-8")

    with pytest.raises(BadInput, match="holds a run already"):
        cli.main([*WORDS, "--out", str(tmp_path), "--from", str(finished)])

    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


def test_reasoner_and_brush_go_on_apart_and_meet_again(finished, tmp_path):
    out = tmp_path / "run"
    for stage in ("reasoner", "brush"):
        words = [stage, "--smoke", "--device", "cpu", "--steps", "1", "--from", str(finished)]
        assert cli.main([*words, "--out", str(out)]) == 0

    model = _drawing(TRY, out).model

    for stage, part in (("reasoner", model.mllm), ("brush", model.unet)):
        averaged = read_checkpoint(out / stage / "checkpoint.pt")["ema"]
        prefix = "mllm." if stage == "reasoner" else "unet."
        for name, value in part.state_dict().items():
            assert torch.equal(value, averaged[prefix + name])


def test_a_brush_takes_its_pooled_guidance_back_from_the_model(finished, tmp_path):
    start_from(finished, tmp_path / "run")
    brush, projector = (
        brush_of(TRY, tmp_path / "run"),
        open_models(finished, torch.float32).projector,
    )
    states = torch.randn(1, 64, projector.config.hidden_size, generator=torch.manual_seed(0))

    told = projector(states)

    assert torch.allclose(brush.guidance(told.sequence).pooled, told.pooled, atol=1e-3)


def test_a_model_is_the_beginning_of_its_four_later_stages_only(finished):
    with pytest.raises(BadInput, match=r"--from goes with sight, .*, drawing, not with all"):
        cli.main(["all", "--smoke", "--from", str(finished)])
