"""Asking a chat server about a picture, well and badly answered."""

from __future__ import annotations

import base64
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from got_models.brains.chat_server import ChatServer
from got_models.brains.picture_questions import Answer, PictureQuestions, Question, read_answer
from got_models.errors import ServerError, ServerTimeout, ThoughtError
from got_models.servers.remote import Remote
from got_models.thought import Box

sys.path.append(str(Path(__file__).resolve().parents[2] / "support"))

from local_server import Reply, Server, chat, error

RED = Image.new("RGB", (112, 56), "red")
CUP = Question("Is there a cup?")


def seer(server: Server, model: str = "m", **about: object) -> PictureQuestions:
    told: dict[str, object] = {"timeout_s": 5.0, "wait": lambda seconds: None, **about}
    return PictureQuestions(ChatServer(Remote(server.address, **told), model))  # type: ignore[arg-type]


def test_the_picture_is_sent_whole_and_first_with_one_question(server: Server) -> None:
    server.says(chat({"seen": "a red cup", "answer": "yes"}))

    answer = seer(server).ask(RED, CUP)

    assert answer == Answer(True, "a red cup")
    picture, words = server.asked[0].json["messages"][1]["content"]
    kind, _, data = picture["image_url"]["url"].partition(",")
    assert kind == "data:image/png;base64"
    assert Image.open(BytesIO(base64.b64decode(data))).getpixel((0, 0)) == (255, 0, 0)
    assert words == {"type": "text", "text": "Is there a cup?"}


def test_a_server_that_can_is_held_to_yes_or_no(server: Server) -> None:
    server.says(chat({"seen": "", "answer": "no"}))

    seer(server).ask(RED, CUP)

    form = server.asked[0].json["response_format"]["json_schema"]["schema"]
    assert form["properties"]["answer"]["enum"] == ["yes", "no"]


def test_a_server_without_structured_output_is_asked_for_less_and_less(server: Server) -> None:
    refusal = error(400, "response_format is not supported")
    server.says(refusal, refusal, chat("No, there is none."))
    asked = seer(server)

    assert asked.ask(RED, CUP) == Answer(False, "No, there is none.")
    assert asked.ask(RED, CUP).yes is False
    assert ["response_format" in one.json for one in server.asked] == [True, True, False, False]


@pytest.mark.parametrize(
    ("model", "corners", "counted"),
    [
        ("qwen2.5-vl-7b", "[0, 224, 448, 448]", "in pixels of the picture, which is 896x448"),
        ("qwen3-vl-4b", "[0, 500, 500, 1000]", "from 0 to 1000"),
        ("gpt-4.1-mini", "[0, 500, 500, 999]", "from 0 to 999"),
    ],
)
def test_a_box_is_told_as_the_model_counts(
    server: Server, model: str, corners: str, counted: str
) -> None:
    server.says(chat({"seen": "", "answer": "yes"}))
    wide = Image.new("RGB", (896, 448))

    seer(server, model).ask(wide, Question("Is it here?", Box(x0=0, y0=500, x1=500, y1=999)))

    words = server.asked[0].json["messages"][1]["content"][1]["text"]
    assert corners in words
    assert counted in words


@pytest.mark.parametrize(
    ("said", "yes"),
    [
        ('{"seen": "x", "answer": "yes"}', True),
        ('```json\n{"seen": "x", "answer": "No"}\n```', False),
        ('{"Answer": "YES", "reason": "x",}', True),
        ('{"answer": true}', True),
        ("<think>no, no, no</think>Yes.", True),
        ("**Yes**, there is a cup on the left, no doubt.", True),
        ("no", False),
        ("The answer is: no", False),
        ("There is a cup. Answer: yes.", True),
    ],
)
def test_an_answer_is_read_in_many_forms(said: str, yes: bool) -> None:
    assert read_answer(said).yes is yes


@pytest.mark.parametrize(
    "said",
    ["", "maybe", '{"answer": "perhaps"}', '{"seen": "yes"}', "I see a cup, nobody knows", "[1]"],
)
def test_what_says_neither_is_no_answer(said: str) -> None:
    with pytest.raises(ThoughtError, match="yes or no"):
        read_answer(said)


def test_an_answer_that_cannot_be_used_is_asked_for_again_with_the_reason(server: Server) -> None:
    server.says(chat("It depends."), chat("yes"))

    assert seer(server).ask(RED, CUP).yes
    again = server.asked[1].json["messages"]
    assert [one["role"] for one in again] == ["system", "user", "assistant", "user"]
    assert "expected the answer yes or no" in again[-1]["content"]


def test_a_model_that_never_says_yes_or_no_is_an_error_and_no_verdict(server: Server) -> None:
    server.says(chat("It depends."))

    with pytest.raises(ServerError, match="neither yes nor no"):
        seer(server).ask(RED, CUP)
    assert len(server.asked) == 2


def test_a_model_that_declines_to_look_is_quoted(server: Server) -> None:
    server.says(chat("", refusal="I do not look at pictures"))

    with pytest.raises(ServerError, match=r"not judged: .*I do not look at pictures"):
        seer(server).ask(RED, CUP)


def test_a_model_that_cannot_see_is_told_as_the_server_tells_it(server: Server) -> None:
    server.says(error(400, "image_url is not supported by this model"))

    with pytest.raises(ServerError, match="image_url is not supported"):
        seer(server).ask(RED, CUP)


@pytest.mark.parametrize("answer", [{}, {"choices": []}, {"choices": [{"message": 3}]}])
def test_a_server_that_is_no_chat_server_is_an_error(server: Server, answer: object) -> None:
    server.says((200, answer))

    with pytest.raises(ServerError, match="answered with no message"):
        seer(server).ask(RED, CUP)


def test_a_server_that_hangs_is_one_clear_error(server: Server, hang: Reply) -> None:
    server.says(hang)

    with pytest.raises(ServerTimeout):
        seer(server, timeout_s=0.2).ask(RED, CUP)


def test_a_busy_server_is_asked_again(server: Server) -> None:
    server.says(error(503, "busy"), chat("yes"))

    assert seer(server).ask(RED, CUP).yes
