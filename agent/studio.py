"""A studio without a memory: plan, draw, edit, draw again; each picture with its recipe."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL.Image import Image

from agent.build import Models
from agent.progress import Progress
from agent.recipes import recipe_for
from got_models import chain_text
from got_models.errors import BadPicture
from got_models.thought import Chain, Task
from tools import abilities, drawable
from tools import edit as editing
from tools import generate as generating
from tools import plan as planning
from tools.intake import digest
from tools.manner import Manner, SettledManner
from tools.plan import Plan
from tools.recipe import Recipe


@dataclass(frozen=True)
class Shot:
    """A finished picture, how it was made, and for an edit what it left alone."""

    image: Image
    recipe: Recipe
    changed_outside_px: int | None = None
    is_global: bool | None = None


class Studio:
    """Plans and draws with the models it is given; it remembers nothing between calls."""

    def __init__(self, models: Models, progress: Progress) -> None:
        self._models, self._progress = models, progress

    def able(
        self,
        task: Task,
        *,
        size: tuple[int, int] | None = None,
        references: int = 0,
        masked: bool = False,
    ) -> None:
        """Refuse what the painter cannot do, and say what it does less well; nothing is computed.

        Raises:
            BadInput: It cannot do `task` at all, or not at this size.
        """
        for sentence in abilities.check(
            self._models.painter, task, size=size, references=references, masked=masked
        ):
            self._progress.note(sentence)

    def plan(
        self,
        wish: str,
        *,
        picture: Image | None = None,
        known: Chain | None = None,
        seed: int = 0,
    ) -> Plan:
        """Turn a wish, or an instruction to edit `picture`, into a checked chain.

        Args:
            wish: The wish or instruction.
            picture: The picture to edit.
            known: What is known to be in it.
            seed: Of the first attempt.
        """
        with self._progress.stage("plan"):
            return planning.plan(
                wish, reasoner=self._models.reasoner, picture=picture, known=known, seed=seed
            )

    def check(self, plan: Plan) -> Plan:
        """Return a plan made by hand unless the models cannot draw what is in it."""
        drawable.check_chain(plan.chain, self._models.reasoner.vocabulary)
        return plan

    def draw(
        self, wish: str, chain: Chain, manner: Manner, *, references: Sequence[Image] = ()
    ) -> list[Shot]:
        """Draw a chain, once per seed."""
        painter = self._models.painter
        abilities.check(painter, "generate", size=manner.size)
        settled = manner.settled(painter, "generate")
        with self._progress.stage("draw"):
            images = generating.generate(
                wish,
                chain,
                settled,
                painter=painter,
                references=references,
                on_step=self._progress.step,
            )
        recipes = self._recipes(wish, chain, settled, references=references)
        return [Shot(image, recipe) for image, recipe in zip(images, recipes, strict=True)]

    def edit(
        self,
        picture: Image,
        instruction: str,
        chain: Chain,
        manner: Manner,
        *,
        references: Sequence[Image] = (),
        mask: Image | None = None,
    ) -> list[Shot]:
        """Change `picture` as the chain says, once per seed, only where a mask is white."""
        painter = self._models.painter
        abilities.check(painter, "edit", size=manner.size)
        suiting = manner.size or abilities.size_like(painter, picture.size)
        settled = replace(manner, size=suiting).settled(painter, "edit")
        with self._progress.stage("draw"):
            done = editing.edit(
                picture,
                instruction,
                chain,
                settled,
                painter=painter,
                references=references,
                mask=mask,
                on_step=self._progress.step,
            )
        recipes = self._recipes(
            instruction,
            chain,
            settled,
            source=digest(picture),
            references=references,
            mask=mask,
        )
        return [
            Shot(edited.image, recipe, edited.changed_outside_px, edited.is_global)
            for edited, recipe in zip(done, recipes, strict=True)
        ]

    def replay(
        self,
        recipe: Recipe,
        *,
        source: Image | None = None,
        references: Sequence[Image] = (),
        mask: Image | None = None,
    ) -> Shot:
        """Draw a recipe again; it needs the very pictures it was made from.

        Raises:
            BadPicture: The source, a reference or the mask is missing, or is another picture.
        """
        _same("--reference", recipe.references, references)
        _same("--mask", () if recipe.mask is None else (recipe.mask,), [mask] if mask else [])
        chain = chain_text.read(recipe.chain, task=recipe.task).chain
        manner = Manner((recipe.seed,), recipe.steps, recipe.size, recipe.guidance)
        if recipe.source is None:
            return self.draw(recipe.wish, chain, manner, references=references)[0]
        if source is None:
            raise BadPicture("the picture is an edit; give the one it was made from with --source")
        if digest(source) != recipe.source:
            raise BadPicture(
                "the picture given with --source is not the one this edit was made from"
            )
        return self.edit(source, recipe.wish, chain, manner, references=references, mask=mask)[0]

    def _recipes(
        self,
        wish: str,
        chain: Chain,
        manner: SettledManner,
        *,
        source: str | None = None,
        references: Sequence[Image] = (),
        mask: Image | None = None,
    ) -> list[Recipe]:
        return [
            recipe_for(
                wish,
                chain,
                manner,
                seed,
                painter=self._models.painter,
                source=source,
                references=references,
                mask=mask,
            )
            for seed in manner.seeds
        ]


def _same(option: str, wanted: Sequence[str], given: Sequence[Image]) -> None:
    """Refuse to replay with other pictures than those a recipe names."""
    if [digest(picture) for picture in given] != list(wanted):
        raise BadPicture(
            f"the picture was made with {len(wanted)} of {option}; give those very pictures, in "
            f"their order, got {len(given)}"
        )
