"""Stage 2: the reasoner's vision tower alone, naming what lies under each of its tokens.

It stands in for what Qwen2.5-VL's tower knew before GoT used it. Alone it sees several times as
many pictures in the same time as it does while the reasoner learns to write.

Shapes: b pictures, s side in pixels, g tokens along a side.
"""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import Qwen2_5_VLForConditionalGeneration

from got_models.mllm_input import Sight
from got_models.sceneworld.render import Atlas
from got_models.sceneworld.sampling import sample_scene
from got_models.sight import grid, patches_of_pixels
from got_models.training.reasoner_stage import softened
from got_models.training.sight_code import Seen, SightHead

THINGS = (None, 4, 5, 6)
"""Numbers of things in a picture; None is any. Full pictures teach more for the same price."""


class Looking(nn.Module):
    """A vision tower and the head that reads what it saw."""

    def __init__(self, mllm: Qwen2_5_VLForConditionalGeneration) -> None:
        super().__init__()
        self.visual = mllm.model.visual.requires_grad_(True)
        self.head = SightHead(mllm.config.text_config.hidden_size)

    def forward(self, batch: dict[str, Any]) -> dict[str, Tensor]:
        """Return "loss", and "named": the share of things that are named rightly."""
        tokens = self.visual(batch["patches"], grid_thw=batch["grid"]).pooler_output
        loss, named = self.head(tokens, batch["seen"])
        return {"loss": loss, "named": named}


class SightStage:
    """Teach a vision tower what things look like."""

    name = "sight"

    def __init__(self, model: Looking, atlas: Atlas, vision: Sight) -> None:
        self.model: nn.Module = model
        self.atlas, self.vision = atlas, vision

    def sample(self, index: int) -> tuple[NDArray[np.uint8], Seen]:
        """Render one scene, `(s, s, 3)`, and say what its tokens lie on."""
        rng = random.Random(index)
        scene = sample_scene(rng, things=rng.choice(THINGS))
        picture = softened(scene, self.atlas, self.vision.side, rng)
        return picture, Seen.of(scene, self.vision.columns)

    def collate(self, samples: Sequence[tuple[NDArray[np.uint8], Seen]]) -> dict[str, Any]:
        """Join pictures, each with its mirror image, which costs no rendering."""
        columns = self.vision.columns
        pixels = torch.from_numpy(np.stack([picture for picture, _ in samples]))
        pixels = torch.cat((pixels, pixels.flip(2)))  # (2 * b, s, s, 3)
        seen = [seen for _, seen in samples]
        return {
            "patches": patches_of_pixels(pixels, patch=self.vision.patch, merge=self.vision.merge),
            "grid": grid(len(pixels), self.vision.side, self.vision.patch),
            "seen": Seen.join([*seen, *(one.mirrored(columns) for one in seen)]),
        }

    def loss(
        self, model: nn.Module, batch: dict[str, Any], generator: torch.Generator
    ) -> dict[str, Tensor]:
        """Cross-entropies of class and colour, and the error of boxes."""
        losses: dict[str, Tensor] = model(batch)
        return losses

    def sheet(self, folder: Path, step: int) -> None:
        """Nothing to look at: "named" in the log says how well it sees."""
