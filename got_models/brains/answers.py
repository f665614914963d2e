"""Plans as chat models are asked for them, in JSON, and reading what they answer. Light: no torch.

The form follows GoT's own making of chains: a description, and separately a box for each object in
its exact words. Source: GoT (Fang et al., 2025), https://arxiv.org/abs/2503.10639, section 4.
"""

import ast
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, TypeVar

from pydantic import AliasChoices, BaseModel, BeforeValidator, Field, ValidationError

from got_models.errors import ThoughtError
from got_models.thought import Task

Draft = TypeVar("Draft", bound=BaseModel)

MOST_OBJECTS = 40
LONGEST_ANSWER = 100_000

_FENCED = re.compile(r"```(?:json)?\s*(.*?)```", re.DOTALL)
_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")


def _flat(value: object) -> object:
    """Take four numbers out of pairs of corners, or out of named edges."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list) and len(value) == 2 and all(isinstance(v, list) for v in value):
        value = [*value[0], *value[1]]
    return value


Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e6, le=1e6)]
Corners = Annotated[tuple[Number, Number, Number, Number], BeforeValidator(_flat)]
"""x0, y0, x1, y1 in whatever way the model counts."""


class DraftObject(BaseModel):
    """One object of a drafted picture."""

    phrase: str = Field(validation_alias=AliasChoices("phrase", "label", "object", "name"))
    box: Corners = Field(validation_alias=AliasChoices("box", "bbox_2d", "bbox"))


class DraftPicture(BaseModel):
    """A drafted picture: a paragraph, and its objects in the paragraph's own words."""

    description: str = ""
    objects: list[DraftObject] = Field(min_length=1, max_length=MOST_OBJECTS)


class DraftStep(BaseModel):
    """One change of a picture."""

    phrase: str = Field(validation_alias=AliasChoices("object", "phrase", "label", "name"))
    box: Corners = Field(validation_alias=AliasChoices("box", "bbox_2d", "bbox"))
    change: str = ""


class DraftEdit(BaseModel):
    """A drafted edit: what is there, what changes, and what comes out."""

    source: str = ""
    steps: list[DraftStep] = Field(min_length=1, max_length=MOST_OBJECTS)
    result: str = ""


def schema_for(task: Task) -> dict[str, object]:
    """Return the JSON schema of an answer, in the strict subset that servers hold models to."""
    box = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4}
    text = {"type": "string"}
    if task == "generate":
        one = _closed({"phrase": text, "box": box})
        return _closed({"description": text, "objects": {"type": "array", "items": one}})
    one = _closed({"object": text, "box": box, "change": text})
    return _closed({"source": text, "steps": {"type": "array", "items": one}, "result": text})


def without_thinking(text: str) -> str:
    """Return an answer without what a model said to itself before it."""
    return _THINKING.sub("", text)


def read_picture(text: str) -> DraftPicture:
    """Read the answer to a wish; a bare list is taken for its objects.

    Raises:
        ThoughtError: It holds no object with a box; the hint is fit to be told to the model.
    """
    told = json_in(text)
    return _checked(DraftPicture, {"objects": told} if isinstance(told, list) else told, text)


def read_edit(text: str) -> DraftEdit:
    """Read the answer to an instruction; a bare list is taken for its steps. Raises as above."""
    told = json_in(text)
    return _checked(DraftEdit, {"steps": told} if isinstance(told, list) else told, text)


def json_in(text: str) -> object:
    """Return the JSON in an answer, with fences, remarks and small slips forgiven.

    Raises:
        ThoughtError: It holds none; the hint is fit to be told to the model.
    """
    if len(text) > LONGEST_ANSWER:
        raise ThoughtError("the plan is far too long", text=text)
    for candidate in _candidates(without_thinking(text)):
        for parse in _PARSERS:
            try:
                told = parse(candidate)
            except (ValueError, SyntaxError, RecursionError, MemoryError):
                continue
            if isinstance(told, dict | list):
                return told
    raise ThoughtError("expected one JSON object and nothing else", text=text)


def _closed(properties: dict[str, object]) -> dict[str, object]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _checked(kind: type[Draft], told: object, text: str) -> Draft:
    try:
        return kind.model_validate(told)
    except ValidationError as cause:
        error = cause.errors(include_url=False)[0]
        key = ".".join(str(part) for part in error["loc"]) or "the answer"
        raise ThoughtError(f"the plan's {key} is not usable: {error['msg']}", text=text) from cause


def _candidates(text: str) -> Iterator[str]:
    yield text
    yield from _FENCED.findall(text)
    for opening, closing in ("{}", "[]"):
        start, end = text.find(opening), text.rfind(closing)
        if 0 <= start < end:
            yield text[start : end + 1]


def _without_slips(text: str) -> object:
    return json.loads(_TRAILING_COMMA.sub(r"\1", text), strict=False)


_PARSERS: tuple[Callable[[str], object], ...] = (json.loads, _without_slips, ast.literal_eval)
"""Strict JSON, JSON with trailing commas and line breaks in strings, Python's way of writing."""
