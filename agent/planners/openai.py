"""A planner behind any OpenAI-compatible server: vLLM, Ollama, llama.cpp and their like.

Tries, time-outs and budgets are the server client's; here answers are held to the tools: a call
that cannot be run is told to the model, a few times, and then it is an error.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol
from uuid import uuid4

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolCall,
    ToolMessage,
)
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import BaseModel, Field, ValidationError

from got_models.errors import BadInput, GotError

MOST_CALLS = 8
"""Most calls in one answer; a model in a loop writes hundreds."""

MOST_CHARACTERS = 8_000
"""Where words are cut."""

Checks = Mapping[str, type[BaseModel] | None]
"""What the arguments of each tool are checked with; None checks nothing."""


class PlannerError(GotError):
    """A planner did not come to an answer that can be used."""


class _Unusable(Exception):
    """An answer that cannot be used; the message is for the model."""


class Server(Protocol):
    """A chat server: takes messages in OpenAI's form and returns the next one."""

    def message_for(
        self,
        conversation: Sequence[Mapping[str, object]],
        *,
        seed: int = 0,
        tools: Sequence[Mapping[str, object]] = (),
    ) -> dict[str, object]:
        """Return the server's next message as it stands, perhaps with calls of tools."""
        ...


class OpenAIChat(BaseChatModel):
    """Asks a server what to do.

    Errors of the server itself (out of reach, too slow, over budget) come through as they are;
    `PlannerError` means that its model wrote nothing that can be used.
    """

    server: Any
    """A `Server`."""
    seed: int = 0
    tries: int = Field(default=3, ge=1, le=10)
    """How often the model is asked until its calls can be run."""

    @property
    def _llm_type(self) -> str:
        return "openai-compatible"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Return the model with tools it may call.

        Args:
            tools: LangChain tools, functions, pydantic classes or schemas in OpenAI's form.
            tool_choice: `auto` or None, `any` or `required`, `none`, or the name of one tool.
            kwargs: Passed on with every question.
        """
        described = [convert_to_openai_tool(tool) for tool in tools]
        checks = {
            one["function"]["name"]: _check_of(tool)
            for one, tool in zip(described, tools, strict=True)
        }
        return self.bind(tools=described, checks=checks, tool_choice=tool_choice, **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        tools, must_call = _chosen(kwargs.get("tools") or (), kwargs.get("tool_choice"))
        checks: Checks = kwargs.get("checks") or {}
        allowed = {t["function"]["name"]: checks.get(t["function"]["name"]) for t in tools}
        conversation = [_as_json(message) for message in messages]
        server: Server = self.server
        why = ""
        for _ in range(self.tries):
            answer = server.message_for(conversation, seed=self.seed, tools=tools)
            try:
                message = _read(answer, allowed, must_call=must_call)
            except _Unusable as refused:
                why = str(refused)
                conversation += _told(answer, why)
                continue
            return ChatResult(generations=[ChatGeneration(message=message)])
        raise PlannerError(
            f"the planner gave {self.tries} answers that cannot be used, the last because {why}; "
            "say it differently or name another planner in agent.yaml"
        )


def _read(answer: Mapping[str, object], allowed: Checks, *, must_call: bool) -> AIMessage:
    """Turn the server's message into LangChain's.

    Raises:
        _Unusable: It calls what cannot be called, or says nothing.
    """
    calls = [_call(one, allowed) for one in _calls_in(answer)]
    content = answer.get("content")
    text = content.strip()[:MOST_CHARACTERS] if isinstance(content, str) else ""
    if must_call and not calls:
        raise _Unusable("a tool must be called and none was")
    if not calls and not text:
        raise _Unusable("the answer is empty")
    return AIMessage(content=text, tool_calls=calls)


def _calls_in(answer: Mapping[str, object]) -> list[Mapping[str, Any]]:
    calls = answer.get("tool_calls") or []
    if not isinstance(calls, list) or not all(isinstance(one, Mapping) for one in calls):
        raise _Unusable("tool_calls is no list of objects")
    if len(calls) > MOST_CALLS:
        raise _Unusable(f"there are {len(calls)} calls and at most {MOST_CALLS} are run")
    return calls


def _call(told: Mapping[str, Any], allowed: Checks) -> ToolCall:
    function = told.get("function")
    if not isinstance(function, Mapping):
        raise _Unusable("a tool call has no function")
    name = str(function.get("name"))
    if name not in allowed:
        raise _Unusable(f"there is no tool {name!r}; there is {', '.join(allowed) or 'none'}")
    arguments = _arguments(name, function.get("arguments"))
    check = allowed[name]
    if check is not None:
        try:
            check.model_validate(arguments)
        except ValidationError as cause:
            raise _Unusable(f"the arguments of {name} are wrong: {_problems(cause)}") from cause
    call_id = told.get("id")
    return ToolCall(
        name=name,
        args=arguments,
        id=call_id if isinstance(call_id, str) and call_id else uuid4().hex,
        type="tool_call",
    )


def _arguments(name: str, given: object) -> dict[str, Any]:
    """Read arguments: JSON in a string as OpenAI sends them, or an object as some servers do."""
    try:
        read = json.loads(given or "{}") if isinstance(given, str | None) else given
    except (ValueError, RecursionError) as cause:
        raise _Unusable(f"the arguments of {name} are no JSON: {str(given)[:100]!r}") from cause
    if not isinstance(read, dict):
        raise _Unusable(f"the arguments of {name} are no JSON object")
    return read


def _told(answer: Mapping[str, object], why: str) -> list[dict[str, object]]:
    """Return what the model is told about an answer of its that cannot be used.

    Its calls are repeated as text: a server may refuse to read calls that are no good.
    """
    said = {key: answer.get(key) for key in ("content", "tool_calls") if answer.get(key)}
    shown = json.dumps(said, ensure_ascii=False, default=str)[:500]
    return [
        {"role": "assistant", "content": shown},
        {"role": "user", "content": f"That cannot be used: {why}. Answer again."},
    ]


def _chosen(
    tools: Iterable[dict[str, Any]], choice: str | None
) -> tuple[list[dict[str, Any]], bool]:
    """Return the tools to offer, and whether one must be called.

    Raises:
        BadInput: The choice names a tool that is not bound.
    """
    offered = list(tools)
    match choice:
        case None | "auto":
            return offered, False
        case "any" | "required":
            return offered, True
        case "none":
            return [], False
    named = [tool for tool in offered if tool["function"]["name"] == choice]
    if not named:
        raise BadInput(f"the tool {choice!r} is not bound; bind it or choose another")
    return named, True


def _check_of(tool: object) -> type[BaseModel] | None:
    schema = tool.args_schema if isinstance(tool, BaseTool) else tool
    is_model = isinstance(schema, type) and issubclass(schema, BaseModel)
    return schema if is_model else None  # type: ignore[return-value]


def _as_json(message: BaseMessage) -> dict[str, object]:
    """Return a message in OpenAI's form."""
    match message:
        case SystemMessage():
            return {"role": "system", "content": message.text}
        case HumanMessage():
            return {"role": "user", "content": message.text}
        case ToolMessage():
            return {"role": "tool", "tool_call_id": message.tool_call_id, "content": message.text}
        case AIMessage() if message.tool_calls:
            calls = [
                {
                    "id": call["id"],
                    "type": "function",
                    "function": {"name": call["name"], "arguments": json.dumps(call["args"])},
                }
                for call in message.tool_calls
            ]
            return {"role": "assistant", "content": message.text or None, "tool_calls": calls}
    return {"role": "assistant", "content": message.text}


def _problems(cause: ValidationError) -> str:
    errors = cause.errors(include_url=False, include_input=False)
    told = (f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in errors[:4])
    return "; ".join(told)
