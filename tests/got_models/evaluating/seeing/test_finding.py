"""Where objects are: what several looks at a picture agree on, in the picture's own place."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor, nn

from got_models.evaluating.detections import PixelBox
from got_models.evaluating.seeing.examples import CANVAS
from got_models.evaluating.seeing.finding import LOOKS, Place, find, joined
from got_models.evaluating.seeing.networks import STRIDE


class Bright(nn.Module):
    """Finds what is white, exactly."""

    def forward(self, pictures: Tensor) -> Tensor:
        """Return the finder's maps for one white thing."""
        cells = CANVAS // STRIDE
        found = torch.full((1, 5, cells, cells), -9.0)
        rows, columns = torch.nonzero(pictures[0, 0] > 0, as_tuple=True)
        (x, width), (y, height) = (
            ((int(at.min()) + int(at.max()) + 1) / 2 / STRIDE, (int(at.max()) - int(at.min()) + 1))
            for at in (columns, rows)
        )
        sides = (math.log(width / STRIDE), math.log(height / STRIDE))
        told = torch.tensor([4.0, x - int(x), y - int(y), *sides])
        found[0, :, int(y), int(x)] = told
        return found


@pytest.mark.parametrize("left", [0, 37, 90, 106])
def test_mirrored_and_moved_looks_point_at_the_same_place(left: int) -> None:
    picture = torch.full((1, 3, CANVAS, CANVAS), -1.0)
    picture[..., 50:80, left : left + 22] = 1

    [place] = find(Bright(), picture)  # type: ignore[arg-type]

    wanted = PixelBox(left, 50, left + 22, 80)
    assert place.share > 0.95
    assert all(abs(a - b) < 2 for a, b in zip(place.box, wanted, strict=True))


def one(x0: float, x1: float, share: float = 0.8) -> Place:
    return Place(share, PixelBox(x0, 10, x1, 40))


def test_edges_are_those_of_all_looks_on_average_the_surer_ones_counting_more() -> None:
    [place] = joined([[one(10, 40, 0.9)], [one(12, 40, 0.9)], [one(14, 40, 0.3)], []])

    assert place.share == pytest.approx(2.1 / 4)
    assert place.box.x0 == pytest.approx((0.9 * 10 + 0.9 * 12 + 0.3 * 14) / 2.1)
    assert place.box.x1 == pytest.approx(40)


def test_what_one_look_of_four_shows_is_no_place() -> None:
    assert joined([[one(10, 40)], [], [], []]) == []


def test_neighbours_stay_two_and_the_surer_one_comes_first() -> None:
    seen = [[one(10, 40, 0.6), one(35, 65, 0.9)]] * len(LOOKS)

    assert [place.box.x0 for place in joined(seen)] == pytest.approx([35, 10])


def test_a_second_box_of_one_look_moves_nothing() -> None:
    seen = [[one(10, 40), one(13, 43, 0.5)], [one(10, 40)], [one(10, 40)]]

    [place] = joined(seen)
    assert place.box == pytest.approx((10, 10, 40, 40))
