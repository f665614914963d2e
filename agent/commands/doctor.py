"""`got doctor`: say whether this machine has what drawing needs."""

from argparse import Namespace

from agent import doctor
from agent.build import Load
from agent.commands import bench
from agent.doctor import Report
from got_models import memory_plan
from got_models.memory_plan import ABOUT, RUNGS, ModelSize, Need

HEALTHY, UNABLE = 0, 3

LARGE = 10**9
"""Weights from which on it is told, without a GPU as well, what each way to hold them takes."""


def run(args: Namespace, load: Load | None) -> int:
    """Print the report; the exit code says whether `got draw` can work."""
    report = doctor.examine(bench.settings_of(args).model)
    if args.json:
        bench.say_json(report.as_json())
    else:
        for line in _lines(report):
            bench.say(line)
    return UNABLE if report.problems else HEALTHY


def _lines(report: Report) -> list[str]:
    free = "unknown" if report.memory_free is None else f"{report.memory_free // 2**20} MiB"
    return [
        f"python    {report.python} on {report.system}",
        *(f"package   {name} {held or 'missing'}" for name, held in report.packages.items()),
        f"device    {report.device}",
        f"memory    {free} free, about {report.memory_needed // 2**20} MiB needed",
        *(
            f"weights   {one.file} {one.bytes} bytes, {one.problem or 'whole'}, {one.sha256[:16]}"
            for one in report.weights
        ),
        *_memory_lines(report),
        *(f"problem   {problem}" for problem in report.problems),
        "Something is missing." if report.problems else "Ready to draw.",
    ]


def _memory_lines(report: Report) -> list[str]:
    """Say how the model would fit into memory, before anything of it is loaded."""
    if report.size is None or (report.plan is None and report.size.weights < LARGE):
        return []
    parts = {part: getattr(report.size, part) for part in ("mllm", "unet", "vae", "projector")}
    counted = ", ".join(f"{name} {count / 1e6:.1f} M" for name, count in parts.items())
    working = memory_plan.working_bytes(report.size)
    beside = ", ".join(f"{stage} {size // 2**20} MiB" for stage, size in working.items())
    lines = [f"weights   {counted}", f"working   about {beside}, in bfloat16"]
    needs = report.plan.needs if report.plan else _needs(report.size)
    lines += [
        f"rung      {need.rung:<7} about {need.device // 2**20} MiB on a GPU and "
        f"{need.main // 2**20} MiB of main memory: {ABOUT[need.rung]}"
        for need in needs
    ]
    if report.plan is not None and report.plan.rung is not None:
        lines.append(f"plan      {report.plan.rung}: {ABOUT[report.plan.rung]}")
    elif report.device_free is None:
        whole = memory_plan.main_need(report.size) // 2**20
        lines.append(f"plan      no GPU: about {whole} MiB of main memory, in float32")
    return lines


def _needs(size: ModelSize) -> list[Need]:
    return [memory_plan.need_of(rung, size) for rung in RUNGS]
