"""A reasoner's stream: what it has read so far, kept in the KV cache, and reading on.

Shapes: n new tokens, d hidden width, v vocabulary.
"""

import torch
from torch import Tensor
from transformers import DynamicCache, Qwen2_5_VLForConditionalGeneration

from got_models.mllm_input import MllmInput
from got_models.placement import device_of
from got_models.token_tree import TokenTree


class MllmStream:
    """One sequence in front of a model; nothing in it is read twice."""

    def __init__(self, mllm: Qwen2_5_VLForConditionalGeneration) -> None:
        self._mllm, self._device = mllm, device_of(mllm)
        self._cache = DynamicCache(config=mllm.config.get_text_config())
        self._position = 0
        self._length = 0

    @property
    def length(self) -> int:
        """Tokens read so far."""
        return self._length

    def open(self, given: MllmInput) -> Tensor:
        """Read a prompt; return the states `(n, d)` after the final norm."""
        device = self._device
        states: Tensor = self._mllm.model(
            input_ids=given.ids[None].to(device),
            position_ids=given.positions[:, None].to(device),
            pixel_values=None if given.patches is None else given.patches.to(device),
            image_grid_thw=None if given.grid is None else given.grid.to(device),
            past_key_values=self._cache,
            use_cache=True,
        ).last_hidden_state
        self._length = len(given.ids)
        self._position = int(given.positions[0, -1]) + 1
        return states[0]

    def read(self, tokens: list[int]) -> Tensor:
        """Read text behind what was read, in one pass; return its states `(n, d)`."""
        end = self._position + len(tokens)
        positions = torch.arange(self._position, end, device=self._device)
        states: Tensor = self._mllm.model.language_model(
            input_ids=torch.tensor([tokens], device=self._device),
            position_ids=positions.expand(3, 1, -1),
            past_key_values=self._cache,
            use_cache=True,
        ).last_hidden_state
        self._position, self._length = end, self._length + len(tokens)
        return states[0]

    def look_ahead(self, tree: TokenTree) -> Tensor:
        """Read many continuations in one pass and forget them; return the states `(n, d)`."""
        device, count = self._device, len(tree.tokens)
        positions = self._position + torch.tensor(tree.depths, device=device)
        sees = tree.sees(self._length).to(device)
        states: Tensor = self._mllm.model.language_model(
            input_ids=torch.tensor([tree.tokens], device=device),
            position_ids=positions.expand(3, 1, -1),
            attention_mask={"full_attention": sees[None, None]},
            past_key_values=self._cache,
            use_cache=True,
        ).last_hidden_state
        self._cache.crop(-count)
        return states[0]

    def unread(self, count: int) -> None:
        """Forget the last `count` tokens, which must be text."""
        if count:
            self._cache.crop(-count)
        self._position, self._length = self._position - count, self._length - count

    def all_logits(self, states: Tensor) -> Tensor:
        """Return the logits `(n, v)` behind each of `states`, float32 on the CPU."""
        scores: Tensor = self._mllm.lm_head(states)
        return scores.float().cpu()

    def logits(self, states: Tensor) -> Tensor:
        """Return the logits `(vocabulary,)` behind the last of `states`, float32 on the CPU."""
        scores: Tensor = self._mllm.lm_head(states[-1])
        return scores.float().cpu()
