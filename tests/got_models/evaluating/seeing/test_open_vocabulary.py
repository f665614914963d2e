"""GenEval's kind of perception, with tiny random models of the real classes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from got_models.errors import WeightsError
from got_models.evaluating.detections import PixelBox
from got_models.evaluating.seeing.open_vocabulary import PALE, GenevalPerception, masked_crop
from got_models.sceneworld.vocabulary import CLASSES, COLOURS

if TYPE_CHECKING:
    from transformers import CLIPModel, Mask2FormerForUniversalSegmentation

LABELS = {0: "person", 1: "mouse", 2: "remote", 3: "keyboard", 4: "street sign"}
WORDS = ("a", "photo", "of", "object", "-", "colored", *COLOURS, "person", "mouse", "tv", "remote",
         "computer", "keyboard")  # fmt: skip


def _detector() -> Mask2FormerForUniversalSegmentation:
    import torch
    from transformers import Mask2FormerConfig, Mask2FormerForUniversalSegmentation, SwinConfig

    torch.manual_seed(0)
    backbone = SwinConfig(
        image_size=32, patch_size=2, embed_dim=8, depths=[1, 1, 1, 1], num_heads=[1, 1, 2, 2],
        window_size=2, out_features=["stage1", "stage2", "stage3", "stage4"],
    )  # fmt: skip
    config = Mask2FormerConfig(
        backbone_config=backbone, feature_size=32, mask_feature_size=32, hidden_dim=32,
        encoder_feedforward_dim=16, encoder_layers=1, decoder_layers=2, num_attention_heads=2,
        dim_feedforward=16, num_queries=5, id2label=LABELS,
        label2id={name: at for at, name in LABELS.items()},
    )  # fmt: skip
    return Mask2FormerForUniversalSegmentation(config)


def _clip() -> CLIPModel:
    import torch
    from transformers import CLIPConfig, CLIPModel

    torch.manual_seed(0)
    small = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1,
             "num_attention_heads": 2}  # fmt: skip
    text = small | {"vocab_size": len(WORDS) + 3, "bos_token_id": 1, "eos_token_id": 2}
    vision = small | {"image_size": 16, "patch_size": 8}
    return CLIPModel(CLIPConfig(text_config=text, vision_config=vision, projection_dim=8))


class _ClipWords:
    """Cuts sentences into the few words there are, and pictures to CLIP's size."""

    def __call__(self, **given: object) -> dict[str, object]:
        import torch

        if "images" in given:
            images = given["images"]
            assert isinstance(images, list)
            pixels = [np.asarray(image.resize((16, 16))) / 255 for image in images]
            return {"pixel_values": torch.tensor(np.stack(pixels)).permute(0, 3, 1, 2).float()}
        sentences = given["text"]
        assert isinstance(sentences, list)
        ids = [
            [1, *(WORDS.index(w) + 3 for w in s.replace("-", " - ").split()), 2] for s in sentences
        ]
        longest = max(map(len, ids))
        padded = [row + [2] * (longest - len(row)) for row in ids]
        return {"input_ids": torch.tensor(padded)}


@pytest.fixture(scope="module")
def eye() -> GenevalPerception:
    from transformers import Mask2FormerImageProcessorPil

    processor = Mask2FormerImageProcessorPil(size={"height": 32, "width": 32})
    return GenevalPerception(_detector(), processor, _clip(), _ClipWords(), name="tiny")


def test_what_is_seen_is_named_by_geneval_and_lies_in_the_picture(eye: GenevalPerception) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (40, 60, 3), dtype=np.uint8)

    seen = eye.detect(Image.fromarray(pixels))

    assert {one.kind for one in seen} <= {
        "person",
        "computer mouse",
        "tv remote",
        "computer keyboard",
    }
    assert all(one.kind in CLASSES and one.colour in COLOURS for one in seen)
    assert all(0 <= one.box.x0 <= one.box.x1 < 60 and one.box.y1 < 40 for one in seen)
    assert [one.confidence for one in seen] == sorted((o.confidence for o in seen), reverse=True)


def test_what_is_not_the_object_is_filled_with_gray() -> None:
    picture = Image.new("RGB", (20, 10), "red")
    mask = np.zeros((10, 20), bool)
    mask[2:6, 5:9] = True
    mask[3, 6] = False

    crop = masked_crop(picture, mask)

    assert crop.size == (4, 4)
    assert crop.getpixel((1, 1)) == PALE
    assert crop.getpixel((0, 0)) == (255, 0, 0)


def test_instances_are_shares_times_mask_certainty(eye: GenevalPerception) -> None:
    from types import SimpleNamespace

    import torch

    logits = torch.full((1, 2, len(LABELS) + 1), -9.0)
    logits[0, 0, 1], logits[0, 1, 4] = 9.0, 9.0
    masks = torch.full((1, 2, 4, 4), -20.0)
    masks[0, :, 1:3, 1:3] = 20.0
    said = SimpleNamespace(class_queries_logits=logits, masks_queries_logits=masks)

    [(kind, sure, mask)] = eye._instances(said, (4, 4))

    assert kind == "computer mouse"
    assert sure == pytest.approx(1.0, abs=1e-3)
    assert mask.sum() == 4


def test_missing_weights_are_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="detector/ and clip/"):
        GenevalPerception.load(tmp_path)


def test_boxes_are_tight() -> None:
    from got_models.evaluating.seeing.open_vocabulary import _box

    mask = np.zeros((10, 20), bool)
    mask[2:6, 5:9] = True

    assert _box(mask) == PixelBox(5, 2, 8, 5)
