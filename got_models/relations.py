"""Which side of B is A on: GenEval's rule for relative position.

Source: GenEval (Ghosh et al., 2023), https://arxiv.org/abs/2310.11513, `relative_position`.
"""

from typing import Literal, Protocol, get_args

Relation = Literal["left of", "right of", "above", "below"]
RELATIONS: tuple[Relation, ...] = get_args(Relation)

INVERSE: dict[Relation, Relation] = {
    "left of": "right of",
    "right of": "left of",
    "above": "below",
    "below": "above",
}

SLACK = 0.1
"""Share of both extents by which an offset is shrunk before it counts."""

REACH = 0.5
"""How much of the offset must lie along an axis for the relation to hold (strictly more)."""

NOTHING = 1e-3
"""Offset below which, on both axes, two boxes stand in no relation; whole grid units are above."""


class Extent(Protocol):
    """A box of any unit, y pointing down: on the 0-999 grid, or in pixels."""

    @property
    def centre(self) -> tuple[float, float]:
        """`(x, y)` of the middle."""

    @property
    def width(self) -> float:
        """Extent along x."""

    @property
    def height(self) -> float:
        """Extent along y."""


def relations(
    a: Extent, b: Extent, *, reach: float = REACH, slack: float = SLACK
) -> tuple[Relation, ...]:
    """Name every relation in which `a` stands to `b`: none, one, or two on a diagonal.

    Args:
        a: The subject.
        b: The reference.
        reach: Raise it above `REACH` to ask for a clearer relation than GenEval does.
        slack: Share of both extents by which the offset is shrunk.
    """
    (ax, ay), (bx, by) = a.centre, b.centre
    offset_x, offset_y = ax - bx, ay - by
    reduced_x = _shrunk(offset_x, slack * (a.width + b.width))
    reduced_y = _shrunk(offset_y, slack * (a.height + b.height))
    if abs(reduced_x) < NOTHING and abs(reduced_y) < NOTHING:
        return ()
    length = (offset_x**2 + offset_y**2) ** 0.5
    dx, dy = reduced_x / length, reduced_y / length
    holds = {
        "left of": dx < -reach,
        "right of": dx > reach,
        "above": dy < -reach,
        "below": dy > reach,
    }
    return tuple(relation for relation in RELATIONS if holds[relation])


def _shrunk(offset: float, by: float) -> float:
    if offset > 0:
        return max(offset - by, 0.0)
    return min(offset + by, 0.0)
