"""The reasoner as a judge: how sure it is of yes when it is asked about a picture."""

from itertools import pairwise

import torch
from PIL import Image
from transformers import PreTrainedTokenizerFast, Qwen2_5_VLForConditionalGeneration

from got_models.judge_questions import NO, YES
from got_models.mllm_input import MllmInputs, Sight
from got_models.mllm_stream import MllmStream
from got_models.tokens import IM_END


class PictureJudge:
    """Answers the questions of `judge_questions`.

    Args:
        mllm: The reasoner's model.
        tokenizer: Its tokenizer.
        side: Side in pixels to which it squashes pictures.
    """

    def __init__(
        self,
        mllm: Qwen2_5_VLForConditionalGeneration,
        tokenizer: PreTrainedTokenizerFast,
        *,
        side: int,
    ) -> None:
        self._mllm = mllm.eval()
        self._inputs = MllmInputs(tokenizer, Sight.of(mllm.config, side))
        self._yes, self._no = (self._inputs.tokens_of(said + IM_END) for said in (YES, NO))

    @torch.no_grad()
    def chance(self, picture: Image.Image, question: str) -> float:
        """Return the probability of yes against no, 0 to 1."""
        stream = MllmStream(self._mllm)
        first = stream.logits(stream.open(self._inputs.prompt(question, picture)))
        scores = [self._score(stream, first, tokens) for tokens in (self._yes, self._no)]
        return float(torch.tensor(scores).softmax(dim=0)[0])

    def _score(self, stream: MllmStream, logits: torch.Tensor, tokens: list[int]) -> float:
        """Return the log-probability of an answer; the stream is left as it was."""
        score = float(logits.log_softmax(dim=-1)[tokens[0]])
        for before, token in pairwise(tokens):
            logits = stream.logits(stream.read([before]))
            score += float(logits.log_softmax(dim=-1)[token])
        stream.unread(len(tokens) - 1)
        return score
