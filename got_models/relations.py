"""Which side of B is A on: GenEval's rule for relative position.

Source: GenEval (Ghosh et al., 2023), https://arxiv.org/abs/2310.11513, `relative_position`.
"""

from typing import Literal, get_args

from got_models.thought import Box

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


def relations(a: Box, b: Box, *, reach: float = REACH) -> tuple[Relation, ...]:
    """Name every relation in which `a` stands to `b`: none, one, or two on a diagonal.

    Args:
        a: The subject.
        b: The reference.
        reach: Raise it above `REACH` to ask for a clearer relation than GenEval does.
    """
    (ax, ay), (bx, by) = a.centre, b.centre
    offset_x, offset_y = ax - bx, ay - by
    reduced_x = _shrunk(offset_x, SLACK * (a.width + b.width))
    reduced_y = _shrunk(offset_y, SLACK * (a.height + b.height))
    if reduced_x == 0 and reduced_y == 0:
        return ()
    length = (offset_x**2 + offset_y**2) ** 0.5
    dx, dy = reduced_x / length, reduced_y / length
    holds = {"left of": dx < -reach, "right of": dx > reach, "above": dy < -reach, "below": dy > reach}
    return tuple(relation for relation in RELATIONS if holds[relation])


def _shrunk(offset: float, slack: float) -> float:
    if offset > 0:
        return max(offset - slack, 0.0)
    return min(offset + slack, 0.0)
