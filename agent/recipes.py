"""The recipe that goes into a picture's file."""

from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from PIL.Image import Image

from got_models import chain_text
from got_models.thought import Chain
from tools.intake import digest
from tools.manner import SettledManner
from tools.ports import Painter
from tools.recipe import Recipe


def recipe_for(
    wish: str,
    chain: Chain,
    manner: SettledManner,
    seed: int,
    *,
    painter: Painter,
    source: str | None = None,
    references: Sequence[Image] = (),
    mask: Image | None = None,
) -> Recipe:
    """Return how a picture was made; `source` is the digest of an edit's source picture."""
    return Recipe(
        task=chain.task,
        wish=wish,
        chain=chain_text.write(chain),
        seed=seed,
        steps=manner.steps,
        size=manner.size,
        guidance=manner.guidance,
        model=painter.name,
        weights_hash=painter.weights_hash,
        source=source,
        references=tuple(map(digest, references)),
        mask=None if mask is None else digest(mask),
        software=_software(),
    )


@cache
def _software() -> str:
    try:
        return f"got-agent {version('got-agent')}"
    except PackageNotFoundError:
        return "got-agent"
