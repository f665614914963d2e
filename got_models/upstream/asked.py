"""What upstream's `generate` is asked, by its own names and with its own defaults. Light: no torch.

Source: GoT's released inference code; the scales of editing are those of the paper.
"""

from typing import Any, Literal

from pydantic import Field

from got_models import prompts
from got_models.guidance_scales import GuidanceScales, default_for
from got_models.thought import Task
from got_models.value import Value

PromptType = Literal["t2i", "edit"]

TASKS: dict[PromptType, Task] = {"t2i": "generate", "edit": "edit"}

MAX_PICTURES = 8
"""Most pictures of one interleaved answer; upstream has no bound."""

MAX_TOKENS = 8192
"""Most tokens of one interleaved answer, written and shown together."""


_COLDEST = 1e-6


class TextSampling(Value):
    """How the next token is picked."""

    do_sample: bool = False
    temperature: float = Field(default=1.0, ge=_COLDEST)
    top_k: int = Field(default=50, ge=0)
    """How many of the likeliest tokens may be drawn; 0 for all."""
    top_p: float = Field(default=1.0, gt=0.0, le=1.0)
    """Share of the probability that the tokens which may be drawn hold."""
    repetition_penalty: float = Field(default=1.0, gt=0.0)

    @classmethod
    def of(cls, generation_config: Any) -> "TextSampling":
        """Take the settings of a model's generation config; what it leaves open is the default."""
        held = {key: getattr(generation_config, key, None) for key in cls.model_fields}
        return cls(**{key: value for key, value in held.items() if value is not None})


class Asked(Value):
    """One call of upstream's `generate`; sides are in pixels."""

    text_input: str
    prompt_type: PromptType = "t2i"
    got_input: str | None = None
    """Prompt and chain as one string, taken as it is; None or nothing to let the model write."""
    num_inference_steps: int = Field(default=50, ge=1)
    guidance_scale: float | None = None
    """Pull of the words; None for the default of the prompt type, as for the other two."""
    cond_image_guidance_scale: float | None = None
    """Pull of the boxes."""
    image_guidance_scale: float | None = None
    """Pull of the reference picture."""
    height: int | None = None
    width: int | None = None
    do_classifier_free_guidance: bool = True
    random_seed: int = Field(default=42, ge=0)
    max_new_tokens: int = Field(default=1024, ge=1)
    """Most tokens written before each picture."""
    only_return_got: bool = False
    sampling: TextSampling | None = None
    """How the chain is written; None for what the model's own configuration says."""
    max_pictures: int = Field(default=1, ge=1, le=MAX_PICTURES)
    """Above 1, the model may write on after a picture, see it, and draw the next."""

    @property
    def message(self) -> str:
        """The words for the reasoner."""
        form = prompts.EDIT if self.prompt_type == "edit" else prompts.GENERATE
        return form.format(text=self.text_input)

    @property
    def scales(self) -> GuidanceScales | None:
        """The three scales; None asks the UNet once per step."""
        if not self.do_classifier_free_guidance:
            return None
        usual = default_for(TASKS[self.prompt_type])
        asked = (self.guidance_scale, self.cond_image_guidance_scale, self.image_guidance_scale)
        text, spatial, reference = (
            given if given is not None else default
            for given, default in zip(
                asked, (usual.text, usual.spatial, usual.reference), strict=True
            )
        )
        return GuidanceScales(text=text, spatial=spatial, reference=reference)
