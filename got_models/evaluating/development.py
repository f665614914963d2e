"""Put a model through the development set: chains, descriptions, pictures, edits. Light.

Pictures are drawn from the true chains, so that planning and painting are measured apart.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from PIL import Image

from got_models.evaluating import chains, edits, follow, grounding
from got_models.evaluating.devset import (
    GROUPS,
    EditCase,
    Group,
    LookCase,
    WishCase,
    edit_cases,
    look_cases,
    wish_cases,
)
from got_models.evaluating.intervals import Interval
from got_models.sceneworld.chain_writing import chain_for
from got_models.sceneworld.descriptions import DESCRIBE
from got_models.sceneworld.render import Atlas, render
from got_models.thought import Chain
from got_models.value import Value
from got_models.verifying.crops import Judge

Tell = Callable[[str, int, int], None]
"""Called with what is measured, how many cases are done and how many there are."""


class Plan(Protocol):
    """Turns a wish into the raw text of a chain."""

    def __call__(self, wish: str, *, seed: int) -> str:
        """Return the text for one wish."""
        ...


class Describe(Protocol):
    """Answers a question about a picture with the raw text of a chain."""

    def __call__(self, picture: Image.Image, question: str) -> str:
        """Return the text for one picture."""
        ...


class Paint(Protocol):
    """Draws a chain, from nothing or into a picture."""

    def __call__(
        self, wish: str, chain: Chain, *, picture: Image.Image | None, seed: int
    ) -> Image.Image:
        """Return one picture; an edited one is as large as `picture`."""
        ...


class Subject(NamedTuple):
    """What is measured; what is None is left out."""

    plan: Plan | None = None
    describe: Describe | None = None
    paint: Paint | None = None


class Report(Value):
    """Shares with intervals; empty for what was left out."""

    chains: dict[str, dict[str, Interval]]
    """By group of wishes, then by what is right."""
    grounding: dict[str, Interval]
    follow: dict[str, Interval]
    edits: dict[str, dict[str, Interval]]
    """By operation, then by what is right."""


def evaluate_model(
    subject: Subject,
    n: int,
    *,
    atlas: Atlas,
    judge: Judge,
    groups: Sequence[Group] = GROUPS,
    seed: int = 0,
    side: int = 128,
    tell: Tell | None = None,
) -> Report:
    """Measure a model on `n` cases of each group, `n` descriptions and `n` edits an operation.

    Args:
        subject: The model.
        n: Cases in each group; 100 and more for numbers worth quoting.
        atlas: Sprites of the training families, for the pictures that are shown and compared with.
        judge: Looks at what was painted.
        groups: Which wishes to plan, and to paint from their true chains.
        seed: Another number gives other cases and other pictures.
        side: Width and height in pixels of the pictures that are shown.
        tell: Hears of every case done.
    """
    drawn = [case for group in groups for case in wish_cases(group, n, seed=seed)]
    looks = look_cases(n, seed=seed)
    changes = edit_cases(n, seed=seed)
    run = _Run(subject, atlas, judge, seed, side, tell or _silent)
    return Report(
        chains=run.chains(drawn) if subject.plan else {},
        grounding=run.grounding(looks) if subject.describe else {},
        follow=run.follow(drawn) if subject.paint else {},
        edits=run.edits(changes) if subject.paint else {},
    )


class _Run(NamedTuple):
    subject: Subject
    atlas: Atlas
    judge: Judge
    seed: int
    side: int
    tell: Tell

    def chains(self, cases: Sequence[WishCase]) -> dict[str, dict[str, Interval]]:
        assert self.subject.plan
        texts: dict[str, str] = {}
        for done, case in enumerate(cases, start=1):
            texts[case.id] = self.subject.plan(case.wish.text, seed=self.seed)
            self.tell("chains", done, len(cases))
        return chains.summarise_groups(cases, texts)

    def grounding(self, cases: Sequence[LookCase]) -> dict[str, Interval]:
        assert self.subject.describe
        scores = []
        for done, case in enumerate(cases, start=1):
            picture = render(case.scene, self.atlas, width=self.side, height=self.side)
            text = self.subject.describe(picture, DESCRIBE)
            scores.append(grounding.score_grounding(case, text))
            self.tell("grounding", done, len(cases))
        return grounding.summarise(scores)

    def follow(self, cases: Sequence[WishCase]) -> dict[str, Interval]:
        assert self.subject.paint
        scores: list[follow.BoxScore] = []
        for done, case in enumerate(cases, start=1):
            chain = chain_for(case.scene, case.wish.order, case.wish.facts)
            picture = self.subject.paint(case.wish.text, chain, picture=None, seed=self.seed)
            scores += follow.score_picture(case.id, case.scene, picture, self.judge)
            self.tell("follow", done, len(cases))
        return follow.summarise(scores)

    def edits(self, cases: Sequence[EditCase]) -> dict[str, dict[str, Interval]]:
        assert self.subject.paint
        scores = []
        for done, case in enumerate(cases, start=1):
            edit = case.edit
            source, target = (
                render(scene, self.atlas, width=self.side, height=self.side)
                for scene in (edit.before, edit.after)
            )
            result = self.subject.paint(
                edit.instruction, edit.chain, picture=source, seed=self.seed
            )
            pictures = edits.Pictures(source, target, result)
            scores.append(edits.score_edit(case, pictures, self.judge))
            self.tell("edits", done, len(cases))
        return edits.summarise(scores)


def _silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""
