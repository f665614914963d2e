"""All tools as LangChain tools: what a planner may call, with typed arguments."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from langchain_core.tools import StructuredTool

from got_models.errors import BadInput
from got_models.thought import Box
from tools import arguments, drawing, exporting, going, looking, pixels, planning, recalling
from tools.arguments import Arguments
from tools.desk import Outcome


class Desk(
    drawing.Orders,
    planning.Plans,
    looking.Looking,
    going.Line,
    recalling.Talk,
    pixels.Wall,
    exporting.Exports,
    Protocol,
):
    """Everything the tools need of a session."""


Work = Callable[..., Outcome]

Tools = Mapping[str, tuple[type[Arguments], Work]]

TOOLS: Tools = {
    "draw_picture": (arguments.DrawPicture, drawing.draw_picture),
    "edit_picture": (arguments.EditPicture, drawing.edit_picture),
    "describe_picture": (arguments.OnePicture, looking.describe_picture),
    "locate": (arguments.Locate, looking.locate_things),
    "critique_picture": (arguments.OnePicture, looking.critique_picture),
    "vary": (arguments.Vary, drawing.vary),
    "change_layout": (arguments.ChangeLayout, drawing.change_layout),
    "undo": (arguments.Steps, going.undo),
    "redo": (arguments.Steps, going.redo),
    "go_to": (arguments.GoTo, going.go_to),
    "branch": (arguments.Branch, going.branch),
    "name_picture": (arguments.NamePicture, going.name_picture),
    "star_picture": (arguments.OnePicture, going.star_picture),
    "compare_pictures": (arguments.Compare, looking.compare_pictures),
    "cherry_pick": (arguments.CherryPick, drawing.cherry_pick),
    "search_history": (arguments.Search, recalling.search_history),
    "keep": (arguments.PromiseWords, recalling.keep),
    "release": (arguments.PromiseWords, recalling.release),
    "crop": (arguments.Crop, pixels.crop),
    "rotate": (arguments.Rotate, pixels.rotate),
    "upscale": (arguments.Upscale, pixels.upscale),
    "composite": (arguments.Composite, pixels.composite),
    "export": (arguments.Export, exporting.export),
}
"""The tools that every planner may call: names, arguments and the plain functions behind them."""

PLANNING: Tools = {
    "plan_picture": (arguments.PlanPicture, planning.plan_picture),
    "change_plan": (arguments.ChangePlan, planning.change_plan),
    "draw_plan": (arguments.DrawPlan, planning.draw_plan),
}
"""Tools that take several calls to a picture; the local planner was not taught them."""

ALL: Tools = {**TOOLS, **PLANNING}


def toolbox(desk: Callable[[], Desk], tools: Tools = TOOLS) -> list[StructuredTool]:
    """Return tools, each asking for the desk it works at when it is called.

    A tool answers with a sentence for the planner, and an `Outcome` as its artifact.
    """
    return [_tool(name, schema, work, desk) for name, (schema, work) in tools.items()]


def call(desk: Desk, name: str, given: dict[str, Any]) -> Outcome:
    """Check arguments and do what a tool does, without LangChain.

    Raises:
        BadInput: There is no such tool, or what it is asked for cannot be done.
    """
    if name not in ALL:
        raise BadInput(f"there is no tool {name!r}; there is {', '.join(ALL)}")
    schema, work = ALL[name]
    return work(desk, **_settled(dict(schema.model_validate(given))))


def _tool(
    name: str, schema: type[Arguments], work: Work, desk: Callable[[], Desk]
) -> StructuredTool:
    def run(**given: Any) -> tuple[str, Outcome]:
        outcome = work(desk(), **_settled(given))
        return outcome.said, outcome

    return StructuredTool.from_function(
        func=run,
        name=name,
        description=_purpose(schema),
        args_schema=schema,
        response_format="content_and_artifact",
    )


def _settled(given: dict[str, Any]) -> dict[str, Any]:
    """Turn corners into a box.

    Raises:
        BadInput: The corners are no box.
    """
    corners = given.get("box")
    if corners is None or isinstance(corners, Box):
        return given
    x0, y0, x1, y1 = corners
    if x0 >= x1 or y0 >= y1:
        raise BadInput(f"a box needs x0 < x1 and y0 < y1, got {list(corners)}")
    return {**given, "box": Box(x0=x0, y0=y0, x1=x1, y1=y1)}


def _purpose(schema: type[Arguments]) -> str:
    return " ".join((schema.__doc__ or "").split())
