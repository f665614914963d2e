"""What every suite works with, and how a case becomes a row."""

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from got_models.errors import GotError
from got_models.evaluating.detections import Perception
from got_models.evaluating.report.maker import Drawn, Maker
from got_models.evaluating.report.rows import PICTURES, PlannedBox, Row
from got_models.sceneworld.render import Atlas
from got_models.sceneworld.sampling import Shapes
from got_models.thought import Chain

SIDE = 128
"""Width and height in pixels of pictures that are given to be edited."""


@dataclass(frozen=True)
class Bench:
    """Who is measured, who looks, and where the truth is drawn from.

    `atlas` is None where no sprites can be had: what needs truth to compare with is then not run.
    """

    maker: Maker
    eye: Perception
    folder: Path
    seed: int = 0
    atlas: Atlas | None = None
    shapes: Shapes | None = None

    def keep(self, picture: Image.Image, *names: str) -> str:
        """Keep a picture under a name made of words, and return its path below the folder."""
        name = hashlib.sha256("|".join(names).encode()).hexdigest()[:20]
        path = f"{PICTURES}/{name}.png"
        picture.save(self.folder / path)
        return path


@dataclass(frozen=True)
class Case:
    """One thing to be measured; `run` does it, and may refuse with a `GotError`."""

    suite: str
    group: str
    id: str
    prompt: str
    seed: int
    headline: str
    run: Callable[[Bench], Row]
    variant: str = "default"
    cluster: str = ""
    others: tuple[str, ...] = ()
    """Marks that are 0 as well when the maker refuses, so that a refusal stays in every mean."""

    def row(self, bench: Bench) -> Row:
        """Do it. What the maker refuses is a wrong picture, and the reason is kept."""
        started = time.perf_counter()
        try:
            row = self.run(bench)
        except GotError as refused:
            wrong = dict.fromkeys((self.headline, *self.others), 0.0)
            row = self.blank(marks=wrong, reason=f"refused: {refused}")
        return row.model_copy(update={"seconds": round(time.perf_counter() - started, 3)})

    def blank(self, *, marks: dict[str, float], reason: str = "") -> Row:
        """Return a row with what is known beforehand."""
        return Row(
            suite=self.suite,
            variant=self.variant,
            group=self.group,
            id=self.id,
            prompt=self.prompt,
            cluster=self.cluster or self.prompt,
            seed=self.seed,
            marks=marks,
            headline=self.headline,
            reason=reason,
        )


def seed_of(*names: object) -> int:
    """Return a seed that depends on the names only: the same for every model."""
    digest = hashlib.sha256("|".join(map(str, names)).encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1


def planned_boxes(chain: Chain) -> tuple[PlannedBox, ...]:
    """Return the elements of a chain as a row keeps them."""
    return tuple(PlannedBox(phrase=one.phrase, box=one.box) for one in chain.elements)


def finished(bench: Bench, row: Row, drawn: Drawn) -> Row:
    """Return the row with its picture kept."""
    path = bench.keep(drawn.image, *row.key)
    return row.model_copy(update={"picture": path, "nfe": drawn.nfe})


def interleaved(groups: Sequence[Sequence[Case]]) -> Iterator[Case]:
    """Return cases of all groups by turns, so that a run cut short has some of each."""
    longest = max(map(len, groups), default=0)
    for at in range(longest):
        yield from (group[at] for group in groups if at < len(group))
