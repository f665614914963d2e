"""Facts about moving boxes."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from got_models import layout
from got_models.errors import BadInput
from got_models.overlaps import covered_share, separate
from got_models.thought import Box, Chain, Element

sides = st.integers(1, 600)
boxes = st.builds(
    layout.box_around, st.integers(0, 999), st.integers(0, 999), width=sides, height=sides
)


def chain_of(*boxes: Box) -> Chain:
    parts: list[str | Element] = []
    for box in boxes:
        parts += ["a ", Element(phrase="cup", box=box, colour="red")]
    return Chain(parts=tuple(parts))


chains = st.lists(boxes, min_size=3, max_size=6).map(lambda made: chain_of(*made))
steps = st.integers(-2000, 2000)


def sizes(chain: Chain) -> list[tuple[int, int]]:
    return [(element.box.width, element.box.height) for element in chain.elements]


def box(x0: int, y0: int, x1: int, y1: int) -> Box:
    return Box(x0=x0, y0=y0, x1=x1, y1=y1)


@given(chains, steps, steps)
def test_moving_keeps_the_size_and_stays_on_the_canvas(chain: Chain, dx: int, dy: int) -> None:
    assert sizes(layout.move(chain, 1, dx, dy)) == sizes(chain)
    assert sizes(layout.place(chain, 1, dx, dy)) == sizes(chain)


def test_a_move_within_the_canvas_is_exact() -> None:
    moved = layout.move(chain_of(box(10, 20, 31, 41)), 0, 7, -3)

    assert moved.elements[0].box == box(17, 17, 38, 38)
    assert moved.parts[0] == "a "


@given(chains)
def test_swapping_twice_keeps_every_size(chain: Chain) -> None:
    swapped = layout.swap(chain, 0, 2)

    assert sizes(swapped) == sizes(chain)
    assert swapped.elements[1] == chain.elements[1]


def test_swapping_exchanges_the_centres() -> None:
    swapped = layout.swap(chain_of(box(100, 100, 200, 200), box(500, 400, 540, 440)), 0, 1)

    assert [element.box.centre for element in swapped.elements] == [(520, 420), (150, 150)]


@given(chains, st.floats(0.01, 50))
def test_resizing_keeps_the_centre_unless_the_edge_is_in_the_way(
    chain: Chain, factor: float
) -> None:
    before, after = chain.elements[0].box, layout.resize(chain, 0, factor).elements[0].box

    assert after.width == max(min(round(before.width * factor), 999), 1)
    if after.x0 > 0 and after.x1 < 999:
        assert abs(after.centre[0] - before.centre[0]) <= 0.5


@given(chains)
def test_aligned_boxes_share_an_edge(chain: Chain) -> None:
    aligned = layout.align(chain, range(len(chain.elements)), "bottom")

    assert len({element.box.y1 for element in aligned.elements}) == 1
    assert [e.box.x0 for e in aligned.elements] == [e.box.x0 for e in chain.elements]
    assert sizes(aligned) == sizes(chain)


@given(chains)
def test_centred_boxes_share_a_line_up_to_rounding_and_the_edge(chain: Chain) -> None:
    aligned = layout.align(chain, range(len(chain.elements)), "middle")
    inner = [e.box.centre[1] for e in aligned.elements if e.box.y0 > 0 and e.box.y1 < 999]

    assert not inner or max(inner) - min(inner) <= 1
    assert sizes(aligned) == sizes(chain)


@given(chains)
def test_distributed_boxes_have_equal_gaps(chain: Chain) -> None:
    spread = layout.distribute(chain, range(len(chain.elements)), "across")
    order = sorted(
        range(len(chain.elements)), key=lambda index: chain.elements[index].box.centre[0]
    )
    row = [spread.elements[index].box for index in order]
    gaps = [right.x0 - left.x1 for left, right in pairwise(row)]

    assert sizes(spread) == sizes(chain)
    assert row[0] == chain.elements[order[0]].box
    if all(member.x0 > 0 and member.x1 < 999 for member in row[1:-1]):
        assert max(gaps) - min(gaps) <= 2


@given(chains, st.integers(0, 499))
def test_fitted_boxes_respect_the_margin(chain: Chain, margin: int) -> None:
    for element in layout.fit(chain, margin).elements:
        assert margin <= element.box.x0 < element.box.x1 <= 999 - margin
        assert margin <= element.box.y0 < element.box.y1 <= 999 - margin


@pytest.mark.parametrize("index", [-1, 2, 99])
def test_an_unknown_index_is_refused_in_a_sentence(index: int) -> None:
    chain = chain_of(box(0, 0, 9, 9), box(0, 0, 9, 9))

    with pytest.raises(BadInput, match=f"no object with index {index}; it has 0 to 1"):
        layout.move(chain, index, 1, 1)


@pytest.mark.parametrize("factor", [0.0, -1.0, float("nan"), float("inf")])
def test_a_senseless_factor_is_refused(factor: float) -> None:
    with pytest.raises(BadInput, match="positive"):
        layout.resize(chain_of(box(0, 0, 9, 9)), 0, factor)


def test_two_objects_cannot_be_distributed() -> None:
    with pytest.raises(BadInput, match="at least 3"):
        layout.distribute(chain_of(box(0, 0, 9, 9), box(0, 0, 9, 9)), (0, 1), "down")


@given(chains)
def test_pushing_apart_reports_exactly_what_still_overlaps(chain: Chain) -> None:
    done = separate(chain)
    boxes = [element.box for element in done.chain.elements]
    overlapping = tuple(
        (a, b)
        for a in range(len(boxes))
        for b in range(a + 1, len(boxes))
        if boxes[a].intersection(boxes[b])
    )

    assert done.unresolved == overlapping
    assert sizes(done.chain) == sizes(chain)


def test_pushing_apart_moves_as_little_as_needed() -> None:
    done = separate(chain_of(box(100, 100, 300, 300), box(280, 120, 480, 320)))

    assert [e.box.x0 for e in done.chain.elements] == [90, 290]
    assert [e.box.y0 for e in done.chain.elements] == [100, 120]


def test_a_box_at_the_edge_passes_the_push_on() -> None:
    done = separate(chain_of(box(0, 100, 200, 300), box(180, 100, 380, 300)), gap=10)

    assert [e.box.x0 for e in done.chain.elements] == [0, 210]


def test_identical_boxes_come_apart() -> None:
    done = separate(chain_of(*[box(400, 400, 600, 600)] * 4))

    assert done.unresolved == ()


def test_boxes_apart_stay_where_they_are() -> None:
    chain = chain_of(box(0, 0, 100, 100), box(100, 0, 200, 100))

    assert separate(chain).chain == chain


def test_boxes_that_cannot_fit_are_reported() -> None:
    done = separate(chain_of(box(0, 0, 700, 700), box(200, 200, 999, 999)))

    assert done.unresolved == ((0, 1),)


def test_an_allowed_overlap_is_left_alone() -> None:
    chain = chain_of(box(0, 0, 100, 100), box(90, 0, 190, 100))

    assert covered_share(*(element.box for element in chain.elements)) == 0.1
    assert separate(chain, allowed=0.1).chain == chain
