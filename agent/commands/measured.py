"""The product as a report measures it: plans checked and mended, edits laid in, and no critic."""

from PIL import Image

from agent.build import Models
from got_models.evaluating.report.maker import PLAIN, Drawn, Manner
from got_models.guidance_scales import GuidanceScales
from got_models.thought import Chain, Task
from tools import abilities
from tools import edit as editing
from tools import generate as generating
from tools import plan as planning
from tools.manner import Manner as ToolManner
from tools.manner import SettledManner


class MeasuredMaker:
    """Plans, draws and edits with the tools of the assistant; it sees no answer key."""

    def __init__(self, models: Models, *, steps: int | None = None) -> None:
        self._models, self._painter = models, models.painter
        self._steps = steps or self._painter.default_steps

    @property
    def name(self) -> str:
        """The painter's own name."""
        return self._painter.name

    @property
    def weights_hash(self) -> str:
        """SHA-256 of the painter's weights."""
        return self._painter.weights_hash

    @property
    def default_steps(self) -> int:
        """Denoising steps of a plain picture."""
        return self._steps

    def plan(self, wish: str, *, seed: int, picture: Image.Image | None = None) -> Chain:
        """Return the checked and mended chain that a user would see."""
        reasoner = self._models.reasoner
        return planning.plan(wish, reasoner=reasoner, picture=picture, seed=seed).chain

    def draw(self, wish: str, chain: Chain, *, seed: int, manner: Manner = PLAIN) -> Drawn:
        """Draw a chain once."""
        settled = self._settled("generate", seed, manner, size=None)
        [image] = generating.generate(wish, chain, settled, painter=self._painter)
        return Drawn(image, passes(settled))

    def edit(self, picture: Image.Image, instruction: str, chain: Chain, *, seed: int) -> Drawn:
        """Change a picture once."""
        size = abilities.size_like(self._painter, picture.size)
        settled = self._settled("edit", seed, PLAIN, size=size)
        [done] = editing.edit(picture, instruction, chain, settled, painter=self._painter)
        return Drawn(done.image, passes(settled), done.changed_outside_px)

    def _settled(
        self, task: Task, seed: int, manner: Manner, size: tuple[int, int] | None
    ) -> SettledManner:
        own = self._painter.guidance_for(task)
        scales = GuidanceScales(
            text=own.text * manner.text,
            spatial=own.spatial * manner.spatial,
            reference=own.reference,
        )
        asked = ToolManner((seed,), manner.steps or self._steps, size, scales)
        return asked.settled(self._painter, task)


def passes(manner: SettledManner) -> int:
    """Return how many rows the UNet computes for one picture: steps times branches that count."""
    scales = manner.guidance
    weights = (
        scales.spatial,
        scales.text - scales.spatial,
        scales.reference - scales.text,
        1.0 - scales.reference,
    )
    return manner.steps * sum(weight != 0 for weight in weights)
