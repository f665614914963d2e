"""The assistant as a Python API: plan, draw, edit, draw again; each picture with its recipe."""

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from PIL.Image import Image

from agent.build import Models
from agent.progress import Progress
from got_models import chain_text
from got_models.errors import BadPicture
from got_models.thought import Chain, Task
from tools import drawable
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


class Assistant:
    """Plans and draws with the models it is given; it remembers nothing between calls."""

    def __init__(self, models: Models, progress: Progress) -> None:
        self._models, self._progress = models, progress

    def plan(self, wish: str, *, picture: Image | None = None, seed: int = 0) -> Plan:
        """Turn a wish, or an instruction to edit `picture`, into a checked chain."""
        with self._progress.stage("plan"):
            return planning.plan(wish, reasoner=self._models.reasoner, picture=picture, seed=seed)

    def check(self, plan: Plan) -> Plan:
        """Return a plan made by hand unless the models cannot draw what is in it."""
        drawable.check_chain(plan.chain, self._models.reasoner.vocabulary)
        return plan

    def draw(self, wish: str, chain: Chain, manner: Manner) -> list[Shot]:
        """Draw a chain, once per seed."""
        painter = self._models.painter
        settled = manner.settled(painter, "generate")
        with self._progress.stage("draw"):
            images = generating.generate(
                wish, chain, settled, painter=painter, on_step=self._progress.step
            )
        recipes = self._recipes("generate", wish, chain, settled)
        return [Shot(image, recipe) for image, recipe in zip(images, recipes, strict=True)]

    def edit(self, picture: Image, instruction: str, chain: Chain, manner: Manner) -> list[Shot]:
        """Change `picture` as the chain says, once per seed."""
        painter = self._models.painter
        settled = manner.settled(painter, "edit")
        with self._progress.stage("draw"):
            done = editing.edit(
                picture, instruction, chain, settled, painter=painter, on_step=self._progress.step
            )
        recipes = self._recipes("edit", instruction, chain, settled, source=digest(picture))
        return [
            Shot(edited.image, recipe, edited.changed_outside_px, edited.is_global)
            for edited, recipe in zip(done, recipes, strict=True)
        ]

    def replay(self, recipe: Recipe, *, source: Image | None = None) -> Shot:
        """Draw a recipe again; an edit needs the very picture it was made from.

        Raises:
            BadPicture: The source is missing, or is another picture.
        """
        chain = chain_text.read(recipe.chain, task=recipe.task).chain
        manner = Manner((recipe.seed,), recipe.steps, recipe.size, recipe.guidance)
        if recipe.source is None:
            return self.draw(recipe.wish, chain, manner)[0]
        if source is None:
            raise BadPicture("the picture is an edit; give the one it was made from with --source")
        if digest(source) != recipe.source:
            raise BadPicture(
                "the picture given with --source is not the one this edit was made from"
            )
        return self.edit(source, recipe.wish, chain, manner)[0]

    def _recipes(
        self, task: Task, wish: str, chain: Chain, manner: SettledManner, source: str | None = None
    ) -> list[Recipe]:
        return [
            Recipe(
                task=task,
                wish=wish,
                chain=chain_text.write(chain),
                seed=seed,
                steps=manner.steps,
                size=manner.size,
                guidance=manner.guidance,
                model=self._models.painter.name,
                weights_hash=self._models.painter.weights_hash,
                source=source,
                software=_software(),
            )
            for seed in manner.seeds
        ]


def _software() -> str:
    try:
        return f"got-agent {version('got-agent')}"
    except PackageNotFoundError:
        return "got-agent"
