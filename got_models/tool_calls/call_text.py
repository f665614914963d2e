"""The written form of tool calls: `<tool_call>` around one JSON object, as Qwen2.5 writes them.

Source: the chat template of Qwen2.5-VL. Light: no torch.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from got_models.errors import GotError
from got_models.value import Value

CALL_START, CALL_END = "<tool_call>", "</tool_call>"

_BLOCK = re.compile(re.escape(CALL_START) + r"(.*?)" + re.escape(CALL_END), re.DOTALL)


class BadToolCall(GotError):
    """The text of a tool call cannot be read as one."""


class ToolCall(Value):
    """One tool to run: its name and its arguments by name."""

    name: str
    arguments: dict[str, Any]


def write(calls: Sequence[ToolCall]) -> str:
    """Return the calls as text, one block per call."""
    return "\n".join(f"{CALL_START}\n{_json(call)}\n{CALL_END}" for call in calls)


def read(text: str) -> tuple[str, tuple[ToolCall, ...]]:
    """Return what is said beside the calls, and the calls.

    Raises:
        BadToolCall: A block is not one JSON object with a name and arguments, or is not closed.
    """
    calls = tuple(_call(block[1]) for block in _BLOCK.finditer(text))
    rest = _BLOCK.sub("", text).strip()
    if CALL_START in rest or CALL_END in rest:
        raise BadToolCall(f"a tool call in {text!r} is not closed; write {CALL_END} behind it")
    return rest, calls


def arguments_of(call: ToolCall) -> str:
    """Return the arguments of a call as JSON."""
    return json.dumps(call.arguments, ensure_ascii=False)


def begins_call(text: str) -> bool:
    """Say whether an answer, as far as it is written, is a call and no words."""
    return text.lstrip().startswith(CALL_START)


def _call(block: str) -> ToolCall:
    try:
        return ToolCall.model_validate_json(block)
    except ValueError as cause:
        raise BadToolCall(
            f"{block.strip()!r} is no tool call; write a JSON object with name and arguments"
        ) from cause


def _json(call: ToolCall) -> str:
    return json.dumps({"name": call.name, "arguments": call.arguments}, ensure_ascii=False)
