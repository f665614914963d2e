"""A plan as plain data: what `--json` prints, and what may come back edited."""

from typing import TypedDict

from got_models import chain_text
from got_models.naming import colour_in, kind_in
from got_models.thought import Chain, Element
from tools.plan import Plan

ElementJson = TypedDict(
    "ElementJson",
    {
        "phrase": str,
        "class": str | None,
        "color": str | None,
        "mask_color": str,
        "box": list[int],
    },
)


class PlanJson(TypedDict):
    """A plan in JSON; `repairs` and `problems` are sentences."""

    text: str
    elements: list[ElementJson]
    repairs: list[str]
    problems: list[str]


def as_json(plan: Plan) -> PlanJson:
    """Return the plan as JSON data."""
    return {
        "text": chain_text.write(plan.chain),
        "elements": [_element(element) for element in plan.chain.elements],
        "repairs": list(plan.repairs),
        "problems": list(plan.problems),
    }


def as_lines(chain: Chain) -> list[str]:
    """Return one line per element: its box, its mask colour and its phrase."""
    return [
        f"  {element.box.corners!s:<24} {element.colour:<8} {element.phrase}"
        for element in chain.elements
    ]


def _element(element: Element) -> ElementJson:
    return {
        "phrase": element.phrase,
        "class": kind_in(element.phrase),
        "color": colour_in(element.phrase),
        "mask_color": element.colour,
        "box": list(element.box.corners),
    }
