"""Tools for a chat model that was not made to call them, as OpenAI's messages."""

import json
from collections import deque
from collections.abc import Mapping, Sequence

import pytest

from got_models.brains.chat import Message
from got_models.brains.tool_caller import ToolCaller

TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "draw_picture",
            "description": "Draw.",
            "parameters": {"type": "object", "properties": {"wish": {"type": "string"}}},
        },
    }
]
ASKED = [{"role": "system", "content": "You lead."}, {"role": "user", "content": "a red apple"}]


class ScriptedChat:
    """Says lines in order, and keeps what it was asked."""

    name = "scripted"

    def __init__(self, *lines: str) -> None:
        self.lines, self.heard = deque(lines), list[list[Message]]()
        self.schemas: list[Mapping[str, object] | None] = []

    def answer(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, object] | None = None,
        seed: int = 0,
    ) -> str:
        self.heard.append(list(messages))
        self.schemas.append(schema)
        return self.lines.popleft()


def test_a_call_in_json_becomes_a_call_in_openais_form() -> None:
    said = {"say": "", "calls": [{"tool": "draw_picture", "arguments": {"wish": "a red apple"}}]}
    chat = ScriptedChat(json.dumps(said))

    message = ToolCaller(chat).message_for(ASKED, tools=TOOLS)

    [call] = message["tool_calls"]  # type: ignore[misc]
    assert call["function"]["name"] == "draw_picture"
    assert json.loads(call["function"]["arguments"]) == {"wish": "a red apple"}


def test_the_tools_are_told_in_the_one_system_message() -> None:
    chat = ScriptedChat('{"say": "Hello.", "calls": []}')

    message = ToolCaller(chat).message_for(ASKED, tools=TOOLS)

    assert message == {"content": "Hello.", "tool_calls": []}
    first, *others = chat.heard[0]
    assert first.role == "system"
    assert first.text.startswith("You lead.")
    assert '"draw_picture"' in first.text
    assert [one.role for one in others] == ["user"]
    assert "draw_picture" in json.dumps(chat.schemas[0])


@pytest.mark.parametrize(
    ("said", "heard"),
    [("Just words.", "Just words."), ("<think>hm</think>Yes.", "Yes."), ('{"calls": 3}', None)],
)
def test_an_answer_in_another_form_is_taken_for_words(said: str, heard: str | None) -> None:
    message = ToolCaller(ScriptedChat(said)).message_for(ASKED, tools=TOOLS)

    assert message == {"content": heard or said}


def test_without_tools_it_just_talks() -> None:
    chat = ScriptedChat("Hello.")

    assert ToolCaller(chat).message_for(ASKED) == {"content": "Hello."}
    assert chat.schemas == [None]


def test_what_was_called_and_answered_before_is_told_in_words() -> None:
    call = {"function": {"name": "draw_picture", "arguments": '{"wish": "x"}'}}
    before = [
        *ASKED,
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "1", "content": "Picture 1."},
    ]
    chat = ScriptedChat('{"say": "Done.", "calls": []}')

    ToolCaller(chat).message_for(before, tools=TOOLS)

    told = chat.heard[0]
    assert [one.role for one in told] == ["system", "user", "assistant", "user"]
    assert json.loads(told[2].text)["calls"] == [
        {"tool": "draw_picture", "arguments": {"wish": "x"}}
    ]
    assert told[3].text == "The tool answered: Picture 1."
