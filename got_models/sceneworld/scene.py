"""The scene graph: the source of picture, captions, chain, edits and dialogues."""

from pydantic import Field

from got_models.sceneworld.vocabulary import BackgroundKind, Style
from got_models.thought import Box
from got_models.value import Value


class Thing(Value):
    """One object of a scene.

    `colour` is one of GenEval's ten, or None for the sprite's own colours. `box` is the tight box
    of the visible sprite. `family` names the sprite set it is drawn from.
    """

    kind: str
    colour: str | None
    box: Box
    family: str
    mirrored: bool = False
    angle: float = Field(default=0.0, ge=-30.0, le=30.0)
    """Degrees, counter-clockwise."""

    @property
    def phrase(self) -> str:
        """The object in words: "red apple", or "apple" in its own colours."""
        return f"{self.colour} {self.kind}" if self.colour else self.kind


class Background(Value):
    """What lies behind the objects."""

    kind: BackgroundKind
    colour: str
    seed: int = 0
    """Seed of the pattern's phase, scale and grain."""


class Scene(Value):
    """A picture as facts; later things are drawn over earlier ones."""

    things: tuple[Thing, ...]
    background: Background
    style: Style = "natural"
