"""Upstream's `generate`, computed by our own classes: raw strings in, text and pictures out.

Nothing is mended on this way: boxes count only in upstream's spelling, and a chain may be any text.
What upstream does without bound is bounded here, and its answer ends where the model ends it.
Source: GoT's released inference code (facts about what it computes).
Shapes: n tokens, d hidden width.
"""

from collections.abc import Sequence

import torch
from PIL import Image
from transformers import PreTrainedTokenizerFast

from got_models import prompts
from got_models.errors import BadInput
from got_models.mllm_input import MllmInput, Sight
from got_models.mllm_stream import MllmStream
from got_models.model_config import ModelConfig
from got_models.pipeline import GoTPipeline, to_pictures
from got_models.positions import rotary_positions
from got_models.projector import SemanticGuidance
from got_models.sight import grid, patches, squash
from got_models.tokens import (
    END_OF_TEXT,
    IM_GEN_END,
    IM_GEN_START,
    IMAGE_PAD,
    IMAGE_TOKEN_COUNT,
    IMAGE_TOKENS,
    VISION_END,
    VISION_START,
)
from got_models.upstream.asked import MAX_TOKENS, Asked, TextSampling
from got_models.upstream.box_pattern import boxes_in, canvases_of
from got_models.upstream.drawn import Drawn, Generated, fitted
from got_models.upstream.text_sampling import next_token

_NOT_SHOWN = (END_OF_TEXT, IM_GEN_END, VISION_START, VISION_END, IMAGE_PAD)


