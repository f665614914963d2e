"""Fetching and opening emoji families, with a stand-in for npm."""

import io
import json
import subprocess
import tarfile
from pathlib import Path

import numpy as np
import pytest

from got_models.sceneworld import emoji_sources
from got_models.sceneworld.emoji import EMOJI_FAMILIES, FLUENT, NOTO, TWEMOJI
from got_models.sceneworld.emoji_sources import SpritesMissing, glyphs, install_families, package

SQUARE = '<rect x="8" y="8" width="16" height="16" fill="#00ff00"/>'


def add(archive, name, text):
    entry = tarfile.TarInfo(f"package/{name}")
    entry.size = len(text.encode())
    archive.addfile(entry, io.BytesIO(text.encode()))


@pytest.fixture
def npm(monkeypatch):
    """Stand in for npm: write an archive with one car, and keep what was asked for."""
    asked = []

    def pack(command, **_):
        asked.append(command[2])
        folder = Path(command[command.index("--pack-destination") + 1])
        with tarfile.open(folder / "package.tgz", "w:gz") as archive:
            icons = {"width": 32, "height": 32, "icons": {"automobile": {"body": SQUARE}}}
            add(archive, "icons.json", json.dumps(icons))
            add(archive, "chars.json", json.dumps({"1f697": "automobile"}))
            head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
            add(archive, "1f697.svg", f"{head}{SQUARE}</svg>")

    monkeypatch.setattr(emoji_sources.shutil, "which", lambda program: f"/bin/{program}")
    monkeypatch.setattr(emoji_sources.subprocess, "run", pack)
    return asked


@pytest.mark.parametrize("family", [TWEMOJI, FLUENT], ids=lambda family: family.name)
def test_an_emoji_of_a_package_is_drawn(family, npm, tmp_path):
    pytest.importorskip("resvg_py")

    picture = np.asarray(glyphs(family, tmp_path)("car"))

    middle, corner = picture[len(picture) // 2, len(picture) // 2], picture[1, 1]
    assert tuple(middle) == (0, 255, 0, 255)
    assert corner[3] == 0


def test_a_package_is_fetched_once(npm, tmp_path):
    assert package(TWEMOJI, tmp_path) == package(TWEMOJI, tmp_path)

    assert npm == [TWEMOJI.npm]


def test_installing_fetches_every_package_into_the_cache(npm, tmp_path):
    install_families(tmp_path)

    assert npm == [family.npm for family in EMOJI_FAMILIES.values() if family.npm]
    assert len(list((tmp_path / "packages").iterdir())) == len(npm)


def test_says_that_npm_is_missing(monkeypatch, tmp_path):
    monkeypatch.setattr(emoji_sources.shutil, "which", lambda _: None)

    with pytest.raises(SpritesMissing, match="npm is not installed"):
        install_families(tmp_path)


def test_says_what_npm_said_and_leaves_nothing_behind(monkeypatch, tmp_path):
    def fail(command, **_):
        raise subprocess.CalledProcessError(1, command, stderr="npm error network unreachable\n")

    monkeypatch.setattr(emoji_sources.shutil, "which", lambda _: "/bin/npm")
    monkeypatch.setattr(emoji_sources.subprocess, "run", fail)

    with pytest.raises(SpritesMissing, match="network unreachable"):
        package(TWEMOJI, tmp_path)
    assert list((tmp_path / "packages").iterdir()) == []


def test_says_which_package_has_the_font(monkeypatch, tmp_path):
    monkeypatch.setattr(emoji_sources, "_FONT_FILES", ())
    monkeypatch.setattr(emoji_sources.shutil, "which", lambda _: None)

    with pytest.raises(SpritesMissing, match="apt install fonts-noto-color-emoji"):
        glyphs(NOTO, tmp_path)
