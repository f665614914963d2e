"""Upstream's ways of asking: raw strings, its defaults, and a loop with an end."""

from collections.abc import Callable, Iterator

import pytest
import torch
from PIL import Image

from got_models.errors import BadInput
from got_models.guidance_scales import default_for
from got_models.tokens import IM_GEN_END, IM_GEN_START, VISION_START
from got_models.upstream.asked import MAX_TOKENS, Asked, TextSampling
from got_models.upstream.drawn import fitted
from got_models.upstream.generation import UpstreamGenerator
from got_models.upstream.text_sampling import next_token

CHAIN = "A ball <|box_start|>(102,359),(459,899)<|box_end|> (red)."
RAW = CHAIN + IM_GEN_START
QUICK = {"num_inference_steps": 1, "max_new_tokens": 2}


@pytest.fixture
def always(generator: UpstreamGenerator) -> Iterator[Callable[[str], None]]:
    """Make one token the likeliest, whatever was read before."""
    head, hooks = generator.pipeline.mllm.lm_head, []

    def choose(token: str) -> None:
        bias = torch.zeros(head.out_features)
        bias[generator.tokenizer.convert_tokens_to_ids(token)] = 1e6
        hooks.append(head.register_forward_hook(lambda module, given, said: said + bias))

    yield choose
    for hook in hooks:
        hook.remove()


def test_scales_are_those_of_the_prompt_type_unless_given() -> None:
    assert Asked(text_input="x").scales == default_for("generate")
    assert Asked(text_input="x", prompt_type="edit").scales == default_for("edit")
    given = Asked(text_input="x", prompt_type="edit", guidance_scale=2).scales
    assert given == default_for("edit").model_copy(update={"text": 2.0})
    assert Asked(text_input="x", do_classifier_free_guidance=False).scales is None


def test_there_is_one_picture_unless_more_are_asked_for(
    generator: UpstreamGenerator, always: Callable[[str], None]
) -> None:
    always(IM_GEN_START)

    one = generator.generate(Asked(text_input="a ball", got_input=RAW, **QUICK))
    three = generator.generate(Asked(text_input="a ball", max_pictures=3, **QUICK))

    assert len(one.images) == 1
    assert len(three.images) == 3
    assert [drawn.reference for drawn in three.drawn[:1]] == [None]
    assert three.drawn[1].reference is three.drawn[0].picture


def test_a_picture_that_the_model_wants_to_see_is_shown_to_it(
    generator: UpstreamGenerator, always: Callable[[str], None]
) -> None:
    always(VISION_START)
    asked = Asked(text_input="a ball", got_input=RAW, max_pictures=2, **QUICK)

    answer = generator.generate(asked)

    pads = generator.tokenizer.convert_tokens_to_ids("<|image_pad|>")
    assert answer.ids.count(pads) % generator.sight.columns**2 == 0
    assert 0 < answer.ids.count(pads) <= MAX_TOKENS
    assert len(answer.images) == 1


def test_text_that_does_not_end_is_ended(
    generator: UpstreamGenerator, always: Callable[[str], None]
) -> None:
    always(IM_GEN_END)

    answer = generator.generate(Asked(text_input="a ball", max_pictures=8, **QUICK))

    assert answer.images == []
    assert len(answer.ids) == answer.input_length + 2
    assert answer.got_text == ""


def test_a_raw_string_without_its_last_token_is_written_on(
    generator: UpstreamGenerator, always: Callable[[str], None]
) -> None:
    always(IM_GEN_START)

    answer = generator.generate(Asked(text_input="a ball", got_input=CHAIN, **QUICK))

    assert len(answer.images) == 1
    assert answer.ids[-1] == generator.tokenizer.convert_tokens_to_ids(IM_GEN_START)


@pytest.mark.parametrize(
    ("width", "height", "latents", "picture"),
    [(72, 56, (7, 9), (72, 56)), (100, 64, (8, 12), (96, 64))],
)
def test_any_size_is_drawn_in_whole_latents(
    generator: UpstreamGenerator,
    width: int,
    height: int,
    latents: tuple[int, int],
    picture: tuple[int, int],
) -> None:
    sized = QUICK | {"width": width, "height": height}

    (drawn,) = generator.generate(Asked(text_input="a ball", got_input=RAW, **sized)).drawn

    assert drawn.latents.shape[2:] == latents
    assert drawn.picture.size == picture
    assert drawn.canvases[0].size == (width, height)


def test_an_empty_raw_string_is_none(
    generator: UpstreamGenerator, always: Callable[[str], None]
) -> None:
    always(IM_GEN_END)

    answer = generator.generate(Asked(text_input="a ball", got_input="", **QUICK))

    assert answer.ids[: answer.input_length] == generator.prompt_ids(
        Asked(text_input="a ball"), None
    )


def test_a_raw_string_that_shows_other_pictures_than_given_is_refused(
    generator: UpstreamGenerator,
) -> None:
    asked = Asked(text_input="a ball", prompt_type="edit", got_input=RAW, **QUICK)

    with pytest.raises(BadInput, match="0 pictures and 1"):
        generator.generate(asked, Image.new("RGB", (64, 64)))


def test_repeated_tokens_become_less_likely() -> None:
    logits, seen = torch.tensor([2.0, 1.9, -1.0]), torch.tensor([0, 0])
    chance = torch.Generator()

    assert next_token(logits, seen, TextSampling(), chance) == 0
    assert next_token(logits, seen, TextSampling(repetition_penalty=1.2), chance) == 1


def test_cold_sampling_takes_the_likeliest_and_warm_sampling_others_too() -> None:
    logits, seen = torch.tensor([1.0, 1.1, 0.9]), torch.tensor([0])

    def drawn(temperature: float) -> set[int]:
        sampling = TextSampling(do_sample=True, temperature=temperature)
        chances = (torch.Generator().manual_seed(seed) for seed in range(40))
        return {next_token(logits, seen, sampling, chance) for chance in chances}

    assert drawn(1e-6) == {1}
    assert drawn(1.0) == {0, 1, 2}


@pytest.mark.parametrize(
    ("proportions", "size"), [((96, 96), (64, 64)), ((101, 67), (96, 64)), ((67, 101), (64, 96))]
)
def test_a_picture_gets_the_proportions_of_its_source(
    proportions: tuple[int, int], size: tuple[int, int]
) -> None:
    assert fitted(Image.new("RGB", (64, 64)), proportions).size == size
