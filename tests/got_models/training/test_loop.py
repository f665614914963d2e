"""The training loop: schedule, resuming to the bit, what a folder holds."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from got_models.errors import WeightsError
from got_models.training.log import TrainingLog
from got_models.training.loop import Run, Schedule, read_checkpoint

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from toy_stage import ToyStage, schedule  # noqa: E402


@pytest.fixture(autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def trained(folder: Path, plan: Schedule) -> Run:
    run = Run(ToyStage(), plan, folder, device="cpu")
    run.train()
    return run


def same(first: Path, second: Path) -> bool:
    """Whether weights, averages and the optimiser's memory are equal to the bit."""
    one, other = (read_checkpoint(folder / "checkpoint.pt") for folder in (first, second))
    moments = [
        [value for entry in state["optimizer"]["state"].values() for value in entry.values()]
        for state in (one, other)
    ]
    return one["step"] == other["step"] and all(
        torch.equal(a, b)
        for pair in (
            zip(one["model"].values(), other["model"].values(), strict=True),
            zip(one["ema"].values(), other["ema"].values(), strict=True),
            zip(*moments, strict=True),
        )
        for a, b in pair
    )


def test_the_rate_warms_up_then_falls_along_a_cosine_to_its_floor():
    plan = Schedule(steps=110, batch=1, learning_rate=1.0, warmup=10, floor=0.1)

    assert [plan.rate(0), plan.rate(4), plan.rate(9)] == pytest.approx([0.1, 0.5, 1.0])
    assert plan.rate(10) == pytest.approx(1.0)
    assert plan.rate(60) == pytest.approx(0.55)
    assert plan.rate(110) == plan.rate(500) == pytest.approx(0.1)
    assert all(plan.rate(at) >= plan.rate(at + 1) for at in range(10, 200))


def test_training_lowers_the_loss(tmp_path):
    trained(tmp_path, schedule(60, learning_rate=0.1))

    rows = TrainingLog(tmp_path).rows()
    assert [row["step"] for row in rows] == list(range(1, 61))
    assert rows[-1]["loss"] < 0.5 * rows[0]["loss"]


def test_two_runs_with_one_seed_are_the_same_and_another_seed_is_not(tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        trained(tmp_path / name, schedule(6, seed=seed))

    assert same(tmp_path / "a", tmp_path / "b")
    assert not same(tmp_path / "a", tmp_path / "c")


def test_no_sample_is_seen_twice_and_seeds_do_not_share_samples(tmp_path):
    seen = [
        index
        for seed in (0, 1)
        for index in trained(tmp_path / str(seed), schedule(5, seed=seed)).stage.seen
    ]

    assert len(set(seen)) == len(seen) == 40


def test_a_run_that_stopped_in_the_middle_ends_as_if_it_had_not(tmp_path):
    trained(tmp_path / "whole", schedule(9))

    trained(tmp_path / "parts", schedule(9, minutes=0.0))
    assert read_checkpoint(tmp_path / "parts" / "checkpoint.pt")["step"] == 1
    trained(tmp_path / "parts", schedule(9))

    assert same(tmp_path / "whole", tmp_path / "parts")


def test_a_killed_run_continues_identically(tmp_path):
    trained(tmp_path / "whole", schedule(40))

    words = [sys.executable, str(HERE / "toy_stage.py"), str(tmp_path / "killed"), "40", "0.05"]
    process = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    log = TrainingLog(tmp_path / "killed")
    deadline = time.monotonic() + 60
    while len(log.rows()) < 4 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    stopped_at = read_checkpoint(tmp_path / "killed" / "checkpoint.pt")["step"]
    trained(tmp_path / "killed", schedule(40))

    assert 0 < stopped_at < 40
    assert same(tmp_path / "whole", tmp_path / "killed")
    assert [row["step"] for row in log.rows()] == list(range(1, 41))


def test_a_finished_run_does_nothing_when_started_again(tmp_path):
    trained(tmp_path, schedule(3))
    before = (tmp_path / "checkpoint.pt").stat().st_mtime_ns

    assert trained(tmp_path, schedule(3)).stage.seen == []
    assert (tmp_path / "checkpoint.pt").stat().st_mtime_ns == before


def test_seconds_go_on_where_the_log_was_cut(tmp_path):
    log = TrainingLog(tmp_path)
    for step in (1, 2, 3):
        log.add({"step": step, "seconds": 10.0 * step})
    with log.path.open("a", encoding="utf-8") as file:
        file.write('{"step": 4, "sec')

    assert log.cut(2) == 20.0
    assert [row["step"] for row in log.rows()] == [1, 2]


def test_the_folder_holds_checkpoint_log_plot_and_sheets(tmp_path):
    trained(tmp_path, schedule(6, sheet_steps=4))

    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "checkpoint.pt",
        "log.jsonl",
        "loss.png",
        "sheet-000004.txt",
        "sheet-000006.txt",
    ]


def test_looking_uses_averaged_weights_and_leaves_the_raw_ones(tmp_path):
    run = trained(tmp_path, schedule(6))
    raw = [value.clone() for value in run.stage.model.parameters()]
    shown = []
    run.stage.sheet = lambda folder, step: shown.extend(
        value.clone() for value in run.stage.model.parameters()
    )

    run.look()

    assert all(torch.equal(a, b) for a, b in zip(shown, run.ema.shadow.values(), strict=True))
    assert all(torch.equal(a, b) for a, b in zip(raw, run.stage.model.parameters(), strict=True))
    assert not torch.equal(shown[0], raw[0])


def test_a_checkpoint_of_another_model_is_refused_in_one_sentence(tmp_path):
    trained(tmp_path, schedule(2))
    stage = ToyStage()
    stage.model = torch.nn.Linear(6, 1)

    with pytest.raises(WeightsError, match="another model"):
        Run(stage, schedule(2), tmp_path, device="cpu")


def test_a_damaged_checkpoint_is_refused(tmp_path):
    (tmp_path / "checkpoint.pt").write_bytes(b"PK\x03\x04 cut short")

    with pytest.raises(WeightsError, match="missing or damaged"):
        Run(ToyStage(), schedule(2), tmp_path, device="cpu")
