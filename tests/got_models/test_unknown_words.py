"""Facts about the closest things to what cannot be drawn."""

from got_models.sceneworld.vocabulary import CLASSES
from got_models.unknown_words import RELATED, closest_things, is_related


def test_the_closest_things_come_by_meaning_then_by_spelling() -> None:
    assert closest_things("dragons", CLASSES) == ("bird", "horse")
    assert closest_things("girafes", CLASSES) == ("giraffe",)
    assert closest_things("qqq", CLASSES) == ()


def test_a_smaller_vocabulary_knows_less() -> None:
    assert closest_things("puppy", ["cat"]) == ()


def test_a_word_of_the_table_is_known_in_the_plural_too() -> None:
    assert is_related("dragons")
    assert not is_related("shiny")


def test_the_table_names_only_things_of_the_world() -> None:
    assert {name for names in RELATED.values() for name in names} <= set(CLASSES)
    assert not set(RELATED) & set(CLASSES)
