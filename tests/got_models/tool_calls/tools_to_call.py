"""Tools that ask for everything a schema may ask for."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from got_models.tool_calls.specification import ToolSpecification


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Corner(Strict):
    x: Annotated[int, Field(ge=0, le=9)]
    y: Annotated[int, Field(gt=-3, lt=3)]


class Everything(Strict):
    """One argument of every kind."""

    wish: Annotated[str, Field(max_length=40)]
    mood: Literal["calm", 'so "wild"', "äöü"]
    count: Annotated[int, Field(ge=1, le=12)] = 3
    picture: int | None = None
    loud: bool = False
    share: Annotated[float, Field(ge=0.2, le=0.4)] = 0.3
    names: Annotated[list[str], Field(min_length=1, max_length=3)]
    corner: Corner | None = None
    corners: list[Corner] = []


class Nothing(Strict):
    """No arguments at all."""


class Draw(Strict):
    wish: str


TOOLS: dict[str, type[BaseModel]] = {"everything": Everything, "undo": Nothing, "draw": Draw}


def specification(name: str) -> ToolSpecification:
    """Describe one of `TOOLS` the way LangChain does."""
    return ToolSpecification(name=name, parameters=TOOLS[name].model_json_schema())
