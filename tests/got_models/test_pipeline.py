"""The picture loop on small random networks: GoT's maths, order of draws, and what it refuses."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import diffusers
import pytest
import torch
from PIL import Image
from torch import Tensor

from got_models.errors import BadInput, BadSize
from got_models.guidance_scales import GuidanceScales, default_for
from got_models.guided_unet import noise_level
from got_models.pipeline import GoTPipeline, to_pictures
from got_models.projector import SemanticGuidance
from got_models.ssgm import canvases_of, to_pixels
from got_models.thought import Box, Element

SIDE = 32
EDIT = default_for("edit")
BOXES = [
    Element(phrase="cat", box=Box(x0=0, y0=0, x1=500, y1=700), colour="red"),
    Element(phrase="dog", box=Box(x0=300, y0=500, x1=999, y1=999), colour="blue"),
]
CANVASES = canvases_of(BOXES, SIDE, SIDE)
PHOTO = Image.linear_gradient("L").convert("RGB").crop((40, 10, 200, 90))


def generators(*seeds: int) -> list[torch.Generator]:
    return [torch.Generator().manual_seed(seed) for seed in seeds]


def draw(pipeline: GoTPipeline, words: SemanticGuidance, *seeds: int, **changed: Any) -> Any:
    asked: dict[str, Any] = {
        "canvases": CANVASES,
        "reference": None,
        "height": SIDE,
        "width": SIDE,
        "num_inference_steps": 3,
        "scales": EDIT,
        "generators": generators(*seeds),
        "output_type": "latent",
    }
    return pipeline(words, **(asked | changed)).images


def heard_by_unet(pipeline: GoTPipeline, act: Callable[[], object]) -> list[tuple[Tensor, Any]]:
    """Return the UNet's inputs while something is done."""
    heard: list[tuple[Tensor, Any]] = []
    hook = pipeline.unet.register_forward_pre_hook(
        lambda module, given, named: heard.append((given[0], named)), with_kwargs=True
    )
    try:
        act()
    finally:
        hook.remove()
    return heard


@torch.no_grad()
def by_hand(
    pipeline: GoTPipeline, words: SemanticGuidance, photo: Image.Image, seed: int, steps: int
) -> Tensor:
    """Draw as the paper's equation and the released code say, one branch at a time."""
    source = torch.Generator().manual_seed(seed)

    def encode(picture: Image.Image) -> Tensor:
        return pipeline.vae.encode(to_pixels([picture])).latent_dist.mode()

    spatial = torch.stack([encode(canvas) for canvas in CANVASES]).mean(dim=0)
    reference = encode(photo.resize((SIDE, SIDE), Image.Resampling.BICUBIC))
    nothing = torch.zeros_like(reference)
    ids = torch.tensor([[SIDE, SIDE, 0, 0, SIDE, SIDE]])
    scheduler = diffusers.DDPMScheduler.from_config(pipeline.scheduler.config)
    scheduler.set_timesteps(steps)
    latents = torch.randn(reference.shape, generator=source)
    for time in scheduler.timesteps:

        def said(text: Tensor, boxes: Tensor, seen: Tensor, noisy=latents, now=time) -> Tensor:
            told = {"text_embeds": words.pooled, "time_ids": ids}
            return pipeline.unet(
                torch.cat((noisy, seen, boxes), dim=1), now, text, added_cond_kwargs=told
            ).sample

        full = said(words.sequence, spatial, reference)
        text = said(words.sequence, nothing, reference)
        image = said(words.null, nothing, reference)
        none = said(words.null, nothing, nothing)
        guided = none + EDIT.text * (text - image) + EDIT.spatial * (full - text)
        guided = guided + EDIT.reference * (image - none)
        latents = scheduler.step(guided, time, latents, generator=source).prev_sample
    return latents


@pytest.mark.parametrize("kind", ["patches", "sdxl"])
def test_the_loop_does_what_the_paper_writes(
    pipelines: Callable[[str], GoTPipeline], words: SemanticGuidance, kind: str
) -> None:
    pipeline = pipelines(kind)

    drawn = draw(pipeline, words, 7, reference=PHOTO)

    torch.testing.assert_close(
        drawn, by_hand(pipeline, words, PHOTO, seed=7, steps=3), atol=1e-3, rtol=1e-4
    )