class UpstreamGenerator:
    """Answers as upstream's model would.

    Args:
        pipeline: The parts of the model.
        config: How it is used.
        idle_branches: Ask the UNet for branches of weight 0 as well, as upstream does; it changes
            no picture.
    """

    def __init__(
        self, pipeline: GoTPipeline, config: ModelConfig, *, idle_branches: bool = False
    ) -> None:
        self.pipeline, self.config = pipeline, config
        self._idle_branches = idle_branches
        tokenizer: PreTrainedTokenizerFast = pipeline.tokenizer
        self.tokenizer = tokenizer
        self.sight = Sight.of(pipeline.mllm.config, config.vision_side)
        to_id = tokenizer.convert_tokens_to_ids
        self._pad: int = to_id(IMAGE_PAD)
        self._start: int = to_id(IM_GEN_START)
        self._look: int = to_id(VISION_START)
        self._image_ids: list[int] = to_id(list(IMAGE_TOKENS))
        self.usual_sampling = TextSampling.of(pipeline.mllm.generation_config)

    @property
    def stops(self) -> frozenset[int]:
        """Tokens that end a stretch of writing: upstream's three, and those of the model."""
        ends = self.pipeline.mllm.generation_config.eos_token_id
        own = ends if isinstance(ends, list) else [ends]
        end = self.tokenizer.convert_tokens_to_ids(END_OF_TEXT)
        return frozenset({self._start, self._look, end, *(one for one in own if one is not None)})

    def prompt_ids(self, asked: Asked, picture: Image.Image | None) -> list[int]:
        """Return the tokens of the prompt, with one pad for every patch the reasoner sees."""
        pads = self.sight.columns**2 if picture is not None else 0
        ids: list[int] = self.tokenizer.encode(prompts.chat(asked.message, image_tokens=pads))
        return ids

    @torch.no_grad()
    def generate(self, asked: Asked, picture: Image.Image | None = None) -> Generated:
        """Write what is missing of the chain, and draw.

        Args:
            asked: The call.
            picture: The picture to edit.

        Raises:
            BadInput: `got_input` speaks of other pictures than were given, or a size is not
                possible.
            ThoughtError: A box of the chain cannot be drawn; upstream fails at it as well.
        """
        prompt = self.prompt_ids(asked, picture)
        ids = self.tokenizer.encode(asked.got_input) if asked.got_input else prompt
        shown = [] if picture is None else [picture]
        cut = len(prompt)
        drawn: list[Drawn] = []
        fresh = not asked.got_input or ids[-1] != self._start
        while len(ids) < MAX_TOKENS:
            if fresh:
                ids = [*ids, *self.write(ids, shown, asked)]
            fresh = True
            if asked.only_return_got:
                break
            if ids[-1] == self._start:
                reference = drawn[-1].picture if drawn else picture
                drawn.append(self.draw(ids, shown, cut, reference, asked))
                if len(drawn) == asked.max_pictures:
                    break
                ids = [*ids, *self._image_ids]
                cut = len(ids)
            elif ids[-1] == self._look and drawn:
                shown = [*shown, drawn[-1].picture]
                ids = [*ids, *[self._pad] * self.sight.columns**2]
            else:
                break
        return Generated(self._text(asked, ids, len(prompt)), ids, len(prompt), tuple(drawn))

    def given(self, ids: Sequence[int], pictures: Sequence[Image.Image]) -> MllmInput:
        """Put tokens and pictures together as the reasoner reads them.

        Raises:
            BadInput: The pads among the tokens are for more or fewer pictures.
        """
        told = torch.tensor(list(ids))
        each = self.sight.columns**2
        if int((told == self._pad).sum()) != each * len(pictures):
            raise BadInput(
                f"the text shows {int((told == self._pad).sum()) / each:g} pictures and "
                f"{len(pictures)} were given; every picture is {each} times {IMAGE_PAD}"
            )
        positions = rotary_positions(told, image_pad=self._pad, columns=self.sight.columns)
        if not pictures:
            return MllmInput(told, positions, None, None)
        side, patch = self.sight.side, self.sight.patch
        seen = [squash(picture, side) for picture in pictures]
        pixels = patches(seen, patch=patch, merge=self.sight.merge)
        return MllmInput(told, positions, pixels, grid(len(seen), side, patch))

    def write(self, ids: Sequence[int], pictures: Sequence[Image.Image], asked: Asked) -> list[int]:
        """Return what the model writes next, up to a token that ends it."""
        sampling = asked.sampling or self.usual_sampling
        chance = torch.Generator().manual_seed(asked.random_seed)
        stream = MllmStream(self.pipeline.mllm)
        logits = stream.logits(stream.open(self.given(ids, pictures)))
        written: list[int] = []
        while True:
            so_far = torch.tensor([*ids, *written])
            written.append(next_token(logits, so_far, sampling, chance))
            if written[-1] in self.stops or len(written) == asked.max_new_tokens:
                return written
            logits = stream.logits(stream.read(written[-1:]))

    def draw(
        self,
        ids: Sequence[int],
        pictures: Sequence[Image.Image],
        cut: int,
        reference: Image.Image | None,
        asked: Asked,
    ) -> Drawn:
        """Draw the picture that tokens ending in `<|im_gen_start|>` ask for.

        Args:
            ids: All tokens so far.
            pictures: The pictures among them.
            cut: Where the chain begins: boxes before it do not count.
            reference: The picture to edit.
            asked: Size, steps, scales and seed.
        """
        told = self.given([*ids, *self._image_ids], pictures)
        states = MllmStream(self.pipeline.mllm).open(told)  # (n, d)
        seen = states[None, -IMAGE_TOKEN_COUNT:]
        guidance: SemanticGuidance = self.pipeline.projector(seen.to(self.pipeline.projector.dtype))
        height, width = asked.height or self.config.side, asked.width or self.config.side
        boxes = boxes_in(self._decoded(ids[cut:]))
        canvases = canvases_of(boxes, width, height)
        latents = self.pipeline(
            guidance,
            canvases,
            reference,
            height=height,
            width=width,
            num_inference_steps=asked.num_inference_steps,
            scales=asked.scales,
            generators=[torch.Generator("cpu").manual_seed(asked.random_seed)],
            output_type="latent",
            idle_branches=self._idle_branches,
            any_size=True,
        ).images
        picture = to_pictures(self.pipeline.decode(latents))[0]
        return Drawn(
            ids=told.ids,
            states=states,
            guidance=guidance,
            boxes=boxes,
            canvases=canvases,
            reference=reference,
            latents=latents,
            picture=picture,
            fitted=fitted(picture, (reference or picture).size),
        )

    def _text(self, asked: Asked, ids: Sequence[int], prompt: int) -> str:
        if asked.only_return_got:
            return self._decoded(ids)
        text = self._decoded([one for one in ids[prompt:] if one not in set(self._image_ids)])
        for token in _NOT_SHOWN:
            text = text.replace(token, "")
        return text

    def _decoded(self, ids: Sequence[int]) -> str:
        return str(self.tokenizer.decode(list(ids), skip_special_tokens=False))
