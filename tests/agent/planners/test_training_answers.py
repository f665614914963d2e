"""What the local model is taught to answer is what its grammar and the tools let it answer."""

import random

import pytest
from langchain_core.utils.function_calling import convert_to_openai_tool

from agent.planners.reading import specifications
from got_models.conversation import copyable
from got_models.sceneworld.dialogues import sample_turn
from got_models.tool_calls import call_text
from tools.toolbox import TOOLS, toolbox


@pytest.fixture(scope="module")
def grammar():
    from got_models.tokenizer_training import train_tokenizer
    from got_models.tool_calls.call_grammar import CallGrammar

    tokenizer = train_tokenizer(
        iter(['{"name": "draw", "arguments": {"a": 1}}'] * 3), vocabulary=300
    )
    grammar = CallGrammar(tokenizer)
    grammar.tokenizer = tokenizer
    return grammar


@pytest.mark.parametrize("heldout", [False, True])
def test_every_answer_of_the_training_may_be_written(grammar, heldout):
    tools = [convert_to_openai_tool(tool) for tool in toolbox(lambda: None)]
    for seed in range(40):
        turn = sample_turn(random.Random(seed), heldout=heldout)
        conversation = turn.conversation
        offered = specifications(tools, conversation.pictures)
        said = call_text.write(turn.calls) if turn.calls else turn.reply
        answer = grammar.start(offered, copyable(conversation))
        tokens = grammar.tokenizer.encode(said + "<|im_end|>")

        for at, token in enumerate(tokens):
            assert answer.may_take(token), (said, grammar.tokenizer.decode(tokens[:at]))
            answer.take(token)

        assert answer.finished


def test_every_call_of_the_training_is_valid_for_its_tool():
    for seed in range(60):
        for call in sample_turn(random.Random(seed)).calls:
            schema, _ = TOOLS[call.name]
            schema.model_validate(call.arguments)
