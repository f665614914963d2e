"""How upstream picks the next token: the settings of Qwen's generation config, nothing bound.

Our own decoding (`got_models.decoding`) lets only readable chains through; this one is for
computing what upstream computes. Shapes: v vocabulary, n tokens so far.
"""

import torch
from torch import Tensor

from got_models.upstream.asked import TextSampling


def next_token(
    logits: Tensor, ids: Tensor, sampling: TextSampling, generator: torch.Generator
) -> int:
    """Pick a token.

    Args:
        logits: `(v,)` float32.
        ids: `(n,)` all tokens so far, the prompt among them: what is in it counts as repeated.
        sampling: How to pick.
        generator: Source of chance, on the CPU.
    """
    scores = _penalised(logits, ids, sampling.repetition_penalty)
    if not sampling.do_sample:
        return int(scores.argmax())
    ranked, order = (scores / sampling.temperature).sort(descending=True, stable=True)
    if sampling.top_k:
        ranked = ranked[: sampling.top_k]
    chances = ranked.softmax(dim=0)
    chances[chances.cumsum(dim=0) - chances >= sampling.top_p] = 0
    return int(order[torch.multinomial(chances, 1, generator=generator)])


def _penalised(logits: Tensor, ids: Tensor, penalty: float) -> Tensor:
    """Make every token that was there before less likely (Keskar et al., 2019, 1909.05858)."""
    if penalty == 1.0:
        return logits
    seen = torch.unique(ids)
    scores = logits.clone()
    held = scores[seen]
    scores[seen] = torch.where(held < 0, held * penalty, held / penalty)
    return scores
