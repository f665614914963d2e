"""What the house does by itself: looking at pictures, and leaving it."""

from pathlib import Path
from typing import Any

from page_driver import PATIENCE_S
from PIL import Image

from agent.settings import Settings


def test_nobody_looks_before_the_models_are_there(tmp_path: Path) -> None:
    from ui.house import House

    def hiring(held: Settings, folder: Path) -> Any:
        raise AssertionError("looking must not load models")

    house = House(Settings(), folder=tmp_path, hiring=hiring)
    try:
        talk = house.assistant.session()
        talk.attach(Image.new("RGB", (64, 64), "white"))

        house.look(talk.id, 1)

        assert not house.looks(talk.id, 1)
        assert talk.scene(1) is None
    finally:
        house.close()


def test_a_picture_is_looked_at_once(server: Any) -> None:
    talk = server.house.assistant.session()
    talk.attach(Image.new("RGB", (64, 64), "white"))
    before = server.looker.asked

    talk.look_at(1)
    talk.look_at(1)

    assert [element.phrase for element in talk.scene(1).elements] == ["orange"]
    assert server.looker.asked == before + 1


def test_looking_moves_no_session_and_begins_no_turn(server: Any) -> None:
    talk = server.house.assistant.session()
    talk.attach(Image.new("RGB", (64, 64), "white"))
    revision = talk.about.revision
    told: list[dict[str, object]] = []

    with server.looker.held(), server.house.hub.listening(talk.id, told.append):
        server.house.look(talk.id, 1)
        looks = server.house._looks[talk.id, 1]
        server.looker.go_on.set()
        looks.join(PATIENCE_S)

    assert told == [{"kind": "seen", "picture": 1}]
    assert (talk.about.revision, talk.turns()) == (revision, [])