def test_a_seed_means_the_same_picture_alone_and_among_others(
    pipeline: GoTPipeline, words: SemanticGuidance
) -> None:
    together = draw(pipeline, words, 1, 2, 3)

    for row, seed in enumerate((1, 2, 3)):
        torch.testing.assert_close(
            together[row : row + 1], draw(pipeline, words, seed), atol=1e-3, rtol=1e-4
        )
    assert not torch.allclose(together[0], together[1], atol=0.1)


def test_each_picture_may_have_words_and_canvases_of_its_own(
    pipeline: GoTPipeline, words: SemanticGuidance
) -> None:
    other = words._replace(sequence=words.sequence.flip(1), pooled=-words.pooled)
    pair = SemanticGuidance(
        torch.cat((words.sequence, other.sequence)),
        words.null,
        torch.cat((words.pooled, other.pooled)),
    )

    both = draw(pipeline, pair, 1, 2, canvases=[CANVASES, CANVASES[:1]])

    for row, (said, canvases) in enumerate(((words, CANVASES), (other, CANVASES[:1]))):
        alone = draw(pipeline, said, row + 1, canvases=canvases)
        torch.testing.assert_close(both[row : row + 1], alone, atol=1e-3, rtol=1e-4)


def test_the_same_call_draws_the_same_bits_again(
    pipeline: GoTPipeline, words: SemanticGuidance
) -> None:
    assert torch.equal(draw(pipeline, words, 4), draw(pipeline, words, 4))


def test_noise_comes_first_then_reference_then_boxes_and_nulls_are_zeros(
    pipeline: GoTPipeline, words: SemanticGuidance
) -> None:
    act = lambda: draw(pipeline, words, 1, 2, reference=PHOTO)  # noqa: E731
    first, told = heard_by_unet(pipeline, act)[0]

    rows = first.unflatten(0, (4, 2)).unflatten(2, (3, 4))  # branch, picture, kind, channel
    noise, seen, boxes = rows.unbind(dim=2)
    assert all(torch.equal(noise[0], other) for other in noise)
    assert [bool(part.any()) for part in seen] == [True, True, True, False]
    assert [bool(part.any()) for part in boxes] == [True, False, False, False]
    text = told["encoder_hidden_states"].unflatten(0, (4, 2))
    assert torch.equal(text[1, 0], words.sequence[0])
    assert torch.equal(text[2, 1], words.null[0])
    added = told["added_cond_kwargs"]
    assert torch.equal(added["text_embeds"], words.pooled.expand(8, -1))
    assert added["time_ids"].tolist() == [[SIDE, SIDE, 0, 0, SIDE, SIDE]] * 8


def test_no_reference_is_a_black_picture_and_not_nothing(
    pipeline: GoTPipeline, words: SemanticGuidance
) -> None:
    black = Image.new("RGB", (SIDE, SIDE))

    assert torch.equal(draw(pipeline, words, 1), draw(pipeline, words, 1, reference=black))
    seen = heard_by_unet(pipeline, lambda: draw(pipeline, words, 1))[0][0][:, 4:8]
    assert seen[0].any()


@pytest.mark.parametrize(
    ("scales", "rows"),
    [
        (None, 1),
        (GuidanceScales(text=1, spatial=1, reference=1), 1),
        (GuidanceScales(text=4, spatial=4, reference=1), 2),
        (GuidanceScales(text=7.5, spatial=4, reference=1), 3),
        (EDIT, 4),
    ],
)
def test_the_unet_is_asked_for_no_more_than_counts(
    pipeline: GoTPipeline, words: SemanticGuidance, scales: GuidanceScales | None, rows: int
) -> None:
    heard = heard_by_unet(pipeline, lambda: draw(pipeline, words, 1, 2, scales=scales))

    assert [len(given) for given, _ in heard] == [2 * rows] * 3


