"""GoT's reasoner: from a wish, or a picture and an instruction, to a chain and to its guidance.

Shapes: b exchanges, n tokens, d hidden width, i image tokens (64).
Source: GoT (Fang et al., 2025), https://arxiv.org/abs/2503.10639, sections 3.2 and 3.3.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch
from PIL import Image
from torch import Tensor
from transformers import PreTrainedTokenizerFast, Qwen2_5_VLForConditionalGeneration

from got_models import chain_text
from got_models.chain_grammar import SHORTEST, ChainGrammar
from got_models.chain_text import Reading
from got_models.decoding import write_tokens
from got_models.errors import BadWish
from got_models.guard import Guard, Unguarded
from got_models.mllm_input import Exchange, MllmInputs, Sight, without_tokens
from got_models.mllm_stream import MllmStream
from got_models.placement import device_of
from got_models.projector import GuidanceProjector, SemanticGuidance
from got_models.sceneworld.descriptions import DESCRIBE
from got_models.thought import PALETTE, Chain
from got_models.tokens import IM_END, IM_GEN_START, IMAGE_TOKEN_COUNT

LONGEST = 512
"""Most tokens of an answer, unless a reasoner is told otherwise."""


@dataclass(frozen=True)
class FreshThought:
    """A chain just written, with the stream it stands in, up to and without its last token."""

    text: str
    tokens: list[int]
    stream: MllmStream


class GoTReasoner:
    """Plans in words and boxes, and says to the UNet what a plan means.

    Args:
        mllm: The language model with its vision tower.
        tokenizer: Its tokenizer, with GoT's 66 tokens.
        projector: The two linear layers behind the image tokens.
        side: Side in pixels of the square every picture is shown as.
        vocabulary: Object names it can plan with; None when any word will do.
        longest: Most tokens of an answer.
        bare_names: Let a box follow plain words as well, as GoT-6B writes them.
        colours: Words its mask colours may be.
        reads_known_chains: Whether it was taught to read the chain of the picture it is to edit;
            a model that was not is never shown one.
        guard: Watches over memory; where it begins again, so does the text told to `on_text`.
    """

    def __init__(
        self,
        mllm: Qwen2_5_VLForConditionalGeneration,
        tokenizer: PreTrainedTokenizerFast,
        projector: GuidanceProjector,
        *,
        side: int,
        vocabulary: frozenset[str] | None = None,
        longest: int = LONGEST,
        bare_names: bool = False,
        colours: Sequence[str] = PALETTE,
        reads_known_chains: bool = True,
        guard: Guard | None = None,
    ) -> None:
        if longest < SHORTEST:
            raise ValueError(f"an answer needs at least {SHORTEST} tokens, got {longest}")
        self.vocabulary = vocabulary
        self.longest = longest
        self._reads_known_chains = reads_known_chains
        self._guard = guard or Unguarded()
        self._mllm = mllm.eval()
        self._projector = projector.eval()
        self._inputs = MllmInputs(tokenizer, Sight.of(mllm.config, side))
        self._grammar = ChainGrammar(tokenizer, bare=bare_names, colours=colours)
        self._drawing: int = tokenizer.convert_tokens_to_ids(IM_GEN_START)
        self._stop: int = tokenizer.convert_tokens_to_ids(IM_END)
        self._padding: int = tokenizer.pad_token_id
        self._room: int = mllm.config.get_text_config().max_position_embeddings

    def plan(
        self,
        wish: str,
        *,
        picture: Image.Image | None = None,
        chain: Chain | None = None,
        seed: int = 0,
        on_text: Callable[[str], None] | None = None,
    ) -> Reading:
        """Return a chain; what the model writes can be read without any mending.

        Args:
            wish: What to draw, or with `picture` what to change in it.
            picture: The picture to edit.
            chain: What is known to be in `picture`.
            seed: 0 for the likeliest chain, else which one of the likely ones.
            on_text: Called with each new piece of text.

        Raises:
            BadWish: The prompt is longer than the model can read.
            ThoughtError: The model wrote nothing.
        """
        thought = self.think(Exchange(wish, picture, chain), seed=seed, on_text=on_text)
        return chain_text.read(thought.text, task="generate" if picture is None else "edit")

    @torch.no_grad()
    def think(
        self,
        exchange: Exchange,
        *,
        seed: int = 0,
        on_text: Callable[[str], None] | None = None,
    ) -> FreshThought:
        """Write a chain and keep the stream open, so that `guidance` need not read it again."""
        picture = exchange.picture
        message = self._message(exchange)
        return self._answer(message, picture, self._drawing, seed=seed, on_text=on_text)

    @torch.no_grad()
    def look(
        self,
        question: str,
        picture: Image.Image,
        *,
        seed: int = 0,
        on_text: Callable[[str], None] | None = None,
    ) -> str:
        """Answer a question about a picture in the written form of a chain; nothing is drawn."""
        message = without_tokens(question)
        return self._answer(message, picture, self._stop, seed=seed, on_text=on_text).text

    def ground(
        self, picture: Image.Image, *, on_text: Callable[[str], None] | None = None
    ) -> Chain:
        """Say what is where in a picture that comes without its chain."""
        return chain_text.read(self.look(DESCRIBE, picture, on_text=on_text)).chain

    @torch.no_grad()
    def guidance(self, thought: FreshThought) -> SemanticGuidance:
        """Append the image tokens to a thought's stream, in one pass, and project their states.

        The stream is left as it was. What the text means must not depend on how the model cut it
        into tokens: where it did so unlike the tokenizer, the answer is read again in its way.
        """
        stream, spelled = thought.stream, thought.tokens
        tail = self._inputs.drawing_tail(thought.text)
        same = spelled == tail[: len(spelled)]
        if not same:
            stream.unread(len(spelled) - 1)
        unread = tail[len(spelled) - 1 :] if same else tail
        states = stream.read(unread)  # (unread, d)
        stream.unread(len(unread))
        if not same:
            stream.read(spelled[:-1])
        return self._project(states[None, -IMAGE_TOKEN_COUNT:])

    def guidance_for(
        self,
        wish: str,
        chain: Chain,
        *,
        picture: Image.Image | None = None,
        known: Chain | None = None,
    ) -> SemanticGuidance:
        """Read a chain, perhaps one changed by hand, as the answer to a wish; one pass."""
        answers = [(Exchange(wish, picture, known), chain)]
        return self._guard.run(lambda: self.guidance_for_all(answers))

    @torch.no_grad()
    def guidance_for_all(self, answers: Sequence[tuple[Exchange, Chain]]) -> SemanticGuidance:
        """Do the same for several exchanges with their chains at once, padded on the right."""
        given = [
            self._inputs.prompt(
                self._message(asked),
                asked.picture,
                self._inputs.drawing_tail(chain_text.write(chain)),
            )
            for asked, chain in answers
        ]
        device = device_of(self._mllm)
        longest = max(len(one.ids) for one in given)
        self._check_room(longest)
        ids = torch.full((len(given), longest), self._padding)
        positions = torch.zeros((3, len(given), longest), dtype=torch.long)
        for row, one in enumerate(given):
            ids[row, : len(one.ids)] = one.ids
            positions[:, row, : len(one.ids)] = one.positions
        patches = [one.patches for one in given if one.patches is not None]
        grids = [one.grid for one in given if one.grid is not None]
        states = self._mllm.model(
            input_ids=ids.to(device),
            position_ids=positions.to(device),
            pixel_values=torch.cat(patches).to(device) if patches else None,
            image_grid_thw=torch.cat(grids).to(device) if grids else None,
            use_cache=False,
        ).last_hidden_state  # (b, n, d)
        ends = [len(one.ids) for one in given]
        cut = [states[row, end - IMAGE_TOKEN_COUNT : end] for row, end in enumerate(ends)]
        return self._project(torch.stack(cut))

    def _message(self, exchange: Exchange) -> str:
        """Return the words for the model, with a known chain only if it was taught to read one."""
        if self._reads_known_chains:
            return exchange.message
        return replace(exchange, known=None).message

    def _answer(
        self,
        message: str,
        picture: Image.Image | None,
        ending: int,
        *,
        seed: int,
        on_text: Callable[[str], None] | None,
    ) -> FreshThought:
        given = self._inputs.prompt(message, picture)
        self._check_room(len(given.ids) + self.longest + IMAGE_TOKEN_COUNT)

        def written() -> FreshThought:
            stream = MllmStream(self._mllm)
            tokens, text = write_tokens(
                stream.logits(stream.open(given)),
                lambda token: stream.logits(stream.read([token])),
                self._grammar.start(ending),
                seed=seed,
                limit=self.longest,
                on_text=on_text,
                coordinates=self._grammar.coordinates,
            )
            return FreshThought(text=text, tokens=tokens, stream=stream)

        return self._guard.run(written)

    def _check_room(self, length: int) -> None:
        if length > self._room:
            raise BadWish(
                f"the wish and its plan would take {length} tokens and the model reads "
                f"{self._room}; say it in fewer words"
            )

    def _project(self, states: Tensor) -> SemanticGuidance:
        """Project `(b, i, d)` states of the image tokens."""
        guidance: SemanticGuidance = self._projector(states.to(self._projector.dtype))
        return guidance
