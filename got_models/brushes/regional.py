"""Boxes for any diffusers pipeline: one prompt per box, blended in the output of its denoiser.

At each step the denoiser runs once with the words of the whole picture and once with those of each
box; inside a box the two predictions are averaged. Works on noise and on velocities alike, because
both are linear in the picture. The words of a box are put into the form that the pipeline itself
makes of them: it is run for one step with them, and what its denoiser is told is kept.
Source: MultiDiffusion (Bar-Tal et al., 2023), https://arxiv.org/abs/2302.08113, section 4.2; the
average with the whole picture's prediction is ours.

Shapes: b passes in a batch, c channels, h and w latents high and wide, n tokens of a transformer
that packs h * w of them in a row, perhaps with others behind them.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from got_models.brushes.box_masks import coverage
from got_models.thought import Box

WORDS = frozenset(
    (
        "encoder_hidden_states",
        "encoder_hidden_states_mask",
        "encoder_attention_mask",
        "pooled_projections",
        "added_cond_kwargs",
        "txt_ids",
        "txt_seq_lens",
        "cap_feats",
    )
)
"""Arguments by which denoisers of diffusers are told words."""

_TIMES = ("timestep", "t")

Told = Mapping[str, Any]


@dataclass(frozen=True)
class Region:
    """A box and what the denoiser is told for it, in the order of its passes within a step."""

    box: Box
    told: tuple[Told, ...]


class _Enough(Exception):
    """The first step is over."""


def can_steer(kind: type[Any] | None) -> bool:
    """Say whether a denoiser of this class is told words in a way known here."""
    if kind is None:
        return False
    taken = inspect.signature(kind.forward).parameters
    return bool({"encoder_hidden_states", "cap_feats"} & set(taken)) and any(
        name in taken for name in _TIMES
    )


def words_heard(denoiser: nn.Module, run: Callable[[], object]) -> tuple[Told, ...]:
    """Return what the denoiser is told in the first step of a run, which is then broken off."""
    heard: list[Told] = []
    times: list[float] = []

    def listening(given: dict[str, Any], ask: Callable[..., Any]) -> Any:
        times.append(_time(given))
        if times[-1] != times[0]:
            raise _Enough
        heard.append(
            {name: value for name, value in given.items() if name in WORDS and value is not None}
        )
        return ask(**given)

    with _in_between(denoiser, listening), suppress(_Enough):
        run()
    return tuple(heard)


@contextmanager
def steered(
    denoiser: nn.Module, regions: Sequence[Region], *, strength: float, grid: tuple[int, int]
) -> Iterator[None]:
    """Let boxes act on a denoiser while the context lasts.

    Args:
        denoiser: The UNet or transformer.
        regions: The boxes.
        strength: Weight of a box's words inside it, where the words of the picture weigh 1.
        grid: Rows and columns of tokens, for transformers that pack them in a row.
    """
    step = _Step()

    def steering(given: dict[str, Any], ask: Callable[..., Any]) -> Any:
        place = step.place(_time(given))
        whole = ask(**given)
        parts = [ask(**{**given, **region.told[place % len(region.told)]})[0] for region in regions]
        boxes = [region.box for region in regions]
        return _with_first(whole, _blended(whole[0], parts, boxes, strength, grid))

    with _in_between(denoiser, steering):
        yield


class _Step:
    """Counts the passes within a step; a new time is a new step."""

    def __init__(self) -> None:
        self._time: float | None = None
        self._place = 0

    def place(self, time: float) -> int:
        """Return which pass of its step this one is, from 0."""
        self._place = self._place + 1 if time == self._time else 0
        self._time = time
        return self._place


@contextmanager
def _in_between(
    module: nn.Module, handle: Callable[[dict[str, Any], Callable[..., Any]], Any]
) -> Iterator[None]:
    """Hand every call of a module to `handle`, with its arguments by name and the way to ask it."""
    signature = inspect.signature(type(module).forward)
    own = "forward" in vars(module)
    ask = module.forward

    def between(*args: Any, **kwargs: Any) -> Any:
        given = dict(signature.bind(module, *args, **kwargs).arguments)
        del given["self"]
        return handle(given, ask)

    module.forward = between
    try:
        yield
    finally:
        if own:
            module.forward = ask
        else:
            del module.forward


def _time(given: Mapping[str, Any]) -> float:
    time = next(given[name] for name in _TIMES if name in given)
    return float(time.flatten()[0]) if isinstance(time, Tensor) else float(time)


def _with_first(output: Any, first: Any) -> Any:
    """Return an output with its first part exchanged, as a tuple or as what it was."""
    return (first, *output[1:]) if isinstance(output, tuple) else type(output)(first)


def _blended(
    whole: Any, parts: Sequence[Any], boxes: Sequence[Box], strength: float, grid: tuple[int, int]
) -> Any:
    """Blend predictions `(b, c, h, w)`, `(b, n, c)`, with frames in between, or a list of them."""
    if isinstance(whole, list):
        rows = [[part[row] for part in parts] for row in range(len(whole))]
        return [
            _blended(one, row, boxes, strength, grid) for one, row in zip(whole, rows, strict=True)
        ]
    total = whole.float()
    weights = torch.ones_like(total[:1])
    for part, box in zip(parts, boxes, strict=True):
        weight = strength * _weight(box, whole, grid)
        total = total + weight * part.float()
        weights = weights + weight
    return (total / weights).to(whole.dtype)


def _weight(box: Box, like: Tensor, grid: tuple[int, int]) -> Tensor:
    """Return the cover of a box in a shape that multiplies `like`; 0 for tokens beyond the grid."""
    if like.ndim != 3:
        return torch.from_numpy(coverage(box, *like.shape[-2:])).to(like.device)  # (h, w)
    packed = torch.zeros(like.shape[1])
    cover = torch.from_numpy(coverage(box, *grid)).flatten()
    packed[: len(cover)] = cover
    return packed[:, None].to(like.device)  # (n, 1)
