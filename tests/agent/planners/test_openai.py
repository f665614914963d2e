"""A planner behind a real HTTP server that behaves well, badly, or not at all."""

import json

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from local_server import chat, error

from agent.planners.openai import OpenAIChat, PlannerError
from got_models.brains.chat_server import ChatServer
from got_models.errors import BadInput, BudgetSpent, ServerError, ServerTimeout
from got_models.servers.remote import Remote
from tools.toolbox import toolbox

ASKED = [SystemMessage("Pictures: none"), HumanMessage("a red apple")]


def calling(*calls):
    """Return an answer of a server that calls tools; arguments may be a text that is no JSON."""
    told = [
        {
            "id": f"call{at}",
            "type": "function",
            "function": {
                "name": name,
                "arguments": given if isinstance(given, str) else json.dumps(given),
            },
        }
        for at, (name, given) in enumerate(calls)
    ]
    return chat("", tool_calls=told)


@pytest.fixture
def planner(server):
    def open_planner(*, timeout_s=20.0, tries=2, budget=None, key=None, **more):
        remote = Remote(
            server.address, key=key, timeout_s=timeout_s, tries=tries, wait=lambda _seconds: None
        )
        chat_server = ChatServer(remote, "a-model", token_budget=budget)
        return OpenAIChat(server=chat_server, **more)

    return open_planner


def bound(planner, **more):
    return planner.bind_tools(toolbox(lambda: None), **more)


def test_a_call_comes_through_with_its_arguments(server, planner):
    server.says(calling(("draw_picture", {"wish": "a red apple"})))

    answer = bound(planner()).invoke(ASKED)

    (call,) = answer.tool_calls
    assert (call["name"], call["args"]) == ("draw_picture", {"wish": "a red apple"})
    sent = server.asked[0].json
    assert {tool["function"]["name"] for tool in sent["tools"]} >= {"draw_picture", "undo"}
    assert [message["role"] for message in sent["messages"]] == ["system", "user"]


def test_words_come_through_as_words(server, planner):
    server.says(chat("You're welcome."))

    answer = bound(planner()).invoke(ASKED)

    assert answer.text == "You're welcome."
    assert answer.tool_calls == []


def test_what_tools_answered_is_passed_on(server, planner):
    server.says(chat("Done."))
    made = {"name": "undo", "args": {"steps": 1}, "id": "c1", "type": "tool_call"}

    past = [AIMessage("", tool_calls=[made]), ToolMessage("ok", tool_call_id="c1")]
    bound(planner()).invoke([*ASKED, *past])

    _, _, called, answered = server.asked[0].json["messages"]
    assert called["tool_calls"][0]["function"] == {"name": "undo", "arguments": '{"steps": 1}'}
    assert answered == {"role": "tool", "tool_call_id": "c1", "content": "ok"}


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (calling(("draw_picture", '{"wish": "a red')), "no JSON"),
        (calling(("draw_picture", "[1, 2]")), "no JSON object"),
        (calling(("paint_masterpiece", {})), "there is no tool 'paint_masterpiece'"),
        (calling(("draw_picture", {"wish": 3})), "arguments of draw_picture are wrong: wish"),
        (calling(("draw_picture", {"wish": "a", "path": "/etc"})), "path"),
        (calling(*[("undo", {})] * 300), "300 calls"),
        (chat(""), "empty"),
        (chat("", tool_calls="undo"), "no list"),
        (chat("", tool_calls=[{"function": None}]), "no function"),
    ],
)
def test_a_bad_answer_is_told_to_the_model_which_may_do_better(server, planner, bad, told):
    server.says(bad, calling(("undo", {})))

    answer = bound(planner()).invoke(ASKED)

    assert [call["name"] for call in answer.tool_calls] == ["undo"]
    assert told in server.asked[1].json["messages"][-1]["content"]


def test_a_model_that_never_does_better_is_given_up(server, planner):
    server.says(calling(("paint_masterpiece", {})))

    with pytest.raises(PlannerError, match=r"3 answers .* no tool 'paint_masterpiece'"):
        bound(planner()).invoke(ASKED)

    assert len(server.asked) == 3


def test_a_server_that_breaks_once_is_asked_again(server, planner):
    server.says(error(500, "out of memory"), calling(("undo", {})))

    assert bound(planner()).invoke(ASKED).tool_calls[0]["name"] == "undo"


def test_a_server_that_stays_broken_is_one_clear_error(server, planner):
    server.says(error(500, "out of memory"))

    with pytest.raises(ServerError, match="500: out of memory"):
        bound(planner()).invoke(ASKED)


def test_a_server_that_says_nothing_is_given_up_in_time(server, planner, hang):
    server.says(hang)

    with pytest.raises(ServerTimeout):
        bound(planner(timeout_s=0.3)).invoke(ASKED)


def test_a_page_instead_of_json_is_one_clear_error(server, planner):
    server.says((200, b"<html>hello</html>"))

    with pytest.raises(ServerError, match="no JSON"):
        bound(planner()).invoke(ASKED)


def test_no_more_is_asked_for_than_the_budget_allows(server, planner):
    server.says(calling(("paint_masterpiece", {})))

    with pytest.raises(BudgetSpent):
        bound(planner(budget=150), tool_choice="any").invoke(ASKED)

    assert len(server.asked) == 2


def test_the_key_is_sent_and_shown_in_no_error(server, planner):
    server.says(error(401, "bad key sk-secret"))

    with pytest.raises(ServerError) as raised:
        bound(planner(key="sk-secret")).invoke(ASKED)

    assert server.asked[0].headers["Authorization"] == "Bearer sk-secret"
    assert "sk-secret" not in str(raised.value)


def test_a_tool_that_must_be_called_is_asked_for_again(server, planner):
    server.says(chat("Sure!"), calling(("undo", {})))

    answer = bound(planner(), tool_choice="any").invoke(ASKED)

    assert answer.tool_calls[0]["name"] == "undo"


def test_one_chosen_tool_is_the_only_one_offered(server, planner):
    server.says(calling(("redo", {})))

    bound(planner(), tool_choice="redo").invoke(ASKED)

    assert [tool["function"]["name"] for tool in server.asked[0].json["tools"]] == ["redo"]


def test_without_tools_none_are_offered(server, planner):
    server.says(chat("Hello."))

    bound(planner(), tool_choice="none").invoke(ASKED)

    assert "tools" not in server.asked[0].json


def test_a_chosen_tool_must_be_bound(planner):
    with pytest.raises(BadInput, match="not bound"):
        bound(planner(), tool_choice="fly").invoke(ASKED)
