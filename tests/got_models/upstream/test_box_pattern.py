"""Boxes as upstream finds and paints them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from got_models.errors import ThoughtError
from got_models.upstream.box_pattern import PlainBox, boxes_in, canvases_of
from got_models.upstream.parity_folder import parser_table


def test_the_same_boxes_are_found_as_by_upstream(published) -> None:
    table = parser_table(published)

    assert len(table) > 10
    for text, told in table:
        assert [[*box.corners, box.colour] for box in boxes_in(text)] == told


def test_no_box_is_one_black_canvas() -> None:
    (canvas,) = canvases_of([], 64, 32)

    assert canvas.size == (64, 32)
    assert canvas.getbbox() is None


@pytest.mark.parametrize(
    ("corners", "painted"),
    [
        ((0, 0, 999, 999), (0, 0, 64, 32)),
        ((500, 500, 500, 500), (32, 16, 33, 17)),
        ((0, 0, 10**20, 10**20), (0, 0, 64, 32)),
        ((1000, 0, 1000, 999), None),
    ],
)
def test_boxes_are_cut_to_the_canvas(
    corners: tuple[int, int, int, int], painted: tuple[int, int, int, int] | None
) -> None:
    (canvas,) = canvases_of([PlainBox(corners, "red")], 64, 32)

    assert canvas.getbbox() == painted


@pytest.mark.parametrize(
    "box", [PlainBox((600, 2, 300, 400), "red"), PlainBox((1, 2, 3, 4), "reddish")]
)
def test_what_upstream_fails_at_is_refused(box: PlainBox) -> None:
    with pytest.raises(ThoughtError):
        canvases_of([box], 64, 64)


@given(st.text(alphabet="<|>(),0123456789 abz_boxstarend\n"))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(boxes_in(text), list)
