"""What a turn was started with, stored before its first step, so that not even that can be lost."""

from typing import cast

from pydantic import JsonValue

from agent.state import Ask
from memory.values import Event
from tools.desk import Order

STEP = "submitted"


def submission(given: Ask) -> Event:
    """Return what a turn starts with as an event that is stored and not told."""
    order = given["order"]
    about = {**given, "order": order.model_dump(mode="json") if order else None}
    return Event.model_validate({"step": STEP, "status": "done", "inputs": about})


def asked_for(event: Event) -> Ask:
    """Return what a turn started with."""
    about: dict[str, JsonValue] = dict(event.inputs)
    order = about["order"]
    return cast(Ask, {**about, "order": Order.model_validate(order) if order else None})
