"""The tools that ask a painter: draw, edit, vary, change the plan, repeat a change elsewhere."""

from collections.abc import Sequence
from typing import Protocol

from got_models.chain_diff import describe_changes
from got_models.errors import BadInput
from got_models.thought import Box
from tools import wish as wishes
from tools.change_layout import LayoutOperation
from tools.change_layout import change_layout as changed_layout
from tools.desk import Held, Order, Outcome
from tools.mask import mask_of


class Orders(Protocol):
    """Where pictures are held and orders to a painter are taken."""

    def held(self, picture: int | None = None) -> Held:
        """Return a picture, the current one for None; refuse with `BadInput` if there is none."""
        ...

    def order(self, order: Order) -> Outcome:
        """Take an order; it may be carried out later."""
        ...


def draw_picture(desk: Orders, wish: str, references: Sequence[int] = ()) -> Outcome:
    """Order a new picture, perhaps after others."""
    seen = tuple(desk.held(number).number for number in references)
    return desk.order(Order(kind="draw", wish=wishes.read(wish), references=seen))


def edit_picture(
    desk: Orders,
    instruction: str,
    picture: int | None = None,
    references: Sequence[int] = (),
    mask: int | None = None,
) -> Outcome:
    """Order a change of a picture, perhaps after others, perhaps only where a mask is white."""
    held = desk.held(picture)
    if mask is not None:
        mask_of(desk.held(mask).image, held.image.size)
    return desk.order(
        Order(
            kind="edit",
            wish=wishes.read(instruction),
            picture=held.number,
            references=tuple(desk.held(number).number for number in references),
            mask=mask,
        )
    )


def vary(desk: Orders, count: int = 3, picture: int | None = None) -> Outcome:
    """Order the same picture with other seeds."""
    held = desk.held(picture)
    if held.chain is None:
        raise BadInput(f"Picture {held.number} was not drawn from a plan, so it has no variants.")
    return desk.order(
        Order(
            kind="vary",
            wish=held.wish,
            picture=held.number,
            count=count,
            chain=held.chain,
            references=held.references,
            mask=held.mask,
        )
    )


def change_layout(
    desk: Orders,
    operation: LayoutOperation,
    element: str = "",
    other: str | None = None,
    box: Box | None = None,
    amount: float | None = None,
    phrase: str | None = None,
    colour: str | None = None,
) -> Outcome:
    """Order the current picture again from a changed plan."""
    held = desk.held()
    if held.scene is None:
        raise BadInput(
            f"Picture {held.number} has no plan to change; ask me to describe it or to edit it."
        )
    chain = changed_layout(
        held.scene,
        operation,
        element,
        other=other,
        box=box,
        amount=amount,
        phrase=phrase,
        colour=colour,
    )
    changes = describe_changes(held.scene, chain)
    if not changes:
        raise BadInput("That leaves the plan as it is, so there is nothing to draw.")
    return desk.order(
        Order(
            kind="redraw",
            wish=held.wish or " ".join(changes),
            picture=held.number,
            chain=chain,
            seed=held.seed,
            references=held.references,
        )
    )


def cherry_pick(desk: Orders, picture: int) -> Outcome:
    """Order the change that made another picture, on the current one."""
    made, current = desk.held(picture), desk.held()
    if made.chain is None or made.chain.task != "edit":
        raise BadInput(
            f"Picture {picture} was not made by an edit, so there is no change to repeat."
        )
    if made.mask is not None:
        mask_of(desk.held(made.mask).image, current.image.size)
    return desk.order(
        Order(
            kind="replay",
            wish=made.wish,
            picture=current.number,
            chain=made.chain,
            seed=made.seed,
            references=made.references,
            mask=made.mask,
        )
    )
