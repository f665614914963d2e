"""Stand-ins for the chat model that leads a conversation."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable


class StandInPlanner(BaseChatModel):
    """Answers with one message; with which, its kinds decide."""

    @property
    def _llm_type(self) -> str:
        return "stand-in"

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> Runnable[Any, AIMessage]:
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self.answer(messages))])

    def answer(self, messages: list[BaseMessage]) -> AIMessage:
        raise NotImplementedError


class LiteralPlanner(StandInPlanner):
    """Draws what begins with "a", changes what begins with "make", and says the rest back."""

    def answer(self, messages: list[BaseMessage]) -> AIMessage:
        words = messages[-1].text.splitlines()[-1]
        if words.startswith("a "):
            return calling(("draw_picture", {"wish": words}))
        if words.startswith("make "):
            return calling(("edit_picture", {"instruction": words}))
        return AIMessage(f"You said: {words}")


def calling(*calls: tuple[str, dict[str, Any]]) -> AIMessage:
    """Return the message of a planner that calls tools, given by name and arguments."""
    return AIMessage("", tool_calls=[{"name": n, "args": a, "id": uuid4().hex} for n, a in calls])
