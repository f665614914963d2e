"""From verdicts to scores: GenEval's aggregation, with intervals.

The mean of a task weighs pictures equally; the overall score weighs the tasks that are present
equally. The rows given are the denominator: a picture without one does not count.
Source: GenEval (Ghosh et al., 2023), https://arxiv.org/abs/2310.11513, `summary_scores`.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from got_models.evaluating.geneval_results import Result
from got_models.evaluating.geneval_spec import GenevalTask
from got_models.evaluating.intervals import LEVEL, ROUNDS, Interval, interval
from got_models.value import Value


class Mark(NamedTuple):
    """Right or wrong, for one picture; `prompt` is the same for the pictures of one prompt."""

    task: GenevalTask
    prompt: str
    correct: bool


class TaskScore(Value):
    """How many pictures of a task are right, and their share with its interval."""

    correct: int
    images: int
    score: Interval


class Summary(Value):
    """What GenEval prints of a results file: tasks in the order in which they first appear."""

    total_images: int
    total_prompts: int
    correct_images_fraction: float
    correct_prompts_fraction: float
    tasks: dict[GenevalTask, TaskScore]
    overall: Interval


def rule_marks(results: Sequence[Result]) -> list[Mark]:
    """Return what GenEval's rules say of every picture."""
    return [Mark(result.tag, result.metadata, result.correct) for result in results]


def strict_marks(results: Sequence[Result]) -> list[Mark]:
    """Return what the strict judge says of every picture; nothing said counts as wrong."""
    return [Mark(result.tag, result.metadata, bool(result.strict)) for result in results]


def summarise(marks: Sequence[Mark], *, seed: int = 0) -> Summary:
    """Return the scores of the tasks and over all.

    The intervals are percentile bootstraps over prompts, within each task for the overall score,
    because the tasks are fixed and the prompts are a sample. Where all pictures agree there is
    nothing to resample, and the interval is the point.

    Raises:
        ValueError: There are no marks.
    """
    if not marks:
        raise ValueError("a summary needs at least one mark")
    by_task: dict[GenevalTask, list[Mark]] = {}
    by_prompt: dict[str, bool] = {}
    for mark in marks:
        by_task.setdefault(mark.task, []).append(mark)
        by_prompt[mark.prompt] = by_prompt.get(mark.prompt, False) or mark.correct
    correct = sum(mark.correct for mark in marks)
    return Summary(
        total_images=len(marks),
        total_prompts=len(by_prompt),
        correct_images_fraction=correct / len(marks),
        correct_prompts_fraction=sum(by_prompt.values()) / len(by_prompt),
        tasks={task: _score(held, seed) for task, held in by_task.items()},
        overall=_overall(list(by_task.values()), len(by_prompt), seed),
    )


def _score(marks: Sequence[Mark], seed: int) -> TaskScore:
    right = [mark.correct for mark in marks]
    score = interval(right, [mark.prompt for mark in marks], seed=seed)
    return TaskScore(correct=sum(right), images=len(right), score=score)


def _overall(tasks: Sequence[Sequence[Mark]], prompts: int, seed: int) -> Interval:
    rng = np.random.default_rng(seed)
    mean = float(np.mean([sum(mark.correct for mark in marks) / len(marks) for marks in tasks]))
    drawn = np.mean([_drawn_means(marks, rng) for marks in tasks], axis=0)  # (ROUNDS,)
    low, high = np.quantile(drawn, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return Interval(
        mean=mean, low=min(float(low), mean), high=max(float(high), mean), prompts=prompts
    )


def _drawn_means(marks: Sequence[Mark], rng: np.random.Generator) -> NDArray[np.float64]:
    """Return `(ROUNDS,)` means of one task, its prompts drawn with replacement."""
    index = {prompt: at for at, prompt in enumerate(dict.fromkeys(mark.prompt for mark in marks))}
    place = [index[mark.prompt] for mark in marks]
    right = np.bincount(place, weights=[mark.correct for mark in marks])
    images = np.bincount(place)
    drawn = rng.integers(len(index), size=(ROUNDS, len(index)))
    means: NDArray[np.float64] = right[drawn].sum(1) / images[drawn].sum(1)
    return means
