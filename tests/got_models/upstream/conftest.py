"""Upstream's checkpoint, small and random, unpacked once; what changes it works on a copy."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

HERE = Path(__file__).parent
if str(HERE) not in sys.path:
    sys.path.append(str(HERE))

if TYPE_CHECKING:
    from got_models.upstream.generation import UpstreamGenerator


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder with `checkpoint`, `base` and `cases`; nobody may change it."""
    from parity_data import unpacked

    return unpacked(tmp_path_factory.mktemp("upstream") / "published")


@pytest.fixture(scope="session")
def converted(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the model folder made of it; nobody may change it."""
    from got_models.upstream.conversion import convert

    place = tmp_path_factory.mktemp("converted") / "GoT-random"
    convert(published, place)
    return place


@pytest.fixture
def copied(published: Path, tmp_path: Path) -> Path:
    """Give a copy to spoil."""
    return Path(shutil.copytree(published, tmp_path / "copy"))


@pytest.fixture(scope="session")
def generator(converted: Path) -> UpstreamGenerator:
    """Give the model, opened."""
    import torch

    from got_models import model_config
    from got_models.model_folder import open_models
    from got_models.upstream.generation import UpstreamGenerator

    pipeline = open_models(converted, torch.float32)
    return UpstreamGenerator(pipeline, model_config.read(converted), idle_branches=True)
