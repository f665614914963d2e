"""All tools as LangChain tools: typed arguments, no paths, a sentence and an outcome each."""

from collections.abc import Callable
from typing import Any

import pytest
from langchain_core.utils.function_calling import convert_to_openai_tool
from PIL import Image
from pydantic import ValidationError

from got_models import chain_text
from got_models.errors import BadInput
from got_models.thought import Box, Chain, Element
from tools.desk import Held, Order, Outcome
from tools.plan import Plan
from tools.toolbox import ALL, PLANNING, call, toolbox


class Counter:
    """A desk that takes orders and holds no picture."""

    def __init__(self) -> None:
        self.orders: list[Order] = []

    def order(self, order: Order) -> Outcome:
        self.orders.append(order)
        return Outcome(said="ordered", order=order)

    def held(self, picture: int | None = None) -> Held:
        raise BadInput("There is no picture yet.")


def test_a_tool_answers_with_a_sentence_and_an_outcome() -> None:
    desk: Any = Counter()
    tool = next(one for one in toolbox(lambda: desk) if one.name == "draw_picture")

    answer = tool.invoke(
        {"name": "draw_picture", "args": {"wish": " a  cup "}, "id": "1", "type": "tool_call"}
    )

    assert answer.content == "ordered"
    assert answer.artifact.order == Order(kind="draw", wish="a cup")
    assert call(desk, "draw_picture", {"wish": "a cup"}).order == desk.orders[0]


@pytest.mark.parametrize("name", ALL)
def test_every_tool_has_a_purpose_and_refuses_arguments_it_does_not_know(name: str) -> None:
    tool = next(one for one in toolbox(lambda: None, ALL) if one.name == name)  # type: ignore[arg-type, return-value]
    told = convert_to_openai_tool(tool)["function"]

    assert 10 < len(told["description"]) < 200
    assert not {"path", "file", "folder", "url"} & set(told["parameters"]["properties"])
    with pytest.raises(ValidationError):
        tool.invoke({"path": "/etc/passwd"})


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("crop", {"box": [500, 0, 100, 999]}),
        ("undo_everything", {}),
        ("edit_picture", {"instruction": "make it red"}),
    ],
)
def test_what_cannot_be_done_is_one_sentence(name: str, given: dict[str, Any]) -> None:
    desk: Any = Counter()

    with pytest.raises(BadInput):
        call(desk, name, given)


class Drawer(Counter):
    """A desk with a drawer of plans."""

    def __init__(self) -> None:
        super().__init__()
        self.plans: list[Plan] = []

    def plan(self, wish: str) -> Plan:
        cup = Element(phrase=wish, box=Box(x0=100, y0=100, x1=300, y1=300), colour="red")
        return Plan(Chain(parts=("There is ", cup, ".")), repairs=("made the cup larger",))

    def planned(self, number: int) -> Chain:
        return self.plans[number - 1].chain

    def show_plan(self, plan: Plan, *, previous: int | None = None) -> int:
        self.plans.append(plan)
        return len(self.plans)


def invoked(desk: Any, name: str, **given: Any) -> Any:
    tool = next(one for one in toolbox(lambda: desk, PLANNING) if one.name == name)
    return tool.invoke({"name": name, "args": given, "id": "1", "type": "tool_call"}).artifact


@pytest.mark.parametrize("use", [invoked, lambda desk, name, **given: call(desk, name, given)])
def test_a_picture_is_planned_changed_and_drawn_in_three_steps(use: Callable[..., Outcome]) -> None:
    desk = Drawer()

    first = use(desk, "plan_picture", wish=" a cup ")
    second = use(desk, "change_plan", plan=1, operation="move_right", element="cup", amount=100)
    drawn = use(desk, "draw_plan", plan=2, wish="a cup", seed=7)

    assert first.said == "Plan 1: a cup at (100, 100, 300, 300). made the cup larger"
    assert (first.order, second.order) == (None, None)
    assert first.data["elements"] == [{"phrase": "a cup", "box": [100, 100, 300, 300]}]
    assert second.data["elements"] == [{"phrase": "a cup", "box": [200, 100, 400, 300]}]
    assert chain_text.read(str(second.data["text"])).chain == desk.planned(2)
    assert drawn.order == Order(kind="draw", wish="a cup", chain=desk.planned(2), plan=2, seed=7)


def test_a_plan_that_would_stay_as_it_is_or_is_for_a_change_is_refused() -> None:
    desk = Drawer()
    call(desk, "plan_picture", {"wish": "a cup"})  # type: ignore[arg-type]
    desk.plans.append(Plan(desk.plans[0].chain.model_copy(update={"task": "edit"})))

    with pytest.raises(BadInput, match="leaves plan 1 as it is"):
        call(
            desk,
            "change_plan",
            {"plan": 1, "operation": "move_left", "amount": 0, "element": "cup"},
        )  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="Plan 2 says how to change a picture"):
        call(desk, "draw_plan", {"plan": 2, "wish": "a cup"})  # type: ignore[arg-type]
    assert desk.orders == []


class Wall(Counter):
    """A desk with three pictures: a small one, a mask for it, and a large one."""

    def held(self, picture: int | None = None) -> Held:
        images = {
            1: Image.new("RGB", (32, 32)),
            2: Image.new("RGB", (32, 32), "white"),
            3: Image.new("RGB", (99, 32), "white"),
        }
        number = picture or 1
        if number not in images:
            raise BadInput(f"There is no picture {number}.")
        return Held(number=number, image=images[number], operation="draw")


def test_masks_and_references_are_named_by_their_numbers() -> None:
    desk: Any = Wall()

    edited = call(
        desk, "edit_picture", {"instruction": "make it red", "mask": 2, "references": [3, 1]}
    ).order
    drawn = call(desk, "draw_picture", {"wish": "a cup", "references": [3]}).order

    assert edited == Order(kind="edit", wish="make it red", picture=1, mask=2, references=(3, 1))
    assert drawn == Order(kind="draw", wish="a cup", references=(3,))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"mask": 3}, "the mask has 99x32 pixels and the picture 32x32"),
        ({"mask": 7}, "no picture 7"),
        ({"references": [1, 9]}, "no picture 9"),
    ],
)
def test_a_mask_that_does_not_fit_is_refused_before_anything_is_ordered(
    given: dict[str, Any], said: str
) -> None:
    desk: Any = Wall()

    with pytest.raises(BadInput, match=said):
        call(desk, "edit_picture", {"instruction": "make it red", **given})

    assert desk.orders == []
