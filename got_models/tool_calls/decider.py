"""The local model as the one that decides: a conversation in, words or tool calls out.

Tools and strings are weighed whole against each other, for whoever begins with the wrong token
cannot go back; numbers and what may be left out are chosen token by token.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from transformers import PreTrainedTokenizerFast, Qwen2_5_VLForConditionalGeneration

from got_models import prompts
from got_models.conversation import Conversation, conversation_text, copyable
from got_models.decoding import Chooser, write_tokens
from got_models.errors import BadInput
from got_models.mllm_input import MllmInput
from got_models.mllm_stream import MllmStream
from got_models.positions import rotary_positions
from got_models.tokens import IMAGE_PAD
from got_models.tool_calls.call_grammar import CallGrammar, GrowingAnswer
from got_models.tool_calls.call_writing import CallWriting, Written
from got_models.tool_calls.candidates import candidates
from got_models.tool_calls.rules import SPECIAL
from got_models.tool_calls.specification import (
    CALL_HEAD,
    Choice,
    Decision,
    ToolSpecification,
)
from got_models.tool_calls.weighing import Weighing

LIMIT = 400
"""Most tokens of an answer: a long wish and what stands around it."""

WORDS = ""
"""Stands for an answer in words where tools stand by their names."""


class Decider:
    """Writes tool calls, constrained so that they can always be run.

    Args:
        mllm: The reasoner's model.
        tokenizer: Its tokenizer.
        longest: Most tokens of an answer.
    """

    def __init__(
        self,
        mllm: Qwen2_5_VLForConditionalGeneration,
        tokenizer: PreTrainedTokenizerFast,
        *,
        longest: int = LIMIT,
    ) -> None:
        self._longest = longest
        self._mllm, self._tokenizer = mllm.eval(), tokenizer
        self._grammar = CallGrammar(tokenizer)
        self._weighing = Weighing(tokenizer.encode, self._grammar.beginning_with(b'"'))
        self._pad: int = tokenizer.convert_tokens_to_ids(IMAGE_PAD)
        self._room: int = mllm.config.get_text_config().max_position_embeddings

    @torch.no_grad()
    def decide(
        self,
        conversation: Conversation,
        tools: Sequence[ToolSpecification],
        *,
        choice: Choice = "auto",
        seed: int = 0,
        sure_enough: float = 0.0,
        on_text: Callable[[str], None] | None = None,
    ) -> Decision:
        """Return the answer: words, or calls in the form that `call_text.read` reads.

        Args:
            conversation: What was said and which pictures there are.
            tools: What may be called.
            choice: Whether a tool may be called, must be, or must not be.
            seed: 0 for the likeliest answer, else which one of the likely ones.
            sure_enough: An answer of less certainty comes with other readings, and is not told.
            on_text: Called with each new piece of text.

        Raises:
            BadSchema: A tool requires an argument that cannot be written.
            BadInput: The conversation is longer than the model can read.
        """
        given = self._input(prompts.chat(conversation_text(conversation)))
        sources = copyable(conversation)
        answer = self._grammar.start(tools, sources, choice=choice)
        limit = max(self._longest, answer.shortest)
        if len(given.ids) + limit > self._room:
            raise BadInput(
                f"the conversation takes {len(given.ids)} tokens and the model reads "
                f"{self._room}; say it in fewer words"
            )
        stream = MllmStream(self._mllm)
        first = stream.logits(stream.open(given))
        heads = {} if choice == "none" else self._heads(tools)
        chances = self._chances(stream, first, answer, heads)
        chooser = Chooser(seed)
        chosen = list(chances)[chooser.pick(torch.tensor(list(chances.values())).log())]
        acts = _Acts(
            CallWriting(stream, self._weighing, candidates(conversation), chooser, limit),
            lambda: self._grammar.start(tools, sources, choice="any"),
            heads,
            chances,
        )
        if chosen == WORDS:
            unsure = chances[WORDS] < sure_enough
            others = acts.likeliest(1) if unsure else ()
            text = self._words(stream, first, seed, limit, None if unsure else on_text)
            return Decision(text=text, certainty=chances[WORDS], others=others)
        decision = acts.decided(chosen, sure_enough)
        if on_text is not None and decision.certainty >= sure_enough:
            on_text(decision.text)
        return decision

    def _heads(self, tools: Sequence[ToolSpecification]) -> dict[str, list[int]]:
        """Return the tokens with which a call of each tool begins."""
        start = SPECIAL + self._grammar.call_start
        return {
            tool.name: self._grammar.spelled((start, *CALL_HEAD, *f'{tool.name}"'.encode()))
            for tool in tools
        }

    def _chances(
        self,
        stream: MllmStream,
        first: Tensor,
        answer: GrowingAnswer,
        heads: Mapping[str, list[int]],
    ) -> dict[str, float]:
        """Return the probability of each tool and, where they may be said, of words."""
        offered = answer.offers(self._longest)
        likely = first.index_select(0, offered).softmax(dim=0)
        acting = float(likely[offered == self._grammar.call_start].sum())
        among = self._weighing.names(stream, heads) if heads and acting else {}
        chances = {name: acting * chance for name, chance in among.items()}
        if acting < 1:
            chances[WORDS] = 1 - acting
        return chances

    def _words(
        self,
        stream: MllmStream,
        first: Tensor,
        seed: int,
        limit: int,
        on_text: Callable[[str], None] | None,
    ) -> str:
        answer = self._grammar.start((), (), choice="none")
        _, text = write_tokens(
            first,
            lambda token: stream.logits(stream.read([token])),
            answer,
            seed=seed,
            limit=limit,
            on_text=on_text,
        )
        return text

    def _input(self, prompt: str) -> MllmInput:
        ids = torch.tensor(self._tokenizer.encode(prompt))
        positions = rotary_positions(ids, image_pad=self._pad, columns=1)
        return MllmInput(ids, positions, None, None)


@dataclass(frozen=True)
class _Acts:
    """The acts of one decision: what each tool would be called with."""

    writing: CallWriting
    begun: Callable[[], GrowingAnswer]
    heads: Mapping[str, list[int]]
    chances: Mapping[str, float]

    def likeliest(self, count: int, but: str = WORDS) -> tuple[str, ...]:
        """Return the likeliest calls of so many tools."""
        names = [name for name in self.heads if name != but and self.chances.get(name)]
        names.sort(key=lambda name: -self.chances[name])
        return tuple(self._written(name).text for name in names[:count])

    def decided(self, name: str, sure_enough: float) -> Decision:
        """Return the call of a tool; unless it is sure, with other readings."""
        written = self._written(name)
        certainty = self.chances[name] * written.certainty
        others: tuple[str, ...] = ()
        if certainty < sure_enough:
            others = self._others(name, written)
        return Decision(text=written.text, certainty=certainty, others=others)

    def _others(self, name: str, written: Written) -> tuple[str, ...]:
        """Return the next likely tool's call and the same tool's with one thing changed."""
        next_tool = max((c for n, c in self.chances.items() if n not in (name, WORDS)), default=0)
        found = [(next_tool / self.chances[name], text) for text in self.likeliest(1, but=name)]
        if written.doubt is not None:
            at, ratio = written.doubt
            found.append((ratio, self._written(name, swerve=at).text))
        return tuple(text for _, text in sorted(found, reverse=True))

    def _written(self, name: str, swerve: int | None = None) -> Written:
        return self.writing.write(self.begun(), self.heads[name], swerve=swerve)
