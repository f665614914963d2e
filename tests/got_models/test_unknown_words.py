"""Facts about finding things in a wish that cannot be drawn."""

import pytest

from got_models.sceneworld import wordings
from got_models.sceneworld.vocabulary import CLASSES
from got_models.unknown_words import RELATED, closest_things, unknown_objects


def words(wish: str) -> list[str]:
    return [unknown.word for unknown in unknown_objects(wish, CLASSES)]


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        ("a dragon", ["dragon"]),
        ("two dragons and a cat", ["dragons"]),
        ("dinosaur", ["dinosaur"]),
        ("a majestic dragon flying over a castle", ["dragon", "castle"]),
        ("draw a cat wearing a hat", ["hat"]),
        ("an apple left of a lemon, a second lemon", ["lemon"]),
        ("a dog next to my grandmother", ["grandmother"]),
        ("a robot holding an umbrella", ["robot"]),
        ("a zyzzyva", ["zyzzyva"]),
    ],
)
def test_things_outside_the_world_are_found(wish: str, found: list[str]) -> None:
    assert words(wish) == found


@pytest.mark.parametrize(
    "wish",
    [
        "",
        "cats!",
        "a fluffy cat sleeping on the sofa",
        "a cat that sleeps",
        "a sleeping dog",
        "a photo of a shiny red apple on a wooden table, high quality, 4k",
        "can you please make me a picture with three sheep?",
        "a dog in the middle of a striped teal background",
        "I'd love a bus in black and white",
        "a happy dog chasing a red ball",
        "two mugs beside a telly, b&w",
        "please paint a beautiful sunset with a boat",
    ],
)
def test_ordinary_words_raise_no_alarm(wish: str) -> None:
    assert words(wish) == []


def test_no_way_of_asking_raises_an_alarm() -> None:
    tails = [tail for said in wordings.STYLE_TAILS.values() for tail in said.seen + said.heldout]
    backgrounds = wordings.BACKGROUND_TAILS.seen + wordings.BACKGROUND_TAILS.heldout
    tails += [tail.format(a="a", bg="dotted pale green") for tail in backgrounds]

    for opening in wordings.OPENINGS.seen + wordings.OPENINGS.heldout:
        for tail in tails:
            wish = opening.format("a dog and two cups") + tail
            assert words(wish) == [], wish


def test_the_closest_things_come_by_meaning_then_by_spelling() -> None:
    assert closest_things("dragons", CLASSES) == ("bird", "horse")
    assert closest_things("girafes", CLASSES) == ("giraffe",)
    assert closest_things("qqq", CLASSES) == ()


def test_a_smaller_vocabulary_knows_less() -> None:
    (unknown,) = unknown_objects("a puppy and a cat", ["cat"])

    assert (unknown.word, unknown.closest) == ("puppy", ())


def test_the_table_names_only_things_of_the_world() -> None:
    assert {name for names in RELATED.values() for name in names} <= set(CLASSES)
    assert not set(RELATED) & set(CLASSES)
