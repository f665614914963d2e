"""Whatever a model prefers, its answer is words, or calls that can be run."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from tools_to_call import TOOLS, specification

from got_models.decoding import write_tokens
from got_models.errors import BadInput
from got_models.tool_calls import call_text
from got_models.tool_calls.call_grammar import MOST_CALLS, CallGrammar
from got_models.tool_calls.schema import BadSchema
from got_models.tool_calls.specification import ToolSpecification

SAID = ("make the red apple bigger, please!", "a blue cup, 2 dogs", "äpfel 'so'", "the")
SEEDS = st.integers(1, 2**31)
ALL = [specification(name) for name in TOOLS]


@pytest.fixture(scope="module")
def grammar(tokenizer):
    return CallGrammar(tokenizer)


def written(grammar, answer, seed, *, limit=300, push=()):
    """Let a model without any sense write an answer; `push` are tokens that it is fond of."""
    generator = torch.Generator().manual_seed(seed)
    size = max(grammar.of) + 200

    def logits(_token=None):
        scores = 6 * torch.randn(size, generator=generator)
        scores[list(push)] += 12
        return scores

    _, text = write_tokens(logits(), logits, answer, seed=seed % 3, limit=limit)
    return text


@settings(deadline=None, max_examples=8)
@given(seed=SEEDS, limit=st.integers(160, 400))
def test_calls_are_always_valid_for_their_tools(grammar, seed, limit):
    answer = grammar.start(ALL, SAID, choice="any")
    text = written(grammar, answer, seed, limit=max(limit, answer.shortest))

    said, calls = call_text.read(text)

    assert answer.finished
    assert said == ""
    assert 1 <= len(calls) <= MOST_CALLS
    for call in calls:
        TOOLS[call.name].model_validate(call.arguments)


@settings(deadline=None, max_examples=10)
@given(seed=SEEDS)
def test_an_answer_is_words_or_calls_and_never_both(grammar, seed):
    text = written(grammar, grammar.start(ALL, SAID), seed, push=[grammar.call_start])

    said, calls = call_text.read(text)

    assert bool(said) != bool(calls)


@settings(deadline=None, max_examples=10)
@given(seed=SEEDS, limit=st.integers(2, 90))
def test_words_spell_no_token_and_end_in_time(grammar, seed, limit):
    text = written(grammar, grammar.start(ALL, SAID, choice="none"), seed, limit=limit)

    assert text.strip()
    assert "<" not in text


@settings(deadline=None, max_examples=8)
@given(seed=SEEDS)
def test_the_shortest_answer_fits_into_just_as_many_tokens(grammar, seed):
    answer = grammar.start(ALL, SAID, choice="any")

    text = written(grammar, answer, seed, limit=answer.shortest)

    assert answer.finished
    assert len(call_text.read(text)[1]) == 1


@settings(deadline=None, max_examples=8)
@given(seed=SEEDS)
def test_strings_are_words_that_were_said(grammar, seed):
    answer = grammar.start([specification("draw")], SAID, choice="any", calls=1)
    (call,) = call_text.read(written(grammar, answer, seed))[1]
    known = {word.strip(",!'") for text in SAID for word in text.split()}

    assert {word.strip(",!'") for word in call.arguments["wish"].split()} <= known


def test_only_bound_tools_are_called(grammar):
    called = set()
    for seed in range(1, 5):
        answer = grammar.start([specification("undo")], SAID, choice="any")
        called |= {call.name for call in call_text.read(written(grammar, answer, seed))[1]}

    assert called == {"undo"}


def test_the_likeliest_tokens_of_a_call_are_let_through_unchanged(grammar, tokenizer):
    text = '<tool_call>\n{"name": "draw", "arguments": {"wish": "the red apple"}}\n</tool_call>'
    tokens = tokenizer.encode(text + "<|im_end|>")
    answer = grammar.start(ALL, SAID)

    for left, token in zip(range(len(tokens), 0, -1), tokens, strict=True):
        assert token in answer.offers(left)
        answer.take(token)

    assert answer.finished


def test_a_tool_that_must_be_called_must_be_there(grammar):
    with pytest.raises(BadInput, match="bind some tools"):
        grammar.start([], SAID, choice="any")


def test_a_required_argument_that_cannot_be_written_is_refused_by_name(grammar):
    schema = {"properties": {"code": {"type": "string", "pattern": "^x+$"}}, "required": ["code"]}

    with pytest.raises(BadSchema, match="pattern"):
        grammar.start([ToolSpecification(name="odd", parameters=schema)], SAID)


def test_an_optional_argument_that_cannot_be_written_is_left_out(grammar):
    schema = {"properties": {"code": {"type": "string", "pattern": "^x+$"}}}
    answer = grammar.start([ToolSpecification(name="odd", parameters=schema)], SAID, choice="any")

    (call, *_) = call_text.read(written(grammar, answer, 5))[1]

    assert call.arguments == {}


LEAVES = st.one_of(
    st.just({"type": "string"}),
    st.just({"type": "boolean"}),
    st.just({"type": "null"}),
    st.builds(lambda a, b: {"type": "integer", "minimum": min(a, b), "maximum": max(a, b)},
              st.integers(-5, 2000), st.integers(-5, 2000)),
    st.builds(lambda values: {"enum": values},
              st.lists(st.one_of(st.text(max_size=5), st.integers(), st.booleans()), min_size=1)),
)  # fmt: skip
SCHEMAS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda item, a, b: {"type": "array", "items": item, "minItems": min(a, b),
                                      "maxItems": max(a, b)},
                  inner, st.integers(0, 3), st.integers(0, 3)),
        st.builds(lambda options: {"anyOf": options}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda members, needed: {"type": "object", "properties": members,
                                           "required": sorted(members)[:needed]},
                  st.dictionaries(st.text(max_size=4), inner, max_size=3), st.integers(0, 3)),
    ),
    max_leaves=6,
)  # fmt: skip


@settings(deadline=None, max_examples=8)
@given(schema=SCHEMAS, seed=SEEDS)
def test_any_schema_of_the_understood_kinds_is_kept_to(grammar, schema, seed):
    parameters = {"type": "object", "properties": {"it": schema}, "required": ["it"]}
    answer = grammar.start(
        [ToolSpecification(name="any", parameters=parameters)], SAID, choice="any", calls=1
    )
    text = written(grammar, answer, seed, limit=max(answer.shortest, 200))

    (call,) = call_text.read(text)[1]

    assert fits(call.arguments["it"], schema), (call.arguments["it"], schema)


def fits(value, schema):
    """Check a value against a schema of the kinds drawn above, by the rules of JSON Schema."""
    if "enum" in schema:
        return any(value == one and type(value) is type(one) for one in schema["enum"])
    if "anyOf" in schema:
        return any(fits(value, option) for option in schema["anyOf"])
    match schema["type"]:
        case "string":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "null":
            return value is None
        case "integer":
            low, high = schema.get("minimum", -math.inf), schema.get("maximum", math.inf)
            return type(value) is int and low <= value <= high
        case "array":
            fitting = all(fits(item, schema["items"]) for item in value)
            return fitting and schema["minItems"] <= len(value) <= schema["maxItems"]
    return isinstance(value, dict) and has_members(value, schema)


def has_members(value, schema):
    members = schema["properties"]
    there = set(schema["required"]) <= set(value) <= set(members)
    return there and all(fits(value[name], members[name]) for name in value)


def test_what_nobody_can_choose_is_known_without_asking(grammar):
    answer = grammar.start([specification("undo")], SAID, choice="any", calls=1)
    answer.take(grammar.call_start)

    text = "".join(answer.take(token) for token in answer.forced)

    assert text == '\n{"name": "undo", "arguments": {}}\n</tool_call>'
    assert answer.finished


def test_a_string_that_begins_can_be_settled_as_a_whole(grammar):
    answer = grammar.start([specification("draw")], SAID, choice="any", calls=1)
    answer.take(grammar.call_start)
    for token in answer.forced:
        answer.take(token)
    room = answer.room

    answer.fill("äpfel 'so'")
    text = "".join(answer.take(token) for token in answer.forced)

    assert room is not None
    assert text.startswith("äpfel 'so'\"")
    assert answer.room is None
