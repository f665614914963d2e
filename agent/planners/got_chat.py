"""GoTChat: the local GoT model as a LangChain chat model that calls tools."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from queue import SimpleQueue
from typing import Any, Protocol
from uuid import uuid4

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages import ToolCall as LangChainCall
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.utils.function_calling import convert_to_openai_tool

from agent.planners import wondering
from agent.planners.reading import conversation_of, specifications, tool_answers
from got_models.conversation import Conversation, question_of
from got_models.errors import BadInput
from got_models.tool_calls import call_text
from got_models.tool_calls.specification import Choice, Decision, ToolSpecification


class Decider(Protocol):
    """Writes an answer to a conversation: words, or tool calls in their written form."""

    def decide(
        self,
        conversation: Conversation,
        tools: Sequence[ToolSpecification],
        *,
        choice: Choice = "auto",
        seed: int = 0,
        sure_enough: float = 0.0,
        on_text: Callable[[str], None] | None = None,
    ) -> Decision:
        """Return the answer and how sure it is; other readings with one that is not."""
        ...


class GoTChat(BaseChatModel):
    """Answers a conversation with words or tool calls.

    It reads the list of pictures (`got_models.conversation.picture_list`) in the system message,
    the last words of both sides, and the user's message. Whatever it prefers, its calls are valid
    for the tools bound to it, and name pictures that exist. Once tools have answered, it repeats
    what they said. Where it is not sure what is meant, it asks, and names the likeliest readings.
    """

    decider: Any
    """A `Decider`."""
    seed: int = 0
    """0 for the likeliest answer, else which one of the likely ones."""
    sure_enough: float = 0.0
    """How sure it has to be of an answer that it may choose freely; 0 to never ask."""

    @property
    def _llm_type(self) -> str:
        return "got"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | Any],
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
        return self.bind(tools=described, tool_choice=tool_choice, **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        answer = self._answer(messages, kwargs, None)
        said, calls = self._read(answer.text)
        asked = [call for other in answer.others for call in call_text.read(other)[1]]
        message = AIMessage(
            content=said,
            tool_calls=calls,
            response_metadata={
                "certainty": answer.certainty,
                "readings": [call.model_dump() for call in asked],
            },
        )
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        """Yield words as they come; a call comes whole, for half of one is of no use."""
        for text in _as_they_come(lambda heard: self._answer(messages, kwargs, heard).text):
            if isinstance(text, str):
                yield ChatGenerationChunk(message=AIMessageChunk(content=text))
                continue
            for at, call in enumerate(text):
                chunk = tool_call_chunk(
                    name=call.name, args=call_text.arguments_of(call), id=uuid4().hex, index=at
                )
                message = AIMessageChunk(content="", tool_call_chunks=[chunk])
                yield ChatGenerationChunk(message=message)

    def _answer(
        self,
        messages: Sequence[BaseMessage],
        bound: Mapping[str, Any],
        on_text: Callable[[str], None] | None,
    ) -> Decision:
        answers = tool_answers(messages)
        if answers:
            return _told(Decision(text="\n".join(answers), certainty=1.0), on_text)
        conversation = conversation_of(messages)
        tools, choice = _chosen(
            specifications(bound.get("tools") or (), conversation.pictures),
            bound.get("tool_choice"),
        )
        decider: Decider = self.decider
        sure_enough = self.sure_enough if choice == "auto" else 0.0
        answer = decider.decide(
            conversation,
            tools,
            choice=choice,
            seed=self.seed,
            sure_enough=sure_enough,
            on_text=on_text,
        )
        if answer.certainty >= sure_enough:
            return answer
        return _told(_asked(answer), on_text)

    def _read(self, text: str) -> tuple[str, list[LangChainCall]]:
        said, calls = call_text.read(text)
        return said, [
            LangChainCall(name=call.name, args=call.arguments, id=uuid4().hex) for call in calls
        ]


def _asked(answer: Decision) -> Decision:
    """Return a question in place of an act, or of words, that the model is not sure of.

    Its `others` are the readings that it names.
    """
    said, calls = call_text.read(answer.text)
    if not calls and question_of(said):
        return answer.model_copy(update={"others": ()})
    others = [call for other in answer.others for call in call_text.read(other)[1][:1]]
    readings = wondering.apart([*calls[:1], *others])[:2]
    text = wondering.question(*readings) if readings else said
    named = tuple(call_text.write([reading]) for reading in readings)
    return Decision(text=text, certainty=answer.certainty, others=named)


def _told(answer: Decision, on_text: Callable[[str], None] | None) -> Decision:
    """Tell an answer as a whole."""
    if on_text is not None:
        on_text(answer.text)
    return answer


def _chosen(
    tools: list[ToolSpecification], choice: str | None
) -> tuple[list[ToolSpecification], Choice]:
    """Return the tools that may be called and how freely.

    Raises:
        BadInput: The choice names a tool that is not bound, or that needs a picture without one.
    """
    match choice:
        case None | "auto":
            return tools, "auto"
        case "any" | "required":
            return tools, "any"
        case "none":
            return [], "none"
    named = [tool for tool in tools if tool.name == choice]
    if not named:
        known = ", ".join(tool.name for tool in tools) or "none"
        raise BadInput(f"the tool {choice!r} cannot be called now; there is {known}")
    return named, "any"


def _as_they_come(
    answer: Callable[[Callable[[str], None]], str],
) -> Iterator[str | tuple[call_text.ToolCall, ...]]:
    """Run an answer in a thread of its own; yield its words at once and its calls at the end."""
    heard: SimpleQueue[str | BaseException | None] = SimpleQueue()

    def work() -> None:
        try:
            answer(heard.put)
            heard.put(None)
        except BaseException as error:
            heard.put(error)

    threading.Thread(target=work, daemon=True).start()
    text = ""
    while (piece := heard.get()) is not None:
        if isinstance(piece, BaseException):
            raise piece
        text += piece
        if not call_text.begins_call(text):
            yield piece
    calls = call_text.read(text)[1]
    if calls:
        yield calls
