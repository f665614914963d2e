"""How long got-tiny takes on this machine: to start, to plan, to draw and to edit.

Run it alone: `python benchmarks/got_tiny_speed.py --model got-tiny --n 20`. Wishes come from the
development set, so that they are of all lengths. The first round of each step is reported apart,
since libraries compile and caches fill in it.
"""

import argparse
import json
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence

from agent import build
from agent.build import Models
from got_models import chain_text
from got_models.evaluating.devset import wish_cases
from got_models.sceneworld.chain_writing import chain_for
from got_models.thought import Chain, Task

STEPS = 20
EDIT = "Make the background plain teal"


def seconds_of(work: Callable[[], object]) -> float:
    """Return the wall time that a piece of work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def summary(seconds: Sequence[float]) -> dict[str, float]:
    """Return first, median and 95th percentile; the latter two without the first round."""
    later = sorted(seconds[1:] or seconds)
    tail = later[min(len(later) - 1, round(0.95 * (len(later) - 1)))]
    return {
        "first_s": round(seconds[0], 3),
        "median_s": round(statistics.median(later), 3),
        "p95_s": round(tail, 3),
        "rounds": len(seconds),
    }


def measure(models: Models, n: int, steps: int) -> dict[str, dict[str, float]]:
    """Plan, draw, and edit `n` wishes each."""
    cases = wish_cases("seen", n)
    reasoner, painter = models.reasoner, models.painter
    drawn = []

    def paint(wish: str, chain: Chain, task: Task, index: int) -> None:
        picture = drawn[index] if task == "edit" else None
        guidance = painter.guidance_for(task)
        drawn.extend(
            painter.paint(
                wish,
                chain,
                picture=picture,
                seeds=[index],
                steps=steps,
                size=None,
                guidance=guidance,
            )
        )

    plans = [seconds_of(lambda c=c: reasoner.plan(c.wish.text)) for c in cases]
    chains = [chain_for(case.scene, case.wish.order, case.wish.facts) for case in cases]
    draws = [
        seconds_of(lambda c=c, k=k, i=i: paint(c.wish.text, k, "generate", i))
        for i, (c, k) in enumerate(zip(cases, chains, strict=True))
    ]
    said: list[chain_text.Reading] = []
    edit_plans = [
        seconds_of(lambda i=i, k=k: said.append(reasoner.plan(EDIT, picture=drawn[i], chain=k)))
        for i, k in enumerate(chains)
    ]
    edits = [
        seconds_of(lambda i=i, r=r: paint(EDIT, r.chain, "edit", i)) for i, r in enumerate(said)
    ]
    steps_of = {"plan": plans, "draw": draws, "plan_edit": edit_plans, "draw_edit": edits}
    return {name: summary(seconds) for name, seconds in steps_of.items()}


def main() -> None:
    """Measure a model and print the numbers with the machine they were taken on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="got-tiny")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--n", type=int, default=20, help="rounds of each step")
    parser.add_argument("--steps", type=int, default=STEPS, help="denoising steps")
    options = parser.parse_args()
    started = time.perf_counter()
    models = build.load(options.model, options.device)
    loading = round(time.perf_counter() - started, 3)
    report = {
        "machine": f"{platform.machine()} {platform.system()}, python {platform.python_version()}",
        "device": options.device,
        "denoising_steps": options.steps,
        "load_s": loading,
        **measure(models, options.n, options.steps),
        "peak_memory_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    sys.stdout.write(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
