"""Special tokens of GoT's tokenizer: Qwen's own and the 66 that GoT adds.

Source: GoT (Fang et al., 2025), https://arxiv.org/abs/2503.10639, and its released inference code.
"""

IMAGE_TOKEN_COUNT = 64
"""How many image tokens carry the semantic guidance (paper: N = 64)."""

IM_GEN_START = "<|im_gen_start|>"
IM_GEN_END = "<|im_gen_end|>"
IMAGE_TOKENS = tuple(f"<|im_gen_{i:04d}|>" for i in range(IMAGE_TOKEN_COUNT))

GOT_TOKENS = (IM_GEN_START, IM_GEN_END, *IMAGE_TOKENS)
"""The 66 added tokens in the order in which they are added; ids follow from the tokenizer."""

END_OF_TEXT = "<|endoftext|>"
IM_START = "<|im_start|>"
IM_END = "<|im_end|>"
OBJECT_REF_START = "<|object_ref_start|>"
OBJECT_REF_END = "<|object_ref_end|>"
BOX_START = "<|box_start|>"
BOX_END = "<|box_end|>"
VISION_START = "<|vision_start|>"
VISION_END = "<|vision_end|>"
IMAGE_PAD = "<|image_pad|>"
VIDEO_PAD = "<|video_pad|>"

QWEN_TOKENS = (
    END_OF_TEXT,
    IM_START,
    IM_END,
    OBJECT_REF_START,
    OBJECT_REF_END,
    BOX_START,
    BOX_END,
    "<|quad_start|>",
    "<|quad_end|>",
    VISION_START,
    VISION_END,
    "<|vision_pad|>",
    IMAGE_PAD,
    VIDEO_PAD,
    "<tool_call>",
    "</tool_call>",
)
"""Tokens of Qwen2.5-VL's tokenizer that our own small one has too, in Qwen's order."""
