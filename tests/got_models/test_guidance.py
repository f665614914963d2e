"""The weighted branches are equation 1, and leaving out those of weight 0 changes nothing."""

import itertools

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from got_models.guidance import Branch, branches_of, combine
from got_models.guidance_scales import GuidanceScales, default_for

SCALES = st.floats(min_value=0, max_value=20, allow_nan=False)
SHAPE = (3, 4, 5)


def said(branch: Branch, pictures: int = 2) -> torch.Tensor:
    """Noise that depends on what the branch was told."""
    told = 4 * branch.words + 2 * branch.boxes + branch.reference
    return torch.randn((pictures, *SHAPE), generator=torch.Generator().manual_seed(told))


def equation_1(scales: GuidanceScales) -> torch.Tensor:
    nothing = said(Branch(False, False, False, 0)).double()
    image = said(Branch(False, False, True, 0)).double()
    text = said(Branch(True, False, True, 0)).double()
    everything = said(Branch(True, True, True, 0)).double()
    return (
        nothing
        + scales.text * (text - image)
        + scales.spatial * (everything - text)
        + scales.reference * (image - nothing)
    )


def guided(scales: GuidanceScales) -> torch.Tensor:
    branches = branches_of(scales)
    return combine(torch.cat([said(branch) for branch in branches]), branches)


@given(text=SCALES, spatial=SCALES, reference=SCALES)
def test_guidance_is_equation_1(text: float, spatial: float, reference: float) -> None:
    scales = GuidanceScales(text=text, spatial=spatial, reference=reference)

    torch.testing.assert_close(guided(scales).double(), equation_1(scales), atol=2e-4, rtol=1e-5)


@pytest.mark.parametrize("scales", list(itertools.product((0.0, 1.0, 3.5), repeat=3)), ids=str)
def test_only_branches_that_count_are_asked(scales: tuple[float, float, float]) -> None:
    text, spatial, reference = scales
    branches = branches_of(GuidanceScales(text=text, spatial=spatial, reference=reference))

    weights = (spatial, text - spatial, reference - text, 1 - reference)
    assert [branch.weight for branch in branches] == [weight for weight in weights if weight]
    assert sum(branch.weight for branch in branches) == pytest.approx(1)
    torch.testing.assert_close(
        guided(GuidanceScales(text=text, spatial=spatial, reference=reference)).double(),
        equation_1(GuidanceScales(text=text, spatial=spatial, reference=reference)),
        atol=1e-5,
        rtol=1e-5,
    )


def test_the_published_scales_need_three_branches_to_draw_and_four_to_edit() -> None:
    assert len(branches_of(default_for("generate"))) == 3
    assert len(branches_of(default_for("edit"))) == 4


def test_without_scales_only_the_whole_condition_is_asked_and_passed_on() -> None:
    (branch,) = branches_of(None)
    output = said(branch)

    assert branch[:3] == (True, True, True)
    assert torch.equal(combine(output, [branch]), output)


def test_half_precision_is_added_up_in_float32() -> None:
    branches = branches_of(GuidanceScales(text=7.5, spatial=4.0, reference=1.5))
    outputs = torch.cat([said(branch) for branch in branches]).bfloat16()

    assert torch.equal(combine(outputs, branches), combine(outputs.float(), branches))
