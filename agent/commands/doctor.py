"""`got doctor`: say whether this machine has what drawing needs."""

from argparse import Namespace

from agent import doctor
from agent.build import Load
from agent.commands import bench
from agent.doctor import Report

HEALTHY, UNABLE = 0, 3


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
        *(f"problem   {problem}" for problem in report.problems),
        "Something is missing." if report.problems else "Ready to draw.",
    ]
