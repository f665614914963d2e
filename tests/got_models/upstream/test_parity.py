"""Our classes against upstream's own outputs, and the comparison against numbers made wrong."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from safetensors.torch import load_file, save_file

from got_models.errors import BadInput
from got_models.upstream.generation import UpstreamGenerator
from got_models.upstream.parity import compare_case
from got_models.upstream.parity_folder import ParityCase, cases_of
from got_models.upstream.parity_limits import limit_of

NAMES = [
    held["case"]
    for held in json.loads(
        (Path(__file__).parents[2] / "data/got_parity/cases/index.json").read_text("utf-8")
    )["cases"]
]


def case_of(folder: Path, name: str) -> ParityCase:
    return next(case for case in cases_of(folder) if case.name == name)


@pytest.fixture
def spoilt(published: Path, tmp_path: Path) -> Path:
    shutil.copytree(published / "cases", tmp_path / "cases")
    return tmp_path


@pytest.mark.parametrize("name", NAMES)
def test_we_compute_what_upstream_computes(
    published: Path, generator: UpstreamGenerator, name: str
) -> None:
    report = compare_case(generator, case_of(published, name))

    assert report.differs == []
    assert report.ok
    assert report.max_abs or report.quirk


@pytest.mark.parametrize(
    ("tensor", "wrong"),
    [("unet_out_step0", 3), ("final_latents", 0), ("cond_embeds", 0), ("position_ids", 2)],
)
def test_one_wrong_number_is_noticed(
    spoilt: Path, generator: UpstreamGenerator, tensor: str, wrong: int
) -> None:
    place = spoilt / "cases" / "a_t2i_3boxes.safetensors"
    held = load_file(place)
    limit = limit_of(tensor)
    held[tensor][wrong].view(-1)[-1] += 2 * limit if held[tensor].is_floating_point() else 1
    save_file(held, place)

    report = compare_case(generator, case_of(spoilt, "a_t2i_3boxes"))

    assert not report.ok
    assert tensor in report.differs[0]
    assert report.max_abs[tensor] > limit


def test_one_wrong_pixel_of_a_mask_is_noticed(spoilt: Path, generator: UpstreamGenerator) -> None:
    place = spoilt / "cases" / "a_t2i_3boxes.mask1.png"
    pixels = np.asarray(Image.open(place).convert("RGB")).copy()
    pixels[0, 0, 0] = 1
    Image.fromarray(pixels).save(place)

    report = compare_case(generator, case_of(spoilt, "a_t2i_3boxes"))

    assert report.differs == ["a_t2i_3boxes.mask1.png is 1 levels off"]


@pytest.mark.parametrize("key", ["input_ids_pass2", "boxes", "timesteps", "got_text"])
def test_a_wrong_fact_is_noticed(spoilt: Path, generator: UpstreamGenerator, key: str) -> None:
    place = spoilt / "cases" / "f1_no_cfg.json"
    told = json.loads(place.read_text("utf-8"))
    told[key] = told[key][:-1]
    place.write_text(json.dumps(told), "utf-8")

    report = compare_case(generator, case_of(spoilt, "f1_no_cfg"))

    assert [sentence.split()[0] for sentence in report.differs] == [key]


def test_a_tensor_that_nothing_is_known_of_is_no_match(
    spoilt: Path, generator: UpstreamGenerator
) -> None:
    place = spoilt / "cases" / "f1_no_cfg.safetensors"
    save_file({**load_file(place), "strange": load_file(place)["eps_step0"]}, place)

    report = compare_case(generator, case_of(spoilt, "f1_no_cfg"))

    assert report.differs == ["strange is not known here"]


def test_a_case_whose_tensors_are_missing_is_no_match(
    spoilt: Path, generator: UpstreamGenerator
) -> None:
    (spoilt / "cases" / "f1_no_cfg.safetensors").unlink()

    assert not compare_case(generator, case_of(spoilt, "f1_no_cfg")).ok


def test_a_folder_without_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"index\.json"):
        cases_of(tmp_path)


@pytest.mark.parametrize(
    "spoil", [{"scheduler_config": []}, {"top4_raw_logits_per_step": [[7]] * 24}, {"mask_files": 3}]
)
def test_a_case_of_another_form_is_no_match_and_no_end(
    spoilt: Path, generator: UpstreamGenerator, spoil: dict[str, object]
) -> None:
    name = "k1_greedy_t2i" if "top4_raw_logits_per_step" in spoil else "b_t2i_nobox"
    place = spoilt / "cases" / f"{name}.json"
    place.write_text(json.dumps(json.loads(place.read_text("utf-8")) | spoil), "utf-8")

    report = compare_case(generator, case_of(spoilt, name))

    assert not report.ok
    assert "cannot be compared" in report.differs[-1]
