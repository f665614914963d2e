"""The emoji chosen for the objects."""

from got_models.sceneworld.drawings import DRAWINGS
from got_models.sceneworld.emoji import EMOJI, EMOJI_FAMILIES, code_point
from got_models.sceneworld.vocabulary import CLASSES


def test_every_object_has_an_emoji_or_drawings_and_never_both():
    assert sorted([*EMOJI, *DRAWINGS]) == sorted(CLASSES)


def test_no_two_objects_share_an_emoji():
    assert len(set(EMOJI.values())) == len(EMOJI)


def test_an_emoji_is_one_code_point_as_packages_name_it():
    assert {len(emoji) for emoji in EMOJI.values()} == {1}
    assert code_point("airplane") == "2708"


def test_packages_are_pinned_to_a_version():
    versions = [family.npm.rpartition("@")[2] for family in EMOJI_FAMILIES.values() if family.npm]

    assert versions
    assert all(version[0].isdigit() for version in versions)
