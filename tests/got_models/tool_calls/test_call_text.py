"""Calls are written as Qwen writes them, and read back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from got_models.tool_calls.call_text import BadToolCall, ToolCall, begins_call, read, write

VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner)),
    max_leaves=4,
)
CALLS = st.lists(
    st.builds(ToolCall, name=st.text(), arguments=st.dictionaries(st.text(), VALUES, max_size=3)),
    max_size=3,
)


@settings(deadline=None, max_examples=40)
@given(CALLS)
def test_calls_are_read_back(calls):
    text = write(calls)

    if "</tool_call>" not in "".join(repr(call) for call in calls):
        assert read(text) == ("", tuple(calls))


def test_the_form_is_qwens():
    call = ToolCall(name="undo", arguments={"steps": 2})

    text = write([call])

    assert text == '<tool_call>\n{"name": "undo", "arguments": {"steps": 2}}\n</tool_call>'
    assert begins_call(text)


def test_words_beside_calls_are_kept():
    assert read("Sure. " + write([ToolCall(name="undo", arguments={})]))[0] == "Sure."


@pytest.mark.parametrize(
    "text",
    [
        "<tool_call>undo</tool_call>",
        '<tool_call>{"name": "undo"}</tool_call>',
        '<tool_call>{"name": "undo", "arguments": []}</tool_call>',
        '<tool_call>{"name": "undo", "arguments": {}}',
        '{"name": "undo", "arguments": {}}</tool_call>',
    ],
)
def test_what_is_no_call_is_an_error_that_shows_it(text):
    with pytest.raises(BadToolCall, match="undo"):
        read(text)
