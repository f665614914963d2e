"""`got world`: scenes in words, sheets, the held-out list."""

import json

import pytest
from PIL import Image

from got_models.sceneworld import cli, contact_sheet, holdout
from got_models.sceneworld.sprites import SpriteAtlas
from got_models.training.stand_in_sprites import StandInSprites


class PlainAtlas(StandInSprites):
    """Stands in for the sprites that a font is needed for."""

    families = ("noto",)

    def shapes(self):
        return {"cat": {"noto": 1.0}, "bench": {"drawn-a": 1.0}}


def test_a_scene_is_told_with_caption_and_chain(capsys):
    assert cli.main(["describe", "--seed", "5"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"scene", "spec", "caption", "chain"}
    assert told["chain"].count("<|box_start|>") == len(told["scene"]["things"])


def test_describing_is_reproducible(capsys):
    said = []
    for seed in ("5", "5", "6"):
        cli.main(["describe", "--seed", seed])
        said.append(capsys.readouterr().out)

    assert said[0] == said[1] != said[2]


def test_the_list_is_printed_with_its_hash_last(capsys):
    assert cli.main(["holdout"]) == 0

    *listed, digest = capsys.readouterr().out.splitlines()
    assert json.loads("\n".join(listed)) == holdout.manifest()
    assert digest == holdout.manifest_hash()


def test_the_list_is_written_where_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(cli, "HOLDOUT", tmp_path / "holdout.json")
    monkeypatch.setattr(cli, "HOLDOUT_HASH", tmp_path / "holdout.sha256")

    assert cli.main(["holdout", "--write"]) == 0

    assert json.loads((tmp_path / "holdout.json").read_text("utf-8")) == holdout.manifest()
    assert (tmp_path / "holdout.sha256").read_text("utf-8") == f"{holdout.manifest_hash()}\n"


def test_sheets_are_written_as_asked(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(SpriteAtlas, "open", PlainAtlas)

    assert cli.main(["sheet", "-o", str(tmp_path), "--edits", "--families"]) == 0

    written = sorted(place.name for place in tmp_path.iterdir())
    assert written == ["edits.png", "scenes.png", "sprites-noto.png"]
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_a_sheet_of_sprites_has_a_row_per_object_and_a_column_per_colour():
    sheet = contact_sheet.sprites(PlainAtlas(), "noto", ["cat", "dog"])

    assert sheet.size == (contact_sheet.LABEL + 11 * contact_sheet.SPRITE, 2 * contact_sheet.SPRITE)


def test_boxes_are_drawn_around_the_things():
    sheet = contact_sheet.scenes(PlainAtlas(), 0, columns=1, rows=1)

    assert isinstance(sheet, Image.Image)
    assert (255, 0, 0) in {colour for _, colour in sheet.getcolors(1 << 16)}


@pytest.mark.parametrize(
    "words", [[], ["dance"], ["sheet", "--seed", "-1"], ["describe", "--seed", "x"]]
)
def test_a_mistake_is_one_sentence_and_exit_code_two(words, capsys):
    assert cli.main(words) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
