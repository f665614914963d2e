"""Planning with a chat server: a real one on this machine that speaks well and badly."""

import base64
import json
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from got_models import chain_text
from got_models.brains.chat_reasoner import ChatReasoner
from got_models.brains.chat_server import ChatServer
from got_models.errors import BadWish, BudgetSpent, ServerError, ServerTimeout, ThoughtError
from got_models.servers.remote import Remote
from tools.plan import plan

sys.path.append(str(Path(__file__).resolve().parents[2] / "support"))

from local_server import Reply, Server, chat, error

APPLE = {
    "description": "A red apple on a gray background.",
    "objects": [{"phrase": "red apple", "box": [100, 200, 400, 600]}],
}
EDIT = {
    "source": "The picture shows a red apple.",
    "steps": [{"object": "red apple", "box": [252, 0, 504, 504], "change": "Make it green."}],
    "result": "The picture shows a green apple.",
}


def reasoner(server: Server, model: str | None = "some-model", **fields: object) -> ChatReasoner:
    remote = Remote(server.address, timeout_s=20, wait=lambda seconds: None)
    return ChatReasoner(ChatServer(remote, model, **fields))  # type: ignore[arg-type]


def test_a_wish_becomes_a_checked_plan(server: Server) -> None:
    server.says(chat(APPLE))

    planned = plan("a red apple", reasoner=reasoner(server), seed=0)

    assert planned.chain.elements[0].box.corners == (100, 200, 400, 600)
    assert planned.repairs == planned.problems == ()
    asked = server.asked[0].json
    assert (server.asked[0].path, asked["model"]) == ("/v1/chat/completions", "some-model")
    assert asked["response_format"]["json_schema"]["strict"] is True
    assert (asked["temperature"], asked["seed"]) == (0, 0)
    assert asked["messages"][1]["content"] == "The wish: a red apple"


def test_swapped_corners_are_mended_and_told(server: Server) -> None:
    swapped = [{"phrase": "red apple", "box": [400, 600, 100, 1200]}]
    server.says(chat(APPLE | {"objects": swapped}))

    planned = plan("a red apple", reasoner=reasoner(server))

    assert planned.chain.elements[0].box.corners == (100, 600, 400, 999)
    assert len(planned.repairs) == 2


def test_a_picture_is_sent_in_the_message_at_a_size_the_model_keeps(server: Server) -> None:
    server.says(chat(EDIT))
    huge = Image.new("L", (8000, 5000), 90)

    reading = reasoner(server, "Qwen2.5-VL-7B").plan("make it green", picture=huge)

    image, question = server.asked[0].json["messages"][1]["content"]
    data = base64.b64decode(image["image_url"]["url"].removeprefix("data:image/png;base64,"))
    with Image.open(BytesIO(data)) as sent:
        assert sent.size == (1008, 616)
        assert sent.mode == "RGB"
    assert "1008x616" in server.asked[0].json["messages"][0]["content"]
    assert question == {"type": "text", "text": "The instruction: make it green"}
    assert reading.chain.elements[0].box.corners == (250, 0, 500, 818)


def test_what_is_known_of_the_picture_is_told(server: Server, apple: str) -> None:
    server.says(chat(EDIT))
    known = chain_text.read(apple).chain

    reasoner(server).plan("x", picture=Image.new("RGB", (64, 64)), chain=known)

    assert apple in json.dumps(server.asked[0].json["messages"][1]["content"][1]).replace("\\", "")


def test_a_model_with_few_words_is_told_them(server: Server) -> None:
    server.says(chat(APPLE))
    brain = ChatReasoner(
        ChatServer(Remote(server.address), "m"), vocabulary=frozenset({"cat", "apple"})
    )

    brain.plan("an apple")

    assert (
        "among these, perhaps with a colour and nothing else: apple, cat."
        in (server.asked[0].json["messages"][0]["content"])
    )


def test_bad_json_is_asked_for_again_with_the_reason(server: Server) -> None:
    heard: list[str] = []
    server.says(chat("Sure! An apple."), chat(APPLE))

    reasoner(server).plan("an apple", on_text=heard.append)

    roles = [message["role"] for message in server.asked[1].json["messages"]]
    assert roles == ["system", "user", "assistant", "user"]
    assert "expected one JSON object" in server.asked[1].json["messages"][3]["content"]
    assert len(heard) == 1