@pytest.mark.parametrize(
    "name",
    [
        "DDPMScheduler",
        "DDIMScheduler",
        "EulerDiscreteScheduler",
        "EulerAncestralDiscreteScheduler",
        "DPMSolverMultistepScheduler",
        "LCMScheduler",
    ],
)
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_any_scheduler_draws_and_is_left_as_it_was(
    pipelines: Callable[[str], GoTPipeline], words: SemanticGuidance, name: str
) -> None:
    pipeline = pipelines("patches")
    pipeline.scheduler = getattr(diffusers, name).from_config(pipeline.scheduler.config)
    scales = GuidanceScales(text=1.5, spatial=1.2, reference=1)

    first = draw(pipeline, words, 1, 2, scales=scales)

    assert first.isfinite().all()
    assert torch.equal(first, draw(pipeline, words, 1, 2, scales=scales))
    assert pipeline.scheduler.num_inference_steps is None


def test_steps_are_told_with_what_the_picture_will_be(
    pipeline: GoTPipeline, words: SemanticGuidance
) -> None:
    heard: list[tuple[int, int, Tensor]] = []

    final = draw(pipeline, words, 3, callback_on_step_end=lambda *said: heard.append(said))

    assert [said[:2] for said in heard] == [(1, 667), (2, 334), (3, 1)]
    torch.testing.assert_close(heard[-1][2], final, atol=0.1, rtol=0.1)


def test_pictures_pixels_and_latents_are_the_same_drawing(
    pipeline: GoTPipeline, words: SemanticGuidance
) -> None:
    latents = draw(pipeline, words, 9)
    pixels = draw(pipeline, words, 9, output_type="pt")
    (picture,) = draw(pipeline, words, 9, output_type="pil")

    assert pixels.shape == (1, 3, SIDE, SIDE)
    assert 0 <= pixels.min() < pixels.max() <= 1
    assert torch.equal(pipeline.decode(latents), pixels)
    assert picture.tobytes() == to_pictures(pixels)[0].tobytes()


def test_bytes_are_cut_and_not_rounded() -> None:
    pixels = torch.tensor([0.0, 0.999, 1.0])[None, :, None, None].expand(1, 3, 2, 4)

    (picture,) = to_pictures(pixels)

    assert picture.size == (4, 2)
    assert picture.getpixel((0, 0)) == (0, 254, 255)


def test_a_picture_may_be_wider_than_high(pipeline: GoTPipeline, words: SemanticGuidance) -> None:
    canvases = canvases_of(BOXES, 48, 32)

    (picture,) = draw(pipeline, words, 1, canvases=canvases, width=48, output_type="pil")

    assert picture.size == (48, 32)


