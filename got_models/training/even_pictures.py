"""A vision tower that reads many small pictures of one size at once, several times as fast.

Transformers attends within one picture after the other, and cuts patches by a convolution whose
way back is slow on a CPU. In training all pictures have one size, so one batched product does each.
Weights, names and results stay as they are.

Shapes: n patches of all pictures, b pictures, h heads, d width of a head.
"""

from torch import Tensor, nn
from torch.nn import functional
from transformers.models.qwen2_5_vl import modeling_qwen2_5_vl as qwen


def read_evenly(visual: qwen.Qwen2_5_VisionTransformerPretrainedModel) -> None:
    """Let a tower read pictures of one size at once; of several sizes, it reads them as before."""
    visual.patch_embed.proj.__class__ = _PatchMatrix
    for block in visual.blocks:
        block.attn.__class__ = _EvenAttention


class _PatchMatrix(nn.Conv3d):
    """A convolution whose kernel covers its whole input: a product of matrices."""

    def forward(self, input: Tensor) -> Tensor:
        """Return `(n, channels, 1, 1, 1)`."""
        rows = functional.linear(input.flatten(1), self.weight.flatten(1), self.bias)
        return rows[..., None, None, None]


class _EvenAttention(qwen.Qwen2_5_VLVisionAttention):
    """Attention within pictures, or windows, that all have as many patches."""

    def forward(
        self,
        hidden_states: Tensor,
        cu_seqlens: Tensor,
        position_embeddings: tuple[Tensor, Tensor] | None = None,
        max_seqlen: int | None = None,
        **kwargs: object,
    ) -> Tensor:
        """Return `(n, h * d)`; `cu_seqlens` are the bounds of the pictures."""
        lengths = cu_seqlens.diff()
        if position_embeddings is None or (lengths != lengths[0]).any():
            states: Tensor = super().forward(
                hidden_states, cu_seqlens, position_embeddings, max_seqlen, **kwargs
            )
            return states
        count = hidden_states.shape[0]
        mixed = self.qkv(hidden_states).reshape(count, 3, self.num_heads, -1)
        query, key, value = mixed.unbind(1)  # (n, h, d)
        query, key = qwen.apply_rotary_pos_emb_vision(query, key, *position_embeddings)
        query, key, value = (
            rows.unflatten(0, (len(lengths), -1)).transpose(1, 2) for rows in (query, key, value)
        )  # (b, h, n / b, d)
        scores = (query * self.scaling) @ key.transpose(2, 3)  # kept for the way back
        seen = scores.softmax(dim=-1).to(value.dtype) @ value
        answer: Tensor = self.proj(seen.transpose(1, 2).reshape(count, -1))
        return answer
