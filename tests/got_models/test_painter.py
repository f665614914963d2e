"""Painting several seeds, telling about it, and naming the weights."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from got_models.errors import BadInput, BadSize
from got_models.guidance_scales import GuidanceScales, default_for
from got_models.model_config import ModelConfig
from got_models.painter import BATCH, GoTPainter, Preview
from got_models.pipeline import GoTPipeline
from got_models.projector import SemanticGuidance
from got_models.thought import Box, Chain, Element

CHAIN = Chain(
    parts=("A ", Element(phrase="cat", box=Box(x0=9, y0=9, x1=600, y1=700), colour="red"), ".")
)
CONFIG = ModelConfig(
    name="small",
    side=32,
    max_side=48,
    vision_side=32,
    guidance={"edit": GuidanceScales(text=2, spatial=2, reference=2)},
)
SCALES = GuidanceScales(text=2, spatial=1.5, reference=1)


@dataclass
class ScriptedGuide:
    """Says the same about everything, and keeps what it was asked."""

    words: SemanticGuidance
    asked: list[tuple[Any, ...]] = field(default_factory=list)

    def guidance_for(
        self,
        wish: str,
        chain: Chain,
        *,
        picture: Image.Image | None = None,
        known: Chain | None = None,
    ) -> SemanticGuidance:
        self.asked.append((wish, chain, picture, known))
        return self.words


@pytest.fixture
def guide(words: SemanticGuidance) -> ScriptedGuide:
    return ScriptedGuide(words)


@pytest.fixture
def painter(pipeline: GoTPipeline, guide: ScriptedGuide, tmp_path: Path) -> GoTPainter:
    return GoTPainter(pipeline, guide, CONFIG, tmp_path)


def paint(painter: GoTPainter, seeds: Sequence[int], **changed: Any) -> list[Image.Image]:
    asked: dict[str, Any] = {"steps": 2, "size": None, "guidance": SCALES}
    return painter.paint("a cat", CHAIN, seeds=seeds, **(asked | changed))


def close(one: Image.Image, other: Image.Image) -> bool:
    """Whether no byte differs by more than the rounding of another batch may cost."""
    pairs = zip(one.tobytes(), other.tobytes(), strict=True)
    return max(abs(a - b) for a, b in pairs) <= 1


def test_every_seed_is_painted_in_its_place_and_few_at_a_time(painter: GoTPainter) -> None:
    rows: list[int] = []
    hook = painter._pipeline.unet.register_forward_pre_hook(
        lambda module, given: rows.append(len(given[0]))
    )

    seeds = range(BATCH + 2)
    pictures = paint(painter, seeds)
    hook.remove()

    assert rows == [3 * BATCH] * 2 + [3 * 2] * 2
    for seed in (0, BATCH + 1):
        assert close(pictures[seed], paint(painter, [seed])[0])
    assert len({picture.tobytes() for picture in pictures}) == len(pictures)


def test_the_chain_is_read_once_with_all_that_is_known(
    painter: GoTPainter, guide: ScriptedGuide
) -> None:
    photo, known = Image.new("RGB", (32, 32), "red"), Chain(parts=("Red.",))

    paint(painter, range(BATCH + 1), picture=photo, known=known)

    assert guide.asked == [("a cat", CHAIN, photo, known)]


def test_steps_are_told_over_all_pictures(painter: GoTPainter) -> None:
    heard: list[tuple[int, int]] = []

    paint(painter, range(BATCH + 1), on_step=lambda done, total: heard.append((done, total)))

    assert heard == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_previews_are_decoded_only_when_looked_at(
    painter: GoTPainter, monkeypatch: pytest.MonkeyPatch
) -> None:
    previews: list[Preview] = []
    decoded: list[int] = []
    decode = painter._pipeline.vae.decode

    def counted(latents: torch.Tensor) -> object:
        decoded.append(len(latents))
        return decode(latents)

    monkeypatch.setattr(painter._pipeline.vae, "decode", counted)
    pictures = paint(painter, [1, 2], on_preview=previews.append)
    assert decoded == [1, 1]

    last = previews[-1].pictures()

    assert decoded == [1, 1, 1, 1]
    assert previews[-1].first == 0
    assert [picture.size for picture in last] == [picture.size for picture in pictures]


def test_the_size_is_the_models_own_unless_one_is_given(painter: GoTPainter) -> None:
    assert paint(painter, [1])[0].size == painter.default_size == (32, 32)
    assert paint(painter, [1], size=(48, 16))[0].size == (48, 16)


@pytest.mark.parametrize(("size", "said"), [((64, 32), "up to 48"), ((24, 32), "multiples of 16")])
def test_a_size_that_cannot_be_painted_is_refused(
    painter: GoTPainter, size: tuple[int, int], said: str
) -> None:
    with pytest.raises(BadSize, match=said):
        paint(painter, [1], size=size)


def test_nothing_to_paint_is_refused(painter: GoTPainter) -> None:
    with pytest.raises(BadInput, match="generator"):
        paint(painter, [])
    with pytest.raises(BadInput, match="step"):
        paint(painter, [1], steps=0)


def test_the_reference_changes_the_picture(painter: GoTPainter) -> None:
    photo = Image.new("RGB", (32, 32), "yellow")

    assert paint(painter, [1], picture=photo)[0].tobytes() != paint(painter, [1])[0].tobytes()


def test_scales_are_the_models_own_where_it_has_them(painter: GoTPainter) -> None:
    assert painter.guidance_for("edit") == CONFIG.guidance["edit"]
    assert painter.guidance_for("generate") == default_for("generate")


def test_the_hash_covers_all_weights_in_the_order_of_their_paths(
    pipeline: GoTPipeline, guide: ScriptedGuide, tmp_path: Path
) -> None:
    for place, data in (("unet/b.safetensors", b"2"), ("mllm/a.safetensors", b"1")):
        (tmp_path / place).parent.mkdir()
        (tmp_path / place).write_bytes(data)
    (tmp_path / "unet" / "config.json").write_text("{}")

    painter = GoTPainter(pipeline, guide, CONFIG, tmp_path)

    assert painter.weights_hash == hashlib.sha256(b"12").hexdigest()


def test_branches_are_asked_as_seldom_as_the_guidance_says(
    painter: GoTPainter, pipeline: GoTPipeline
) -> None:
    rows: list[int] = []
    hook = pipeline.unet.register_forward_pre_hook(lambda module, given: rows.append(len(given[0])))
    cheaper = SCALES.model_copy(update={"every": 2})

    try:
        (usual,) = painter.paint("x", CHAIN, seeds=[1], steps=4, size=None, guidance=SCALES)
        (saved,) = painter.paint("x", CHAIN, seeds=[1], steps=4, size=None, guidance=cheaper)
    finally:
        hook.remove()

    assert rows[:4] == [rows[0]] * 4
    assert rows[4:] == [rows[0], 1, rows[0], 1]
    assert usual.tobytes() != saved.tobytes()
