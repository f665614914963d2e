"""How the device in use is named."""

import pytest
import torch

from got_models import devices


@pytest.mark.parametrize(("threads", "said"), [(1, "cpu, 1 thread"), (4, "cpu, 4 threads")])
def test_a_processor_is_named_with_its_threads(
    threads: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices, "chosen", lambda name: torch.device("cpu"))
    monkeypatch.setattr(torch, "get_num_threads", lambda: threads)

    assert devices.describe() == said
