"""Doing the cases of a report one after the other, with the time that is left."""

import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TextIO

from got_models.evaluating.detections import Perception
from got_models.evaluating.geneval_spec import Spec, geneval_specs
from got_models.evaluating.report.bench import Bench, Case, interleaved
from got_models.evaluating.report.maker import Maker
from got_models.evaluating.report.remembering import RememberingEye
from got_models.evaluating.report.rows import Book, RunFacts
from got_models.evaluating.report.suite_ablation import ablation_cases
from got_models.evaluating.report.suite_chain import chain_cases
from got_models.evaluating.report.suite_edit import operation_cases
from got_models.evaluating.report.suite_follow import follow_cases
from got_models.evaluating.report.suite_geneval import (
    TEST_SEED,
    geneval_cases,
    level_cases,
    quick_specs,
    truth_cases,
)
from got_models.evaluating.report.suite_interactive import interactive_cases
from got_models.evaluating.report.suite_turns import session_cases
from got_models.sceneworld.emoji_sources import SpritesMissing
from got_models.sceneworld.sampling import shipped_shapes
from got_models.sceneworld.sprites import TRAINING_FAMILIES, SpriteAtlas
from got_models.value import Value

NEEDS_SPRITES = ("truth", "edit", "turns")
"""Suites that render scenes of the world."""

_BAR = 24


class Sizes(Value):
    """How many cases of each suite; a suite of none is left out."""

    geneval: int | None = None
    """Prompts, stratified over tasks; None is all of them."""
    pictures: int = 4
    """Pictures per GenEval prompt."""
    truth: int | None = None
    levels: int = 60
    chain: int = 60
    follow: int = 30
    edit: int = 20
    sessions: int = 10
    interactive: int = 30
    ablation: int = 20


FULL = Sizes()
QUICK = Sizes(
    geneval=120, pictures=1, truth=60, levels=4, chain=6, follow=3, edit=2, sessions=1,
    interactive=3, ablation=1,
)  # fmt: skip

SUITES = (
    "geneval", "levels", "truth", "chain", "follow", "edit", "turns", "interactive", "ablation",
)  # fmt: skip


def cases_of(suite: str, sizes: Sizes, default_steps: int) -> list[Case]:
    """Return the cases of one suite, all groups by turns."""
    groups: dict[str, Callable[[], Sequence[Sequence[Case]]]] = {
        "geneval": lambda: geneval_cases(sizes.pictures, of=_specs(sizes.geneval)),
        "levels": lambda: level_cases(sizes.levels),
        "truth": lambda: truth_cases(_specs(sizes.truth)),
        "chain": lambda: chain_cases(sizes.chain),
        "follow": lambda: follow_cases(sizes.follow),
        "edit": lambda: operation_cases(sizes.edit),
        "turns": lambda: session_cases(sizes.sessions),
        "interactive": lambda: interactive_cases(sizes.interactive),
        "ablation": lambda: ablation_cases(sizes.ablation, default_steps),
    }
    return list(interleaved(groups[suite]()))


def _specs(count: int | None) -> list[Spec]:
    return geneval_specs() if count is None else quick_specs(count)


def run_suites(
    book: Book, bench: Bench, sizes: Sizes, suites: Sequence[str], *, stream: TextIO, shown: bool
) -> tuple[str, ...]:
    """Do all cases that have no row yet; return the suites that could not be run here."""
    skipped = tuple(name for name in suites if name in NEEDS_SPRITES and bench.atlas is None)
    steps = bench.maker.default_steps
    cases = [c for name in suites if name not in skipped for c in cases_of(name, sizes, steps)]
    left = [case for case in cases if not book.has(case.suite, case.variant, case.id)]
    bar = _Bar(len(cases), len(cases) - len(left), stream, shown)
    for case in left:
        book.add(case.row(bench))
        bar.step(case.suite)
    bar.close()
    return skipped


def open_run(
    folder: Path, maker: Maker, eye: Perception, *, pictures: int, quick: bool
) -> tuple[Book, Bench]:
    """Open a report's folder and everything its suites work with.

    Raises:
        BadInput: The folder holds a report of something else.
    """
    try:
        atlas = SpriteAtlas.open(TRAINING_FAMILIES)
    except SpritesMissing:
        atlas = None
    facts = RunFacts(
        model=maker.name,
        weights_hash=maker.weights_hash,
        detector=str(getattr(eye, "name", type(eye).__name__)),
        version=version("got-agent"),
        seed=TEST_SEED,
        pictures_per_prompt=pictures,
        quick=quick,
        steps=maker.default_steps,
        sprites=", ".join(TRAINING_FAMILIES) if atlas else "nothing",
    )
    book = Book(folder, facts)
    return book, Bench(maker, RememberingEye(eye), folder, atlas=atlas, shapes=shipped_shapes())


class _Bar:
    def __init__(self, total: int, done: int, stream: TextIO, shown: bool) -> None:
        self._total, self._done, self._begun = total, done, done
        self._stream, self._shown = stream, shown
        self._started = time.monotonic()

    def step(self, suite: str) -> None:
        self._done += 1
        if not self._shown:
            return
        spent = time.monotonic() - self._started
        left = spent / (self._done - self._begun) * (self._total - self._done)
        filled = _BAR * self._done // self._total
        self._stream.write(
            f"\r\x1b[K{suite} [{'#' * filled:<{_BAR}}] {self._done}/{self._total}, "
            f"{clock(left)} left"
        )
        self._stream.flush()

    def close(self) -> None:
        if self._shown:
            self._stream.write("\r\x1b[K")


def clock(seconds: float) -> str:
    """Write a time to wait as hours, minutes and seconds: `1:02:03` or `2:03`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
