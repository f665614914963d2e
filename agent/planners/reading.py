"""LangChain's messages and tools as the local model's conversation and specifications."""

import copy
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from got_models.conversation import Conversation, PictureNote, question_of, read_picture_list
from got_models.errors import BadInput
from got_models.tool_calls.specification import ToolSpecification

PICTURE_ARGUMENTS = ("picture", "first", "second")
"""Arguments that are numbers of pictures; only existing ones may be written."""


def conversation_of(messages: Sequence[BaseMessage]) -> Conversation:
    """Read the pictures from the system messages, and who said what from the others.

    The numbers of pictures that came with a message are in its `additional_kwargs["attached"]`.

    Raises:
        BadInput: There is no message of the user.
    """
    asked = [at for at, message in enumerate(messages) if isinstance(message, HumanMessage)]
    if not asked:
        raise BadInput("a planner needs a message of the user; there is none")
    now, past = messages[asked[-1]], messages[: asked[-1]]
    told = "\n".join(m.text for m in messages if isinstance(m, SystemMessage))
    pictures, current = read_picture_list(told)
    answered = [m.text for m in past if isinstance(m, AIMessage) and m.text]
    return Conversation(
        pictures=pictures,
        current=current,
        before=tuple(m.text for m in past if isinstance(m, HumanMessage)),
        asked=question_of(answered[-1]) if answered and _is_last(past) else "",
        message=now.text,
        attached=tuple(now.additional_kwargs.get("attached", ())),
    )


def tool_answers(messages: Sequence[BaseMessage]) -> list[str]:
    """Return what the tools said since the user last spoke."""
    answers: list[str] = []
    for message in reversed(messages):
        if isinstance(message, HumanMessage):
            break
        if isinstance(message, ToolMessage):
            answers.insert(0, message.text)
    return answers


def specifications(
    tools: Iterable[Mapping[str, Any]], pictures: Sequence[PictureNote]
) -> list[ToolSpecification]:
    """Turn tools in OpenAI's form into specifications that know which pictures there are.

    A tool that needs a picture is left out while there is none.
    """
    numbers = [note.number for note in pictures]
    found = (_narrowed(tool["function"], numbers) for tool in tools)
    return [one for one in found if one is not None]


def _narrowed(function: Mapping[str, Any], numbers: list[int]) -> ToolSpecification | None:
    parameters: dict[str, Any] = copy.deepcopy(dict(function.get("parameters") or {}))
    properties = parameters.get("properties", {})
    for name in PICTURE_ARGUMENTS:
        if name not in properties:
            continue
        needed = name in parameters.get("required", ())
        if needed and not numbers:
            return None
        values = numbers if needed else [*numbers, None]
        properties[name] = {"enum": values}
    return ToolSpecification(name=function["name"], parameters=parameters)


def _is_last(past: Sequence[BaseMessage]) -> bool:
    """Whether the last thing said before the new message was said by the assistant."""
    return isinstance(past[-1], AIMessage | ToolMessage)