def test_a_model_that_never_answers_in_json_is_an_error(server: Server) -> None:
    server.says(chat("I would rather not."))

    with pytest.raises(ThoughtError, match="I would rather not"):
        reasoner(server).plan("an apple")
    assert len(server.asked) == 2


def test_a_model_that_writes_chains_itself_is_taken_at_its_word(server: Server, apple: str) -> None:
    server.says(chat(f"<think>hm</think>{apple}<|im_gen_start|>"))

    assert reasoner(server).plan("an apple").chain == chain_text.read(apple).chain


def test_a_server_without_structured_output_is_asked_for_less_and_less(server: Server) -> None:
    server.says(
        error(400, "guided decoding is off"), error(422, "unknown field"), chat(APPLE), chat(APPLE)
    )
    brain = reasoner(server)

    brain.plan("an apple")
    brain.plan("an apple")

    forms = [asked.json.get("response_format", {}).get("type") for asked in server.asked]
    assert forms == ["json_schema", "json_object", None, None]


def test_fields_a_server_does_not_know_are_left_out(server: Server) -> None:
    server.says(
        error(400, "Unsupported parameter: 'max_tokens'; use 'max_completion_tokens'"),
        error(400, "'temperature' does not support 0"),
        chat(APPLE),
    )

    reasoner(server).plan("an apple")

    assert {"max_tokens", "temperature"}.isdisjoint(server.asked[2].json)
    assert server.asked[2].json["response_format"]["type"] == "json_schema"


def test_a_question_that_is_simply_wrong_is_told_as_the_server_tells_it(server: Server) -> None:
    server.says(error(400, "maximum context length is 512 tokens"))

    with pytest.raises(ServerError, match="maximum context length"):
        reasoner(server).plan("an apple")


@pytest.mark.parametrize(
    "reply",
    [
        chat("", refusal="I can't draw that."),
        (200, {"choices": [{"message": {"content": None}, "finish_reason": "content_filter"}]}),
    ],
)
def test_a_model_that_declines_is_quoted(server: Server, reply: Reply) -> None:
    server.says(reply)

    with pytest.raises(BadWish, match="declines"):
        reasoner(server).plan("an apple")
    assert len(server.asked) == 1


@pytest.mark.parametrize("answer", [{}, {"choices": []}, {"choices": [{}]}, [], "well", None])
def test_a_server_that_is_no_chat_server_is_an_error(server: Server, answer: object) -> None:
    server.says((200, answer))

    with pytest.raises(ServerError, match="no message"):
        reasoner(server).plan("an apple")


def test_a_server_that_hangs_is_one_clear_error(server: Server, hang: Reply) -> None:
    server.says(hang)
    remote = Remote(server.address, timeout_s=0.3)

    with pytest.raises(ServerTimeout):
        plan("an apple", reasoner=ChatReasoner(ChatServer(remote, "m")))
    assert len(server.asked) == 1


def test_the_budget_is_looked_at_before_each_question(server: Server) -> None:
    server.says(chat(APPLE))
    brain = reasoner(server, token_budget=150)
    brain.plan("an apple")
    brain.plan("an apple")

    with pytest.raises(BudgetSpent, match="200 of the 150"):
        brain.plan("an apple")
    assert len(server.asked) == 2


def test_tokens_are_guessed_where_the_server_does_not_count(server: Server) -> None:
    status, body = chat(APPLE)
    server.says((status, {"choices": body["choices"]}))  # type: ignore[index]
    brain = reasoner(server, token_budget=100)
    brain.plan("an apple")

    with pytest.raises(BudgetSpent):
        brain.plan("an apple")


def test_a_server_is_asked_for_its_model_once(server: Server) -> None:
    server.says((200, {"data": [{"id": "qwen2.5-vl"}]}), chat(APPLE), chat(APPLE))
    brain = reasoner(server, model=None)

    brain.plan("an apple")
    brain.plan("an apple")

    assert [asked.path for asked in server.asked].count("/v1/models") == 1
    assert server.asked[1].json["model"] == "qwen2.5-vl"


def test_a_server_without_models_is_an_error(server: Server) -> None:
    server.says((200, {"data": []}))

    with pytest.raises(ServerError, match="lists no model"):
        reasoner(server, model=None).plan("an apple")
