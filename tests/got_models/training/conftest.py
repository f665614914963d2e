"""A tokenizer, a model and a scene small enough for tests of training."""

import pytest

pytest.importorskip("torch")


@pytest.fixture(scope="session")
def tokenizer():
    from got_models.tokenizer_training import train_tokenizer
    from got_models.training.tokenizer_stage import texts

    return train_tokenizer(texts(60))


@pytest.fixture(scope="session")
def vision():
    from got_models.mllm_input import Sight
    from got_models.tiny_size import SMOKE

    return Sight(side=SMOKE.side, patch=SMOKE.patch, merge=SMOKE.merge)


@pytest.fixture
def mllm(tokenizer):
    import torch

    from got_models.tiny import tiny_mllm
    from got_models.tiny_size import SMOKE

    torch.manual_seed(0)
    return tiny_mllm(tokenizer, SMOKE)
