"""Drawing with pipelines of diffusers: tiny random ones, of the classes of the large ones."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

sys.path.append(str(Path(__file__).resolve().parents[2] / "support"))

import tiny_pipelines

from got_models import chain_text
from got_models.brushes.diffusers_brush import DiffusersBrush
from got_models.errors import BadInput, BadSize, WeightsError
from got_models.guidance_scales import GuidanceScales
from got_models.thought import Chain
from tools.edit import edit
from tools.manner import Manner

CHAIN = chain_text.read(
    "A <|object_ref_start|>red apple<|object_ref_end|><|box_start|>(0,0),(499,499)<|box_end|> (red)"
).chain
EDIT = chain_text.read(
    "1. An apple.\n2. The <|object_ref_start|>apple<|object_ref_end|><|box_start|>(250,250),"
    "(749,749)<|box_end|> (red).\n3. It goes.\n4. Nothing is left.",
    task="edit",
).chain
SIZE = (32, 32)
Brush = Callable[[str], DiffusersBrush]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pipelines")


@pytest.fixture(scope="module")
def brush(folders: Path) -> Brush:
    """Return a brush by its name, made once."""
    made: dict[str, DiffusersBrush] = {}
    builders = {
        "xl": tiny_pipelines.xl,
        "xl-inpaint": lambda folder: tiny_pipelines.xl(folder, inpainting=True),
        "klein": tiny_pipelines.klein,
    }

    def get(name: str) -> DiffusersBrush:
        if name not in made:
            folder = builders[name](folders / name)
            size = (64, 64) if name == "klein" else SIZE
            made[name] = DiffusersBrush(folder, name, "cpu", size=size)
        return made[name]

    return get


def painted(
    brush: DiffusersBrush, chain: Chain = CHAIN, *, seeds: tuple[int, ...] = (1,), **asked: object
) -> list[np.ndarray]:
    given: dict[str, object] = {"steps": 2, "size": None, "guidance": brush.guidance_for("edit")}
    images = brush.paint("an apple", chain, seeds=seeds, **(given | asked))  # type: ignore[arg-type]
    return [np.asarray(image).astype(int) for image in images]


@pytest.mark.parametrize(
    ("name", "boxes", "edits", "references", "multiple"),
    [
        ("xl", "regional prompt", "inpaint", 0, 2),
        ("xl-inpaint", "regional prompt", "inpaint", 0, 2),
        ("klein", "regional prompt", "instruct", 3, 4),
    ],
)
def test_a_brush_says_what_it_can_do_before_its_weights_are_read(
    brush: Brush, name: str, boxes: str, edits: str, references: int, multiple: int
) -> None:
    can = brush(name).capabilities

    assert (can.boxes, can.edits, can.references) == (boxes, edits, references)
    assert brush(name).size_multiple == multiple


@pytest.mark.parametrize("name", ["xl", "xl-inpaint", "klein"])
def test_a_seed_is_a_picture_and_boxes_change_it(brush: Brush, name: str) -> None:
    steps: list[tuple[int, int]] = []
    plain = GuidanceScales(text=2, spatial=0, reference=1)

    first, second = painted(
        brush(name), seeds=(1, 2), on_step=lambda *done: steps.append(done), guidance=plain
    )
    boxed = painted(brush(name), seeds=(2,), guidance=plain.model_copy(update={"spatial": 4}))[0]
    again = painted(brush(name), seeds=(2,), guidance=plain)[0]

    assert (second == again).all()
    assert (first != second).any()
    assert (boxed != second).any()
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.parametrize("name", ["xl", "xl-inpaint", "klein"])
def test_an_edit_stays_inside_its_box(brush: Brush, name: str) -> None:
    parent = Image.linear_gradient("L").resize((50, 40)).convert("RGB")
    manner = Manner((3,), 2).settled(brush(name), "edit")

    (edited,) = edit(parent, "remove the apple", EDIT, manner, painter=brush(name))

    assert edited.image.size == parent.size
    assert edited.changed_outside_px == 0
    assert not edited.is_global
    assert edited.image.tobytes() != parent.tobytes()


def test_filling_a_mask_keeps_most_of_the_rest_by_itself(brush: Brush) -> None:
    parent = Image.new("RGB", SIZE, "white")

    with_box = painted(brush("xl"), EDIT, picture=parent)[0]
    elsewhere = Image.new("L", SIZE, 0)
    elsewhere.paste(255, (0, 0, 8, 8))
    by_hand = painted(brush("xl"), EDIT, picture=parent, mask=elsewhere)[0]

    assert (with_box != by_hand).any()


def test_a_pipeline_that_sees_references_draws_by_them(brush: Brush) -> None:
    klein = brush("klein")

    alone = painted(klein)[0]
    looking = painted(klein, references=[Image.new("RGB", (64, 64), "red")])[0]

    assert (alone != looking).any()


def test_what_a_brush_cannot_do_is_refused_before_it_begins(brush: Brush) -> None:
    with pytest.raises(BadInput, match="no references, got 1"):
        painted(brush("xl"), references=[Image.new("RGB", SIZE)])
    for size in ((31, 32), (512, 32)):
        with pytest.raises(BadSize, match="multiples of 2 up to 64"):
            painted(brush("xl"), size=size)


def test_weights_have_one_fingerprint_that_follows_links_by_name(
    brush: Brush, folders: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(folders / "xl", tmp_path / "copy")) if brush("xl") else tmp_path
    other = DiffusersBrush(copy, "copy", "cpu")
    assert other.weights_hash == brush("xl").weights_hash

    weights = next((copy / "unet").glob("*.safetensors"))
    blob = weights.rename(tmp_path / ("0" * 64))
    weights.symlink_to(blob)
    assert DiffusersBrush(copy, "copy", "cpu").weights_hash != other.weights_hash


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"_class_name": "NoSuchPipeline"}, "does not know"),
        ({"_class_name": ["my_pipeline", "Mine"]}, "does not know"),
        ({"_class_name": "UNet2DConditionModel"}, "does not know"),
        ({"_class_name": "DDPMPipeline"}, "neither draws"),
        ({"_class_name": "StableDiffusionXLImg2ImgPipeline"}, "neither draws"),
    ],
)
def test_a_folder_of_another_kind_is_refused_before_its_weights_are_read(
    brush: Brush, folders: Path, tmp_path: Path, change: dict[str, object], said: str
) -> None:
    brush("xl")
    copy = Path(shutil.copytree(folders / "xl", tmp_path / "copy"))
    index = copy / "model_index.json"
    index.write_text(json.dumps(json.loads(index.read_text()) | change))

    with pytest.raises(WeightsError, match=said):
        DiffusersBrush(copy, "copy", "cpu")


def test_a_pipeline_that_cannot_be_opened_is_one_clear_error(
    brush: Brush, folders: Path, tmp_path: Path
) -> None:
    brush("xl")
    copy = Path(shutil.copytree(folders / "xl", tmp_path / "copy"))
    shutil.rmtree(copy / "text_encoder")

    with pytest.raises(WeightsError, match="cannot be opened as StableDiffusionXLPipeline"):
        painted(DiffusersBrush(copy, "copy", "cpu", size=SIZE))


def test_drawing_is_silent(brush: Brush, capfd: pytest.CaptureFixture[str]) -> None:
    painted(brush("xl"))

    assert capfd.readouterr() == ("", "")
