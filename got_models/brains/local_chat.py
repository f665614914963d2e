"""A chat model on this machine, through transformers: Qwen's that see, and any that only read.

Pictures are put into the prompt here and not by transformers' processors, which need torchvision
for the videos that nobody sends.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from transformers import (
    AutoConfig,
    AutoImageProcessor,
    AutoModelForCausalLM,
    AutoModelForImageTextToText,
    AutoTokenizer,
)

from got_models.brains.chat import Message
from got_models.brushes.quiet import quiet
from got_models.devices import chosen, dtype_on
from got_models.errors import BadInput, WeightsError
from got_models.thought import SPECIAL_TOKEN

LONGEST = 2048
"""Most tokens of an answer."""

WARMTH = 0.7
"""Temperature of answers other than the likeliest."""

_SEEING = ("qwen2_vl", "qwen2_5_vl", "qwen3_vl", "qwen3_vl_moe")
"""Model types whose way of taking pictures in is known here."""

_TROUBLE = (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError)


class LocalChat:
    """Answers with a model of a folder, which is opened when it is first asked.

    Args:
        folder: The model's folder, as transformers saves it.
        name: What it is called.
        device: `cpu`, `cuda`, `cuda:N` or `mps`; None is the fastest.
        longest: Most tokens of an answer.

    Raises:
        BadInput: There is no such device.
    """

    def __init__(
        self, folder: Path, name: str, device: str | None = None, *, longest: int = LONGEST
    ) -> None:
        self.name = name
        self._folder, self._device, self._longest = folder, chosen(device), longest

    def answer(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, object] | None = None,
        seed: int = 0,
    ) -> str:
        """Return the text of the model's answer; the schema is only what it was told of it.

        Raises:
            BadInput: There are pictures, and the model only reads.
            WeightsError: The folder cannot be opened.
        """
        given = self._inputs(messages)
        warmth = {"do_sample": True, "temperature": WARMTH} if seed else {"do_sample": False}
        indices = [self._device.index or 0] if self._device.type == "cuda" else []
        with quiet(), torch.no_grad(), torch.random.fork_rng(indices):
            torch.manual_seed(seed)
            written = self._model.generate(
                **given,
                **warmth,
                max_new_tokens=self._longest,
                pad_token_id=self._tokenizer.pad_token_id or self._tokenizer.eos_token_id,
            )
        fresh = written[0, given["input_ids"].shape[1] :]
        text: str = self._tokenizer.decode(fresh, skip_special_tokens=True)
        return text

    def _inputs(self, messages: Sequence[Message]) -> dict[str, Any]:
        pictures = [picture for message in messages for picture in message.pictures]
        if pictures and not self._sees:
            raise BadInput(
                f"{self.name} cannot look at pictures; name a reasoner that can, such as Qwen2.5-VL"
            )
        text: str = self._tokenizer.apply_chat_template(
            [_as_turn(message) for message in messages], tokenize=False, add_generation_prompt=True
        )
        seen: dict[str, Any] = {}
        if pictures:
            seen = dict(self._eye(images=pictures, return_tensors="pt"))
            text = self._with_room(text, seen["image_grid_thw"])
        read = self._tokenizer(text, return_tensors="pt", add_special_tokens=False)
        ids = read["input_ids"]
        if pictures:
            # Without these, positions of pictures silently become those of plain text.
            seen["mm_token_type_ids"] = (ids == self._config.image_token_id).long()
        given = {"input_ids": ids, "attention_mask": read["attention_mask"], **seen}
        return {name: tensor.to(self._device) for name, tensor in given.items()}

    def _with_room(self, text: str, grids: torch.Tensor) -> str:
        """Repeat the sign of each picture as often as it has tokens; `grids` is `(pictures, 3)`."""
        sign = self._tokenizer.convert_ids_to_tokens(self._config.image_token_id)
        merged = self._config.vision_config.spatial_merge_size**2
        first, *rest = text.split(sign)
        counts = (grids.prod(dim=-1) // merged).tolist()
        return first + "".join(
            sign * count + part for count, part in zip(counts, rest, strict=True)
        )

    @property
    def _sees(self) -> bool:
        return self._config.model_type in _SEEING

    @cached_property
    def _config(self) -> Any:
        return self._opened(AutoConfig)

    @cached_property
    def _tokenizer(self) -> Any:
        tokenizer = self._opened(AutoTokenizer)
        if not tokenizer.chat_template:
            raise WeightsError(f"{str(self._folder)!r} has no chat template: it is no chat model")
        return tokenizer

    @cached_property
    def _eye(self) -> Any:
        return self._opened(AutoImageProcessor, backend="pil")

    @cached_property
    def _model(self) -> Any:
        kind = AutoModelForImageTextToText if self._sees else AutoModelForCausalLM
        model = self._opened(kind, dtype=dtype_on(self._device), use_safetensors=True)
        return model.to(self._device).eval()

    def _opened(self, kind: Any, **options: Any) -> Any:
        try:
            with quiet():
                return kind.from_pretrained(str(self._folder), local_files_only=True, **options)
        except _TROUBLE as cause:
            first = " ".join(str(cause).split())[:200]
            raise WeightsError(
                f"{str(self._folder)!r} cannot be opened as a chat model: {first}"
            ) from cause


def _as_turn(message: Message) -> dict[str, Any]:
    """Return a message for a chat template; what a tokenizer takes for a token is taken out."""
    text = SPECIAL_TOKEN.sub(" ", message.text)
    if not message.pictures:
        return {"role": message.role, "content": text}
    shown = [{"type": "image"} for _ in message.pictures]
    return {"role": message.role, "content": [*shown, {"type": "text", "text": text}]}
