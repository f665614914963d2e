"""Reading back what public scorers write."""

import json
import re
from pathlib import Path

from got_models.errors import BadInput
from got_models.evaluating.formats.benchmarks import BenchmarkName
from got_models.evaluating.geneval_results import read_results
from got_models.evaluating.geneval_summary import rule_marks, summarise
from got_models.value import Value

_GRID = re.compile(r"^.+\.png,(?:[^,\n]*,)*\s*([0-9.]+)\s*$", re.MULTILINE)
_SCENE = re.compile(
    r"^(\d-[\w-]+?) (?:metrics )?finished\.\.\.((?: -?[0-9.]+){5})\s*$", re.MULTILINE
)
_WHOLE = re.compile(r"^Understanding total (\w+): (-?[0-9.]+)\s*$", re.MULTILINE)
_MEASURES = ("PSNR", "LPIPS", "MSE", "SSIM", "CLIP")
_TOTAL = re.compile(r"^\s*([\w -]+):\s*([0-9.]+)\s*$", re.MULTILINE)


class Imported(Value):
    """What a public scorer found: named shares or scores, and over how many pictures.

    Where the scorer does not tell pictures, they are the groups that it tells.
    """

    benchmark: BenchmarkName
    scores: dict[str, float]
    pictures: int


def read_scores(benchmark: BenchmarkName, path: Path) -> Imported:
    """Read a scorer's own results file.

    Raises:
        BadInput: It cannot be read, or is not what that scorer writes.
    """
    readers = {
        "geneval": _geneval,
        "t2i-compbench": _compbench,
        "dpg-bench": _dpg,
        "emu-edit": _pairs,
        "imagenhub": _viescore,
        "reason-edit": _reason_edit,
    }
    try:
        scores, pictures = readers[benchmark](path)
    except (OSError, ValueError, KeyError, TypeError) as cause:
        raise BadInput(f"{str(path)!r} is not what {benchmark}'s scorer writes") from cause
    if not pictures:
        raise BadInput(f"{str(path)!r} holds no scored picture")
    return Imported(benchmark=benchmark, scores=scores, pictures=pictures)


def _geneval(path: Path) -> tuple[dict[str, float], int]:
    summary = summarise(rule_marks(read_results(path)))
    scores: dict[str, float] = {task: one.score.mean for task, one in summary.tasks.items()}
    return scores | {"overall": summary.overall.mean}, summary.total_images


def _compbench(path: Path) -> tuple[dict[str, float], int]:
    """Read `vqa_result.json`: a list of `{"question_id", "answer"}`, answers from 0 to 1."""
    answers = [float(str(one["answer"])) for one in _json(path)]
    return {"mean": _mean(answers)}, len(answers)


def _dpg(path: Path) -> tuple[dict[str, float], int]:
    """Read `dpg-bench_TIME_results.txt`: a line `NAME.png, SCORES, MEAN` per grid, then totals.

    Totals (`DPG-Bench score: 70.1`, and a line per category) are in percent; here all are shares.
    """
    text = path.read_text(encoding="utf-8")
    means = [float(mean) for mean in _GRID.findall(text)]
    scores = {name.strip(): float(score) / 100 for name, score in _TOTAL.findall(text)}
    return {"mean": _mean(means)} | scores, len(means)


def _pairs(path: Path) -> tuple[dict[str, float], int]:
    """Read one JSON object per line with numbers in it; each name's mean is a score."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    names = [name for name, value in lines[0].items() if isinstance(value, int | float)]
    return {name: _mean([float(line[name]) for line in lines]) for name in names}, len(lines)


def _reason_edit(path: Path) -> tuple[dict[str, float], int]:
    """Read what the scorer prints: a line of five measures per scene, then those of all five.

    It does not say over how many pictures; what is counted here are the scenes.
    """
    text = path.read_text(encoding="utf-8")
    scores = {
        f"{scene} {measure}": float(value)
        for scene, values in _SCENE.findall(text)
        for measure, value in zip(_MEASURES, values.split(), strict=True)
    }
    scores |= {f"understanding {name}": float(value) for name, value in _WHOLE.findall(text)}
    return scores, len(_SCENE.findall(text))


def _viescore(path: Path) -> tuple[dict[str, float], int]:
    """Read a folder with `SC.json` and `PQ.json`: `{uid: {"score": [0 to 10, ...]}}`.

    The least of a list counts, and overall is `sqrt(SC PQ)`, as in VIEScore, section 3.
    """
    said = [json.loads((path / f"{name}.json").read_bytes()) for name in ("SC", "PQ")]
    semantics, quality = ({uid: min(one["score"]) for uid, one in half.items()} for half in said)
    both = [(float(semantics[uid]), float(quality[uid])) for uid in semantics if uid in quality]
    return {
        "SC": _mean([one for one, _ in both]),
        "PQ": _mean([one for _, one in both]),
        "overall": _mean([(one * other) ** 0.5 for one, other in both]),
    }, len(both)


def _json(path: Path) -> list[dict[str, object]]:
    found = json.loads(path.read_bytes())
    if not isinstance(found, list):
        raise TypeError("expected a list")
    return found


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0