@pytest.mark.parametrize(("width", "height"), [(0, 32), (40, 32), (32, 8), (31, 33), (-32, 32)])
def test_a_side_that_cannot_be_made_is_refused_before_anything_is_computed(
    pipeline: GoTPipeline, words: SemanticGuidance, width: int, height: int
) -> None:
    def act() -> None:
        with pytest.raises(BadSize, match=f"multiples of 16 pixels, got {width}x{height}"):
            draw(pipeline, words, 1, width=width, height=height)

    assert heard_by_unet(pipeline, act) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"num_inference_steps": 0}, "at least 1 step"),
        ({"generators": []}, "generator"),
        ({"canvases": []}, "canvases"),
        ({"canvases": [CANVASES, []]}, "canvases"),
        ({"canvases": [CANVASES] * 3}, "canvases"),
        ({"canvases": canvases_of(BOXES, 64, 32)}, "32x32"),
    ],
)
def test_what_does_not_fit_together_is_refused(
    pipeline: GoTPipeline, words: SemanticGuidance, changed: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        draw(pipeline, words, 1, 2, **changed)


def test_words_for_another_number_of_pictures_are_refused(
    pipeline: GoTPipeline, words: SemanticGuidance
) -> None:
    three = words._replace(sequence=words.sequence.expand(3, -1, -1))

    with pytest.raises(BadInput, match="3 pictures"):
        draw(pipeline, three, 1, 2)


def test_saved_and_opened_again_it_draws_the_same(
    pipelines: Callable[[str], GoTPipeline], words: SemanticGuidance, tmp_path: Path
) -> None:
    pipeline = pipelines("patches")
    absent: Sequence[str] = ("mllm", "tokenizer")

    pipeline.save_pretrained(tmp_path)
    opened = GoTPipeline.from_pretrained(tmp_path, **dict.fromkeys(absent))

    assert type(opened.vae) is type(pipeline.vae)
    for part in ("unet", "vae", "projector"):
        held, kept = (getattr(one, part).state_dict() for one in (opened, pipeline))
        assert all(torch.equal(held[name], kept[name]) for name in kept | held)
    # Weights mapped from a file lie elsewhere in memory, where kernels may add in another order.
    torch.testing.assert_close(draw(opened, words, 1), draw(pipeline, words, 1))


ALL_LEVELS = (0.0, float("inf"))


def rows_asked(
    pipeline: GoTPipeline, words: SemanticGuidance, **changed: Any
) -> tuple[list[int], Any]:
    """Return how many rows the UNet was given at each call, and what came of it."""
    drawn: list[Any] = []
    heard = heard_by_unet(pipeline, lambda: drawn.append(draw(pipeline, words, 1, 2, **changed)))
    return [len(given) for given, _ in heard], drawn[0]


def levels_of(pipeline: GoTPipeline, steps: int) -> list[float]:
    """Return sigma at each step, most noise first."""
    scheduler = diffusers.DDPMScheduler.from_config(pipeline.scheduler.config)
    scheduler.set_timesteps(steps)
    kept = scheduler.alphas_cumprod[scheduler.timesteps]
    levels: list[float] = ((1 - kept) / kept).sqrt().tolist()
    return levels


def test_noise_levels_are_those_known_of_stable_diffusion(pipeline: GoTPipeline) -> None:
    alphas = pipeline.scheduler.alphas_cumprod

    first, last = noise_level(alphas, 0), noise_level(alphas, 999)
    between = noise_level(alphas, 500.5)

    assert (first, last) == pytest.approx((0.0292, 14.6146), rel=2e-3)
    assert noise_level(alphas, 500) < between < noise_level(alphas, 501)
    assert noise_level(torch.tensor([0.9, 0.0]), 1) == float("inf")


def test_guidance_over_all_levels_asked_anew_at_each_step_is_guidance(
    pipeline: GoTPipeline, words: SemanticGuidance
) -> None:
    saved = draw(pipeline, words, 1, 2, guidance_interval=ALL_LEVELS, guidance_every=1)

    assert torch.equal(saved, draw(pipeline, words, 1, 2))


@pytest.mark.parametrize("first", [0, 1, 2, 3, 4])
def test_outside_the_interval_the_unet_is_asked_once(
    pipeline: GoTPipeline, words: SemanticGuidance, first: int
) -> None:
    levels = levels_of(pipeline, 5)
    interval = (levels[first] / 1.001, float("inf"))

    rows, _ = rows_asked(pipeline, words, num_inference_steps=5, guidance_interval=interval)

    assert rows == [8 if step <= first else 2 for step in range(5)]


def test_an_interval_reaches_up_to_and_with_its_upper_level(
    pipeline: GoTPipeline, words: SemanticGuidance
) -> None:
    levels = levels_of(pipeline, 5)
    interval = (levels[3] * 1.001, levels[1] * 1.001)

    rows, _ = rows_asked(pipeline, words, num_inference_steps=5, guidance_interval=interval)

    assert rows == [2, 8, 8, 2, 2]


def test_where_guidance_never_acts_the_picture_is_that_of_the_whole_condition(
    pipeline: GoTPipeline, words: SemanticGuidance
) -> None:
    rows, drawn = rows_asked(pipeline, words, guidance_interval=(1e6, 2e6))

    assert rows == [2, 2, 2]
    torch.testing.assert_close(drawn, draw(pipeline, words, 1, 2, scales=None))


def test_boxes_that_do_not_count_are_not_told_outside_the_interval_either(
    pipeline: GoTPipeline, words: SemanticGuidance
) -> None:
    scales = GuidanceScales(text=3, spatial=0, reference=1)
    act = lambda: draw(pipeline, words, 1, scales=scales, guidance_interval=(1e6, 2e6))  # noqa: E731

    assert all(not given[:, 8:].any() for given, _ in heard_by_unet(pipeline, act))


@pytest.mark.parametrize(("every", "rows"), [(2, [8, 2, 8, 2, 8]), (3, [8, 2, 2, 8, 2])])
def test_between_guided_steps_only_the_whole_condition_is_asked(
    pipeline: GoTPipeline, words: SemanticGuidance, every: int, rows: list[int]
) -> None:
    asked, drawn = rows_asked(pipeline, words, num_inference_steps=5, guidance_every=every)

    assert asked == rows
    assert drawn.isfinite().all()
    assert not torch.equal(drawn, draw(pipeline, words, 1, 2, num_inference_steps=5))


def test_a_pull_that_does_not_change_may_be_used_again(
    pipeline: GoTPipeline, words: SemanticGuidance, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(seen: Tensor, time: Tensor, words: dict[str, Any]) -> Tensor:
        noise, seen_before, boxes = seen.chunk(3, dim=1)
        text = words["encoder_hidden_states"].mean(dim=(1, 2))[:, None, None, None]
        return noise * (1 + time / 1000) + 0.3 * seen_before - 0.2 * boxes + text

    monkeypatch.setattr(pipeline, "_ask", said)

    every_step, every_third = (
        draw(pipeline, words, 1, num_inference_steps=6, guidance_every=every) for every in (1, 3)
    )

    torch.testing.assert_close(every_third, every_step, atol=1e-4, rtol=1e-4)


def test_the_first_step_of_an_interval_asks_every_branch(
    pipeline: GoTPipeline, words: SemanticGuidance
) -> None:
    levels = levels_of(pipeline, 5)
    interval = (0.0, levels[1] * 1.001)

    rows, _ = rows_asked(
        pipeline, words, num_inference_steps=5, guidance_interval=interval, guidance_every=2
    )

    assert rows == [2, 8, 2, 8, 2]


def test_what_was_asked_of_the_unet_is_counted_per_picture(
    pipeline: GoTPipeline, words: SemanticGuidance
) -> None:
    def evaluations(**savings: Any) -> int:
        count: int = pipeline(
            words, CANVASES, height=SIDE, width=SIDE, num_inference_steps=5, scales=EDIT,
            generators=generators(1, 2), output_type="latent", **savings,
        ).evaluations  # fmt: skip
        return count

    assert evaluations() == 20
    assert evaluations(guidance_every=2) == 14
    assert evaluations(guidance_interval=(1e6, 2e6)) == 5


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"guidance_every": 0}, "guidance_every must be 1 step or more, got 0"),
        ({"guidance_interval": (2.0, 1.0)}, "the lower first, got 2 and 1"),
        ({"guidance_interval": (-1.0, 1.0)}, "from 0 on"),
        ({"guidance_interval": (0.0, float("nan"))}, "noise levels"),
    ],
)
def test_savings_that_mean_nothing_are_refused(
    pipeline: GoTPipeline, words: SemanticGuidance, changed: dict[str, Any], said: str
) -> None:
    def act() -> None:
        with pytest.raises(BadInput, match=said):
            draw(pipeline, words, 1, **changed)

    assert heard_by_unet(pipeline, act) == []


def test_an_interval_needs_a_scheduler_that_tells_its_levels(
    pipelines: Callable[[str], GoTPipeline], words: SemanticGuidance
) -> None:
    pipeline = pipelines("patches")
    pipeline.scheduler = diffusers.FlowMatchEulerDiscreteScheduler()

    with pytest.raises(BadInput, match="FlowMatchEulerDiscreteScheduler"):
        draw(pipeline, words, 1, guidance_interval=(0.3, 3.0))
