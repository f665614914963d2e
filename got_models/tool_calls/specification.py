"""What a planner may call, and how freely. Light: no torch."""

from collections.abc import Sequence
from typing import Any, Literal

from got_models.tool_calls.copying import Sources
from got_models.tool_calls.rules import SPECIAL, OneOf, Stack, Text
from got_models.tool_calls.schema import SchemaRules
from got_models.value import Value

Choice = Literal["auto", "any", "none"]
"""Whether a tool may be called, must be, or must not be."""

CALL_HEAD = b'\n{"name": "'
"""What stands before the name of a tool that is called."""


class Decision(Value):
    """An answer as text, and how sure the model was of it.

    `certainty` is the probability of the tool that is called first, among the tools and words that
    might have been chosen, times that of every number and choice among its arguments, 0 to 1; of
    an answer in words it is the probability of words. `others` are further readings, calls as
    text, the likeliest first.
    """

    text: str
    certainty: float
    others: tuple[str, ...] = ()


class ToolSpecification(Value):
    """One tool: its name and the JSON schema of its arguments."""

    name: str
    parameters: dict[str, Any]


def call_rules(
    tools: Sequence[ToolSpecification], sources: Sources, *, start: int, end: int
) -> Stack:
    """Return the rules of one tool call, from its opening token to its closing one.

    Args:
        tools: What may be called; at least one.
        sources: What string arguments are copied from.
        start: Id of the token `<tool_call>`.
        end: Id of the token `</tool_call>`.

    Raises:
        BadSchema: A tool requires an argument that cannot be written.
    """
    options = tuple(
        (
            Text.of(f'{tool.name}", "arguments": '),
            *SchemaRules(tool.parameters, sources).arguments(),
        )
        for tool in tools
    )
    return (
        Text((SPECIAL + start,)),
        Text(tuple(CALL_HEAD)),
        OneOf(options),
        Text.of("}\n"),
        Text((SPECIAL + end,)),
    )
