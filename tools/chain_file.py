"""A chain that a person wrote or edited: its text, or the JSON that `got plan --json` prints."""

import json
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from got_models import chain_text
from got_models.chain_text import Reading
from got_models.errors import ThoughtError
from got_models.thought import Box, Chain, Element, Task
from tools.plan import Plan

MAX_CHARACTERS = 100_000


class _Edited(BaseModel):
    """One element of the JSON form; keys that only inform are passed over."""

    model_config = ConfigDict(frozen=True)

    phrase: str | None = None
    mask_color: str | None = None
    box: tuple[int, int, int, int]


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True)

    text: str = Field(max_length=MAX_CHARACTERS)
    elements: tuple[_Edited, ...] | None = None


def read(text: str, *, task: Task) -> Plan:
    """Read a chain given by hand.

    In the JSON form `elements` decide: their phrases, boxes and mask colours replace those of
    `text`, one for one. Harmless slips are mended and reported; a box that cannot be read is
    refused, because the person who wrote it is there to mend it.

    Raises:
        ThoughtError: There is no chain, no box in it, or a box that cannot be read.
    """
    if len(text) > MAX_CHARACTERS:
        raise ThoughtError(f"a chain may have {MAX_CHARACTERS:,} characters", text=text)
    if text.lstrip().startswith("{"):
        return _from_json(text, task)
    return _checked(chain_text.read(text, task=task))


def _checked(reading: Reading) -> Plan:
    for repair in reading.repairs:
        if repair.kind == "lost_box":
            raise ThoughtError("a box of the chain cannot be read", text=repair.before)
    if not reading.chain.elements:
        raise ThoughtError(
            "a chain needs at least one object with a box such as "
            "<|box_start|>(100,200),(400,600)<|box_end|> (red)",
            text=chain_text.write(reading.chain),
        )
    repairs = tuple(repair.sentence for repair in reading.repairs)
    return Plan(chain=reading.chain, repairs=repairs)


def _from_json(text: str, task: Task) -> Plan:
    try:
        data = json.loads(text)
        form = _Form.model_validate(data.get("chain", data))
    except (ValueError, RecursionError) as cause:
        detail = f": {_first(cause)}" if isinstance(cause, ValidationError) else ""
        raise ThoughtError(f"the chain is no JSON that got prints{detail}", text=text) from cause
    plan = _checked(chain_text.read(form.text, task=task))
    if form.elements is None:
        return plan
    before = plan.chain.elements
    if len(form.elements) != len(before):
        raise ThoughtError(
            f"the chain's text has {len(before)} boxes and its elements are {len(form.elements)}; "
            "add or remove an object in the text and leave `elements` out",
            text=text,
        )
    changed = _checked(chain_text.read(_replaced(plan.chain, form.elements), task=task))
    return Plan(chain=changed.chain, repairs=plan.repairs + changed.repairs)


def _replaced(chain: Chain, edited: Sequence[_Edited]) -> str:
    """Return the text of the chain with its elements replaced one for one."""
    coming = iter(edited)
    try:
        parts = tuple(
            _merged(part, next(coming)) if isinstance(part, Element) else part
            for part in chain.parts
        )
        return chain_text.write(Chain(task=chain.task, parts=parts))
    except ValidationError as cause:
        raise ThoughtError(_first(cause), text=chain_text.write(chain)) from cause


def _merged(element: Element, edit: _Edited) -> Element:
    x0, y0, x1, y1 = edit.box
    return Element(
        phrase=element.phrase if edit.phrase is None else edit.phrase,
        box=Box(x0=x0, y0=y0, x1=x1, y1=y1),
        colour=edit.mask_color or element.colour,
        notation=element.notation,
    )


def _first(cause: ValidationError) -> str:
    error = cause.errors(include_url=False)[0]
    where = ".".join(str(part) for part in error["loc"])
    return f"{where}: {error['msg']}" if where else error["msg"]
