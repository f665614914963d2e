"""What is said to the reasoner: GoT's two prompts in Qwen's chat form.

Source: the released inference code of GoT (facts about its exact strings); ChatML as in Qwen2.5-VL.
"""

from got_models.tokens import IM_END, IM_START, IMAGE_PAD, VISION_END, VISION_START

SYSTEM = "You are a helpful assistant."

GENERATE = "Follow the caption to generate an image through a chain of thought process: {text}"
EDIT = "Follow the instruction to edit the given image through a chain of thought process: {text}"

KNOWN_CHAIN = "The image was made from this chain: {chain}\n"
"""Put before `EDIT` when the chain of the given picture is known (ours; not in GoT)."""

CHAT_TEMPLATE = (
    "{%- if messages[0]['role'] != 'system' -%}"
    "{{- '<|im_start|>system\\n" + SYSTEM + "<|im_end|>\\n' -}}{%- endif -%}"
    "{%- for message in messages -%}{{- '<|im_start|>' + message['role'] + '\\n' -}}"
    "{%- if message['content'] is string -%}{{- message['content'] -}}"
    "{%- else -%}{%- for item in message['content'] -%}"
    "{%- if item['type'] == 'image' -%}"
    "{{- '<|vision_start|><|image_pad|><|vision_end|>' -}}"
    "{%- elif item['type'] == 'text' -%}{{- item['text'] -}}{%- endif -%}"
    "{%- endfor -%}{%- endif -%}{{- '<|im_end|>\\n' -}}{%- endfor -%}"
    "{%- if add_generation_prompt -%}{{- '<|im_start|>assistant\\n' -}}{%- endif -%}"
)
"""The chat template kept with our tokenizer; `chat` below writes the same string."""


def chat(text: str, *, image_tokens: int = 0) -> str:
    """Return one user message as the prompt the assistant continues.

    Args:
        text: The message.
        image_tokens: How many `<|image_pad|>` stand for the picture before it; 0 for no picture.
    """
    picture = f"{VISION_START}{IMAGE_PAD * image_tokens}{VISION_END}" if image_tokens else ""
    return (
        f"{IM_START}system\n{SYSTEM}{IM_END}\n"
        f"{IM_START}user\n{picture}{text}{IM_END}\n{IM_START}assistant\n"
    )
