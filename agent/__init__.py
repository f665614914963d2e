"""The assistant: settings, the command line, and the one place where concrete parts meet."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.assistant import Assistant

__all__ = ["Assistant"]


def __getattr__(name: str) -> Any:
    """Load the assistant when it is asked for: the command line starts without it."""
    if name == "Assistant":
        from agent.assistant import Assistant

        return Assistant
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
