"""Letting a chat model call tools that was not made to: in JSON, by a description. Light: no torch.

The messages are OpenAI's, as a server with tools takes and gives them.
"""

import json
from collections.abc import Mapping, Sequence

from pydantic import BaseModel, Field, ValidationError

from got_models.brains import answers
from got_models.brains.chat import Chat, Message
from got_models.errors import ThoughtError

MOST_CALLS = 8
"""Most calls of one answer that a form asks for."""

_TOLD = """\
You may call tools. Answer with one JSON object and nothing else:
{{"say": ..., "calls": [{{"tool": ..., "arguments": {{...}}}}, ...]}}
say: what the user is to read; empty when you call a tool. calls: empty when no tool is needed.
The tools:
{tools}"""


class _Call(BaseModel):
    tool: str
    arguments: dict[str, object] = Field(default_factory=dict)


class _Answer(BaseModel):
    say: str = ""
    calls: list[_Call] = Field(default_factory=list, max_length=100)


class ToolCaller:
    """Speaks for a chat model as a server with tools would."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat

    def message_for(
        self,
        conversation: Sequence[Mapping[str, object]],
        *,
        seed: int = 0,
        tools: Sequence[Mapping[str, object]] = (),
    ) -> dict[str, object]:
        """Return the model's next message in OpenAI's form, perhaps with calls of tools.

        An answer in another form is taken for words; whoever asked may refuse it.

        Args:
            conversation: The messages so far, in OpenAI's form.
            seed: 0 for the likeliest answer, else which one of the likely ones.
            tools: What it may call, in OpenAI's form.

        Raises:
            GotError: The model cannot be asked.
        """
        messages = [_as_message(one) for one in conversation]
        if not tools:
            return {"content": answers.without_thinking(self._chat.answer(messages, seed=seed))}
        described = "\n".join(json.dumps(one.get("function", one)) for one in tools)
        told = Message("system", _TOLD.format(tools=described))
        said = self._chat.answer(_with_system(messages, told), schema=_schema(tools), seed=seed)
        return _read(said)


def _read(said: str) -> dict[str, object]:
    try:
        answer = _Answer.model_validate(answers.json_in(said))
    except (ThoughtError, ValidationError):
        return {"content": answers.without_thinking(said).strip()}
    calls = [
        {
            "type": "function",
            "function": {"name": call.tool, "arguments": json.dumps(call.arguments)},
        }
        for call in answer.calls
    ]
    return {"content": answer.say, "tool_calls": calls}


def _with_system(messages: list[Message], told: Message) -> list[Message]:
    """Put what is told behind what the model was told before: many take only one such message."""
    if messages and messages[0].role == "system":
        whole = f"{messages[0].text}\n\n{told.text}"
        return [Message("system", whole), *messages[1:]]
    return [told, *messages]


def _as_message(one: Mapping[str, object]) -> Message:
    """Return a message in plain words: calls as they were written, answers of tools as told."""
    role, content = one.get("role"), str(one.get("content") or "")
    if role == "tool":
        return Message("user", f"The tool answered: {content}")
    if role == "assistant":
        return Message("assistant", _written(one, content))
    return Message("system" if role == "system" else "user", content)


def _written(one: Mapping[str, object], content: str) -> str:
    calls = one.get("tool_calls")
    if not isinstance(calls, list) or not calls:
        return content
    made = [
        {"tool": call["function"]["name"], "arguments": json.loads(call["function"]["arguments"])}
        for call in calls
    ]
    return json.dumps({"say": content, "calls": made}, ensure_ascii=False)


def _schema(tools: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """Return the form of an answer, as far as it is the same for all tools."""
    names = [one["function"]["name"] for one in tools if isinstance(one.get("function"), Mapping)]  # type: ignore[index]
    call = {
        "type": "object",
        "properties": {"tool": {"enum": names}, "arguments": {"type": "object"}},
        "required": ["tool", "arguments"],
    }
    return {
        "type": "object",
        "properties": {
            "say": {"type": "string"},
            "calls": {"type": "array", "items": call, "maxItems": MOST_CALLS},
        },
        "required": ["say", "calls"],
    }
