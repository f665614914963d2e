"""The tools that plan without drawing: plan a picture, change the plan, draw what is planned."""

from typing import Any, Protocol

from pydantic import JsonValue

from got_models import chain_text
from got_models.errors import BadInput
from got_models.thought import Chain
from tools import wish as wishes
from tools.change_layout import LayoutOperation
from tools.change_layout import change_layout as changed_layout
from tools.desk import Order, Outcome
from tools.plan import Plan


class Plans(Protocol):
    """Where plans are made, kept by number, and drawn."""

    def plan(self, wish: str) -> Plan:
        """Turn a wish into a checked plan."""
        ...

    def planned(self, number: int) -> Chain:
        """Return a plan by its number; refuse with a `GotError` if there is none."""
        ...

    def show_plan(self, plan: Plan, *, previous: int | None = None) -> int:
        """Show a plan, made anew or from a `previous` one, and return its number."""
        ...

    def order(self, order: Order) -> Outcome:
        """Take an order; it may be carried out later."""
        ...


def plan_picture(desk: Plans, wish: str) -> Outcome:
    """Plan a new picture, and draw nothing yet."""
    plan = desk.plan(wishes.read(wish))
    return _told(desk.show_plan(plan), plan)


def change_plan(
    desk: Plans, plan: int, operation: LayoutOperation, element: str = "", **about: Any
) -> Outcome:
    """Change a plan by one operation, and draw nothing yet; the plan before it stays.

    Args:
        desk: Where plans are kept.
        plan: Its number.
        operation: What to do.
        element: The object it is done to.
        about: What else the operation needs; see `tools.change_layout.change_layout`.
    """
    before = _new_picture(desk, plan)
    after = changed_layout(before, operation, element, **about)
    if after == before:
        raise BadInput(f"That leaves plan {plan} as it is.")
    changed = Plan(after)
    return _told(desk.show_plan(changed, previous=plan), changed)


def draw_plan(desk: Plans, plan: int, wish: str, seed: int | None = None) -> Outcome:
    """Order a new picture from a plan, just as it is."""
    chain = _new_picture(desk, plan)
    return desk.order(Order(kind="draw", wish=wishes.read(wish), chain=chain, plan=plan, seed=seed))


def _new_picture(desk: Plans, number: int) -> Chain:
    """Return a plan for a new picture.

    Raises:
        BadInput: It is a plan for the change of a picture.
    """
    chain = desk.planned(number)
    if chain.task == "edit":
        raise BadInput(
            f"Plan {number} says how to change a picture; name one for a new picture, or use "
            "cherry_pick to make the change again."
        )
    return chain


def _told(number: int, plan: Plan) -> Outcome:
    elements: list[JsonValue] = [
        {"phrase": one.phrase, "box": list(one.box.corners)} for one in plan.chain.elements
    ]
    places = "; ".join(f"{one.phrase} at {one.box.corners}" for one in plan.chain.elements)
    return Outcome(
        said=" ".join((f"Plan {number}: {places}.", *plan.repairs, *plan.problems)),
        data={
            "plan": number,
            "text": chain_text.write(plan.chain),
            "elements": elements,
            "repairs": list(plan.repairs),
            "problems": list(plan.problems),
        },
    )
