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


class Amounts(Value):
    """How many cases are put to a model."""

    chains: int = 100
    """Wishes of each group that are planned."""
    pictures: int = 24
    """Wishes of each group whose true chains are drawn."""
    looks: int = 30
    """Pictures that are described."""
    edits: int = 6
    """Edits of each operation that are drawn from their true chains."""


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
    amounts: Amounts,
    *,
    atlas: Atlas,
    judge: Judge,
    groups: Sequence[Group] = GROUPS,
    drawn: Sequence[Group] = GROUPS,
    seed: int = 0,
    side: int = 128,
    tell: Tell | None = None,
) -> Report:
    """Measure a model on the development set.

    Args:
        subject: The model.
        amounts: How many cases of everything.
        atlas: Sprites of the training families, for the pictures that are shown and compared with.
        judge: Looks at what was painted.
        groups: Which wishes to plan.
        drawn: Which wishes to paint from their true chains.
        seed: Another number gives other cases and other pictures.
        side: Width and height in pixels of the pictures that are shown.
        tell: Hears of every case done.
    """
    run = _Run(subject, atlas, judge, seed, side, tell or _silent)
    wishes = [case for group in groups for case in wish_cases(group, amounts.chains, seed=seed)]
    scenes = [case for group in drawn for case in wish_cases(group, amounts.pictures, seed=seed)]
    looks = look_cases(amounts.looks, seed=seed)
    changes = edit_cases(amounts.edits, seed=seed)
    return Report(
        chains=run.chains(wishes) if subject.plan and wishes else {},
        grounding=run.grounding(looks) if subject.describe and looks else {},
        follow=run.follow(scenes) if subject.paint and scenes else {},
        edits=run.edits(changes) if subject.paint and changes else {},
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
