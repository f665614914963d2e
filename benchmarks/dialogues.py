"""How well a planner decides: unseen dialogues, held-out wordings, messages in free language.

    python benchmarks/dialogues.py                       # the shipped local model
    python benchmarks/dialogues.py --model runs/my-model
    python benchmarks/dialogues.py --server http://127.0.0.1:8000/v1 --as some-model
    python benchmarks/dialogues.py --calibrate           # what certainty to ask below

Unseen dialogues are new ones in wordings of the training; held-out ones are made of wordings that
training never sees. Only the planner runs: before every turn the session is put into the state it
should be in, and nothing is drawn. A turn is right when it leads to the right tools with the right
arguments; the subject is right when the pictures that the calls are about are the right ones. Where
words are meant, a question is right; where a call is meant, words are wrong but harmless, and a
question that names the right act is the next best thing. The local planner asks below the certainty
that `agent.yaml` sets, or `--sure-enough`; `--calibrate` measures on wordings of the training what
each such certainty would lead to.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from got_models.conversation import Conversation, PictureNote, picture_list, question_of
from got_models.sceneworld.dialogues import sample_dialogue
from got_models.tool_calls.call_text import ToolCall

FREE = Path(__file__).with_name("free_messages.json")
"""Messages written before the wordings of the training were read, by somebody else than these."""

FIRST_SEED = 7_000_000
UNSEEN_SEED = 8_100_000
DIALOGUES = 300

CALIBRATION_SEED = 9_200_000
"""First of the dialogues, in wordings of the training, on which certainties are calibrated."""

EDGES = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95)
"""Where the rows of a table by certainty begin."""

PICTURES = ("picture", "first", "second")
WORDS = ("wish", "instruction", "phrase", "element", "promise", "query", "name")

Planner = Callable[[Conversation], AIMessage]


class Expected(NamedTuple):
    """One message, what it may lead to (no call: words), and the picture that is current."""

    conversation: Conversation
    options: tuple[tuple[ToolCall, ...], ...]
    current: int | None
    exact: bool


class Verdict(NamedTuple):
    """What is right about one decision."""

    tool: bool
    arguments: bool
    subject: bool
    harmless: bool
    """Right, or at least words instead of a wrong call."""
    question: bool
    """Not right, but ends in a question."""


class Decided(NamedTuple):
    """One decision: its verdict, how sure the planner was (None: it does not say), seconds.

    `offered` says whether a question named the right act among others.
    """

    verdict: Verdict
    certainty: float | None
    seconds: float
    meant: str
    offered: bool = False


def judge(expected: Expected, answer: AIMessage) -> Verdict:
    """Hold an answer against everything it may be; the best reading counts."""
    given = tuple(ToolCall(name=c["name"], arguments=c["args"]) for c in answer.tool_calls)
    asks = not given and bool(question_of(answer.text))
    verdicts = [_compared(given, option, expected, asks) for option in expected.options]
    return max(verdicts, key=lambda verdict: (verdict.arguments, verdict.tool, verdict.subject))


def _compared(
    given: tuple[ToolCall, ...], wanted: tuple[ToolCall, ...], expected: Expected, asks: bool
) -> Verdict:
    tool = [call.name for call in given] == [call.name for call in wanted]
    pairs = list(zip(given, wanted, strict=True)) if tool else []
    subject = tool and all(
        _pictures(g, expected.current) == _pictures(w, expected.current) for g, w in pairs
    )
    right = subject and all(_same(g, w, expected.exact) for g, w in pairs)
    return Verdict(tool, right, subject, right or not given, asks and not right)


def _pictures(call: ToolCall, current: int | None) -> tuple[object, ...]:
    """Return the pictures a call is about; none named is the current one."""
    return tuple(call.arguments.get(name) or current for name in PICTURES)


def _same(given: ToolCall, wanted: ToolCall, exact: bool) -> bool:
    names = (set(given.arguments) | set(wanted.arguments)) - set(PICTURES)
    return all(
        _fits(name, given.arguments.get(name), wanted.arguments.get(name), exact) for name in names
    )


def _fits(name: str, given: object, wanted: object, exact: bool) -> bool:
    """Compare one argument; in free language the words that matter must be there.

    What was not asked for may be left to its default or filled with it.
    """
    if name in WORDS and isinstance(wanted, str):
        told = str(given or "").lower().split()
        asked = wanted.lower().split()
        return told == asked if exact else all(any(w in t for t in told) for w in asked)
    if wanted is None:
        return given is None or (name, given) in (("steps", 1), ("count", 3)) or not exact
    return given == wanted


def held_out(count: int) -> Iterator[list[Expected]]:
    """Yield dialogues in wordings that training never sees."""
    return sampled(FIRST_SEED, count, heldout=True)


def unseen(count: int) -> Iterator[list[Expected]]:
    """Yield dialogues of seeds that training never draws, in wordings that it may."""
    return sampled(UNSEEN_SEED, count, heldout=False)


def sampled(first: int, count: int, *, heldout: bool) -> Iterator[list[Expected]]:
    """Yield the dialogues of so many seeds."""
    for seed in range(first, first + count):
        turns = sample_dialogue(random.Random(seed), heldout=heldout).turns
        yield [Expected(t.conversation, (t.calls,), t.subject, True) for t in turns]


def free() -> Iterator[list[Expected]]:
    """Yield the messages in free language, each a dialogue of its own."""
    told = json.loads(FREE.read_text(encoding="utf-8"))
    for row in told["messages"]:
        yield [_free(row, told["situations"][row["in"]])]


def _free(row: Mapping[str, Any], situation: Mapping[str, Any]) -> Expected:
    earlier = situation["earlier"]
    uploads = 0
    notes = []
    for one in situation["pictures"]:
        uploads += one["origin"] == "uploaded"
        upload = uploads if one["origin"] == "uploaded" else None
        notes.append(PictureNote(**one, upload=upload))
    conversation = Conversation(
        pictures=tuple(notes),
        current=situation["current"],
        before=tuple(text for role, text in earlier if role == "user"),
        message=row["say"],
    )
    options = tuple((ToolCall(**call),) if call else () for call in row["expect"])
    return Expected(conversation, options, situation["current"], False)


def measure(dialogues: Iterator[list[Expected]], planner: Planner, *, show: bool) -> dict[str, Any]:
    """Run all dialogues; return shares with their counts."""
    told = [decided(dialogue, planner, show=show) for dialogue in dialogues]
    return {"dialogues": len(told), **summary([one for turns in told for one in turns])}


def decided(dialogue: list[Expected], planner: Planner, *, show: bool = False) -> list[Decided]:
    """Decide on every message of a dialogue."""
    found = []
    for expected in dialogue:
        start = time.perf_counter()
        answer = planner(expected.conversation)
        seconds = time.perf_counter() - start
        verdict = judge(expected, answer)
        meant = "+".join(call.name for call in expected.options[0]) or "words"
        certainty = answer.response_metadata.get("certainty")
        offered = verdict.question and _offers(expected, answer)
        found.append(Decided(verdict, certainty, seconds, meant, offered))
        if show and not verdict.arguments:
            _show(expected, answer)
    return found


def _offers(expected: Expected, question: AIMessage) -> bool:
    """Say whether one of the readings that a question names is right."""
    acts = [
        AIMessage("", tool_calls=[{"name": one["name"], "args": one["arguments"], "id": "1"}])
        for one in question.response_metadata.get("readings", ())
    ]
    return any(judge(expected, act).arguments for act in acts)


def summary(told: Sequence[Decided]) -> dict[str, Any]:
    """Return what came of some decisions, as shares of all of them."""
    verdicts = [one.verdict for one in told]
    asked = Counter(one.meant for one in told)
    right = Counter(one.meant for one in told if one.verdict.arguments)

    def share(kind: Callable[[Verdict], bool]) -> float:
        return sum(map(kind, verdicts)) / len(told)

    return {
        "turns": len(told),
        "right_tool": share(lambda v: v.tool),
        "right_arguments": share(lambda v: v.arguments),
        "right_subject_where_tool_is_right": sum(v.subject for v in verdicts)
        / max(1, sum(v.tool for v in verdicts)),
        "not_right": {
            "question": share(lambda v: v.question),
            "question_names_the_right_act": sum(one.offered for one in told) / len(told),
            "other_words": share(lambda v: v.harmless and not v.arguments and not v.question),
            "wrong_act": share(lambda v: not v.harmless),
        },
        "right_or_only_words": share(lambda v: v.harmless),
        "by_certainty": by_certainty(told),
        "seconds_median": sorted(one.seconds for one in told)[len(told) // 2],
        "right_by_tool": {name: f"{right[name]}/{asked[name]}" for name in sorted(asked)},
    }


def by_certainty(told: Sequence[Decided]) -> list[dict[str, float]]:
    """Return a row for each range of certainty: how many answers, how sure, how many right."""
    rows = []
    for low, high in zip(EDGES, (*EDGES[1:], 1.01), strict=True):
        row = [(d.certainty, d.verdict) for d in told if low <= _sure(d, -1) < high]
        if row:
            sure = sum(certainty or 0 for certainty, _ in row) / len(row)
            right = sum(verdict.arguments for _, verdict in row) / len(row)
            rows.append({"from": low, "answers": len(row), "certainty": sure, "right": right})
    return rows


def by_threshold(told: Sequence[Decided]) -> list[dict[str, float]]:
    """Return what asking below each certainty would lead to; `told` has no questions in it."""
    rows = []
    for edge in EDGES:
        kept = [one.verdict for one in told if _sure(one, 1) >= edge]
        rows.append(
            {
                "sure_enough": edge,
                "right": sum(v.arguments for v in kept) / len(told),
                "wrong_act": sum(not v.harmless for v in kept) / len(told),
                "asked": 1 - len(kept) / len(told),
            }
        )
    return rows


def _sure(one: Decided, unknown: float) -> float:
    return unknown if one.certainty is None else one.certainty


def _show(expected: Expected, answer: AIMessage) -> None:
    given = [(call["name"], call["args"]) for call in answer.tool_calls] or answer.text
    wanted = [(c.name, c.arguments) for c in expected.options[0]] or "words"
    sys.stderr.write(f"{expected.conversation.message!r}\n  {given}\n  not {wanted}\n")


def messages_of(conversation: Conversation) -> list[BaseMessage]:
    """Return a conversation as the messages that a planner gets."""
    past: list[BaseMessage] = [HumanMessage(said) for said in conversation.before]
    if conversation.asked:
        past.append(AIMessage(conversation.asked))
    told = picture_list(conversation.pictures, conversation.current, conversation.message)
    attached = {"attached": list(conversation.attached)}
    now = HumanMessage(conversation.message, additional_kwargs=attached)
    return [SystemMessage(told), *past, now]


def planner_of(arguments: argparse.Namespace) -> Planner:
    """Open the planner that the command line names."""
    from tools.toolbox import toolbox

    model = _server(arguments) if arguments.server else _local(arguments)
    bound = model.bind_tools(toolbox(_no_desk))

    def decide(conversation: Conversation) -> AIMessage:
        answer = bound.invoke(messages_of(conversation))
        return answer if isinstance(answer, AIMessage) else AIMessage(answer.text)

    return decide


def _local(arguments: argparse.Namespace) -> Any:
    from agent.planners.got_chat import GoTChat
    from agent.settings import Settings
    from agent.weights import folder_of
    from got_models.loading import load_models
    from got_models.tool_calls.decider import Decider

    pipeline = load_models(folder_of(arguments.model)).pipeline
    sure_enough = arguments.sure_enough
    if sure_enough is None:
        sure_enough = Settings().sure_enough
    decider = Decider(pipeline.mllm, pipeline.tokenizer)
    return GoTChat(decider=decider, sure_enough=0 if arguments.calibrate else sure_enough)


def _server(arguments: argparse.Namespace) -> Any:
    import os

    from agent.planners.openai import OpenAIChat
    from got_models.brains.chat_server import ChatServer
    from got_models.servers.remote import Remote, key_from

    remote = Remote(arguments.server, key=key_from(arguments.key_variable, os.environ))
    return OpenAIChat(server=ChatServer(remote, arguments.served))


def _no_desk() -> Any:
    raise AssertionError("no tool is run here")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="got-tiny")
    parser.add_argument("--server", help="address of an OpenAI-compatible server")
    parser.add_argument("--as", dest="served", help="what the server calls its model")
    parser.add_argument("--key-variable", help="environment variable that holds its key")
    parser.add_argument("--dialogues", type=int, default=DIALOGUES)
    parser.add_argument("--sure-enough", type=float, help="certainty below which it asks")
    parser.add_argument("--calibrate", action="store_true", help="try every such certainty")
    parser.add_argument("--show", action="store_true", help="tell every wrong decision")
    arguments = parser.parse_args()
    planner = planner_of(arguments)
    if arguments.calibrate:
        dialogues = sampled(CALIBRATION_SEED, arguments.dialogues, heldout=False)
        told = [one for dialogue in dialogues for one in decided(dialogue, planner)]
        table = {"by_certainty": by_certainty(told), "by_threshold": by_threshold(told)}
        sys.stdout.write(json.dumps(table, indent=1) + "\n")
        return
    report = {
        "unseen": measure(unseen(arguments.dialogues), planner, show=arguments.show),
        "held_out": measure(held_out(arguments.dialogues), planner, show=arguments.show),
        "free": measure(free(), planner, show=arguments.show),
    }
    sys.stdout.write(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
