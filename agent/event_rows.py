"""Events as the memory keeps them, and back."""

from pydantic import TypeAdapter

from agent.events import Called, Planned, TurnEvent, planned
from memory.values import Event, ShownChain

_ADAPTER: TypeAdapter[TurnEvent] = TypeAdapter(TurnEvent)
_STATUS = {"asked": "waiting", "kept_parent": "kept", "ended": "ended"}


def stored(event: TurnEvent) -> Event:
    """Return what is kept of an event; a plan's text is kept once, with the plan."""
    left_out = {"kind", "seconds"}
    if isinstance(event, Planned):
        left_out |= {"text", "elements", "changes", "by"}
    status = _STATUS.get(event.kind, "done")
    if isinstance(event, Called) and event.failed:
        status = "failed"
    return Event(
        step=event.kind,
        status=status,
        outputs=event.model_dump(mode="json", exclude=left_out, exclude_defaults=True),
        seconds=event.seconds,
    )


def told(event: Event, shown: dict[int, ShownChain]) -> TurnEvent:
    """Return an event as it was told.

    Args:
        event: What was kept.
        shown: The plans of the turn by number.
    """
    about = dict(event.outputs) | {"kind": event.step, "seconds": event.seconds}
    if event.step == "planned":
        number = about.pop("chain")
        about.pop("kind")
        return planned(shown[int(str(number))], **about)
    return _ADAPTER.validate_python(about)
