"""Folders that appear whole or not at all."""

import pytest

from got_models.sceneworld.fresh_folder import fresh_folder


def test_a_filled_folder_appears_at_its_place(tmp_path):
    with fresh_folder(tmp_path / "deep" / "place") as fresh:
        (fresh / "file").write_text("x", encoding="utf-8")
        assert not (tmp_path / "deep" / "place").exists()

    assert (tmp_path / "deep" / "place" / "file").read_text(encoding="utf-8") == "x"


def fill_and_fail(place):
    with fresh_folder(place) as fresh:
        (fresh / "half").touch()
        raise KeyError("no such picture")


def test_a_failure_leaves_nothing_behind(tmp_path):
    with pytest.raises(KeyError):
        fill_and_fail(tmp_path / "place")

    assert list(tmp_path.iterdir()) == []


def test_the_first_to_finish_wins(tmp_path):
    place = tmp_path / "place"

    with fresh_folder(place) as slow:
        (slow / "slow").touch()
        with fresh_folder(place) as fast:
            (fast / "fast").touch()

    assert [path.name for path in tmp_path.rglob("*")] == ["place", "fast"]
