"""What the model is asked in training: wishes, edits and looking, each from a scene.

Every task is a pure function of a seed. It carries scenes, not pixels: the reasoner's stage renders
only what the reasoner sees, the drawing stage also what is to be drawn.
"""

import random
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal

from got_models import chain_text, prompts
from got_models.sceneworld.captions import Wish, wish_for
from got_models.sceneworld.chain_writing import chain_for
from got_models.sceneworld.descriptions import description_for
from got_models.sceneworld.edit_setting import Operation
from got_models.sceneworld.edits import NoEdit, sample_edit
from got_models.sceneworld.sampling import sample_scene
from got_models.sceneworld.scene import Scene
from got_models.thought import Chain
from got_models.tokens import IM_END, IM_GEN_START
from got_models.training.free_choice import Weighed, weighed
from got_models.training.kept_facts import Kept, kept_coordinates

Kind = Literal["generate", "edit", "look"]

GENERATE_SHARE, EDIT_SHARE = 0.46, 0.29
"""Shares of wishes and edits; the rest looks at a picture and says what is where."""

GENEVAL_SHARE = 0.25
"""Share of wishes in GenEval's templates, where the scene fits one."""

KNOWN_CHAIN_SHARE = 0.5
"""Share of edits that come with the chain of the given picture: all those of our own pictures."""

PRIMER_COUNTS = (1, 2, 2, 3, None)
"""Numbers of objects in the first lessons; None is any."""

STEPS_WEIGHTS = (0.86, 0.1, 0.04)
"""Chance of an instruction with one, two or three steps."""


@dataclass(frozen=True)
class Task:
    """One exchange: what is said, what is seen, what must be answered and drawn."""

    kind: Kind
    prompt: str  # the user's message, before the chat form is put around it
    chain: Chain
    seen: Scene | None = None
    drawn: Scene | None = None
    operations: tuple[Operation, ...] = ()
    """What an edit does, step by step."""
    wish: Wish | None = None
    """What a picture is wished for with."""

    @property
    def answer(self) -> str:
        """What the reasoner must write, with the token that ends it."""
        return chain_text.write(self.chain) + (IM_END if self.kind == "look" else IM_GEN_START)

    @property
    def weighed(self) -> tuple[Weighed, ...]:
        """What of the answer counts more or less than the rest."""
        return () if self.wish is None else weighed(self.answer, self.wish)

    @property
    def kept(self) -> tuple[Kept, ...]:
        """Coordinates of the answer that the wish binds."""
        return () if self.wish is None else kept_coordinates(self.answer, self.wish)


def sample_task(rng: random.Random, kind: Kind | None = None) -> Task:
    """Draw a task on scenes that are not held out."""
    if kind is None:
        draw = rng.random()
        kind = "generate" if draw < GENERATE_SHARE else "edit"
        if draw >= GENERATE_SHARE + EDIT_SHARE:
            kind = "look"
    while True:
        with suppress(NoEdit):  # such as two steps on a lone object; another scene will do
            return task_for(sample_scene(rng), rng, kind)


def primer_task(rng: random.Random) -> Task:
    """Draw a wish for few objects."""
    return task_for(sample_scene(rng, things=rng.choice(PRIMER_COUNTS)), rng, "generate")


def task_for(scene: Scene, rng: random.Random, kind: Kind, *, heldout: bool = False) -> Task:
    """Make a task about one scene.

    Args:
        scene: What the wish asks for, or the picture given.
        rng: The only source of chance.
        kind: Which task.
        heldout: Use only the wordings that training never sees.
    """
    match kind:
        case "generate":
            style: Literal["geneval", "free"] = "free"
            if not heldout and rng.random() < GENEVAL_SHARE:
                style = "geneval"
            wish = wish_for(scene, rng, style=style, heldout=heldout)
            chain = chain_for(scene, wish.order, wish.facts)
            prompt = prompts.GENERATE.format(text=wish.text)
            return Task(kind="generate", prompt=prompt, chain=chain, drawn=scene, wish=wish)
        case "edit":
            return _edit_task(scene, rng, heldout)
        case "look":
            instruction, chain = description_for(scene, rng, heldout=heldout)
            return Task(kind="look", prompt=instruction, chain=chain, seen=scene)


def _edit_task(scene: Scene, rng: random.Random, heldout: bool) -> Task:
    steps = rng.choices((1, 2, 3), STEPS_WEIGHTS)[0]
    edit = sample_edit(scene, rng, steps=steps, heldout=heldout)
    task = Task(
        kind="edit",
        prompt=prompts.EDIT.format(text=edit.instruction),
        chain=edit.chain,
        seen=edit.before,
        drawn=edit.after,
        operations=edit.operations,
    )
    if rng.random() >= KNOWN_CHAIN_SHARE:
        return task
    order = wish_for(edit.before, rng, style="free").order
    known = prompts.KNOWN_CHAIN.format(chain=chain_text.write(chain_for(edit.before, order)))
    return replace(task, prompt=known + task.prompt)
