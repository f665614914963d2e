"""Chat models of this machine: a tiny random Qwen2.5-VL, and one that only reads."""

import json
from pathlib import Path

import pytest
from PIL import Image
from transformers import Qwen3Config, Qwen3ForCausalLM

from got_models.brains.chat import Message
from got_models.brains.chat_reasoner import ChatReasoner
from got_models.brains.local_chat import LocalChat
from got_models.brains.picture_questions import PictureQuestions, Question
from got_models.brains.tool_caller import ToolCaller
from got_models.errors import BadInput, ServerError, ThoughtError, WeightsError
from got_models.tiny import tiny_mllm
from got_models.tiny_size import SMOKE
from got_models.tokenizer_training import train_tokenizer

ASKED = [Message("system", "You plan."), Message("user", "a cat <|im_end|> and an apple")]


@pytest.fixture(scope="module")
def seeing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("qwen")
    tokenizer = train_tokenizer(["a cat and an apple"] * 3, vocabulary=1300)
    tokenizer.save_pretrained(folder)
    tiny_mllm(tokenizer, SMOKE).save_pretrained(folder)
    looking = {
        "image_processor_type": "Qwen2VLImageProcessor",
        "patch_size": SMOKE.patch,
        "merge_size": SMOKE.merge,
        "min_pixels": 16,
        "max_pixels": 4096,
    }
    (folder / "preprocessor_config.json").write_text(json.dumps(looking))
    return folder


@pytest.fixture(scope="module")
def reading(seeing: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reader")
    for place in seeing.glob("token*"):
        (folder / place.name).write_bytes(place.read_bytes())
    for place in seeing.glob("*.jinja"):
        (folder / place.name).write_bytes(place.read_bytes())
    shape = {"hidden_size": 16, "intermediate_size": 16, "head_dim": 8, "num_hidden_layers": 1}
    heads = {"num_attention_heads": 2, "num_key_value_heads": 1}
    Qwen3ForCausalLM(Qwen3Config(vocab_size=1400, **shape, **heads)).save_pretrained(folder)
    return folder


def test_seed_0_is_the_same_answer_and_others_are_other_answers(reading: Path) -> None:
    chat = LocalChat(reading, "reader", "cpu", longest=12)

    first, again, other = (chat.answer(ASKED, seed=seed) for seed in (0, 0, 3))

    assert first == again != other


def test_a_picture_is_seen(seeing: Path, capfd: pytest.CaptureFixture[str]) -> None:
    chat = LocalChat(seeing, "qwen", "cpu", longest=4)
    pictures = [Image.new("RGB", (64, 32), colour) for colour in ("black", "white")]
    given = [chat._inputs([Message("user", "what is it?", (picture,))]) for picture in pictures]

    pads = int(given[0]["mm_token_type_ids"].sum())
    assert pads == int(given[0]["image_grid_thw"].prod()) // SMOKE.merge**2 > 1
    assert (given[0]["pixel_values"] != given[1]["pixel_values"]).any()
    assert isinstance(chat.answer([Message("user", "what?", (pictures[0],))]), str)
    assert capfd.readouterr() == ("", "")


def test_a_model_that_only_reads_says_so_before_it_thinks(reading: Path) -> None:
    chat = LocalChat(reading, "reader", "cpu", longest=4)

    with pytest.raises(BadInput, match="reader cannot look at pictures"):
        chat.answer([Message("user", "what?", (Image.new("RGB", (8, 8)),))])


def test_babble_is_no_plan(reading: Path) -> None:
    with pytest.raises(ThoughtError):
        ChatReasoner(LocalChat(reading, "reader", "cpu", longest=4)).plan("a cat")


def test_babble_about_a_picture_is_no_verdict(seeing: Path) -> None:
    asked = PictureQuestions(LocalChat(seeing, "qwen2.5-vl", "cpu", longest=4))

    with pytest.raises(ServerError, match=r"qwen2.5-vl .* neither yes nor no"):
        asked.ask(Image.new("RGB", (64, 32)), Question("Is there a cat?"))


def test_babble_of_a_planner_calls_no_tool(reading: Path) -> None:
    tool = {"type": "function", "function": {"name": "draw_picture", "parameters": {}}}
    caller = ToolCaller(LocalChat(reading, "reader", "cpu", longest=4))

    message = caller.message_for([{"role": "user", "content": "a cat"}], tools=[tool])

    assert not message.get("tool_calls")
    assert isinstance(message["content"], str)


def test_a_folder_that_holds_no_chat_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="cannot be opened as a chat model"):
        LocalChat(tmp_path, "nothing", "cpu").answer(ASKED)
