"""The tools at work in a session: what they make hangs where it belongs, and nothing is lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from agent.graph import every_tool, tools
from got_models import chain_text
from got_models.errors import BadInput
from got_models.thought import Chain
from tools.region import region_of
from tools.toolbox import PLANNING

Open = Callable[..., Any]


@pytest.fixture
def session(assistant: Open, apple: str, edit_chain: str) -> Any:
    """A session with a drawn picture (1) and an edited one (2)."""
    a = assistant(answers=[apple, edit_chain, apple, edit_chain])
    made = a.session()
    made.call("draw_picture", wish="a red apple")
    made.call("edit_picture", instruction="make the apple blue")
    return made


def parents(session: Any) -> list[int | None]:
    numbers = {v.id: place for place, v in enumerate(session.versions(), start=1)}
    return [numbers.get(v.parent) for v in session.versions()]


def test_variants_hang_beside_the_picture_they_vary(session: Any) -> None:
    drawn = session.call("vary", count=2, picture=1)
    edited = session.call("vary", count=2, picture=2)

    assert drawn.reply.startswith("Pictures 3 and 4")
    assert len({v.picture.digest for v in session.versions()}) == 6
    assert parents(session) == [None, 1, None, None, 1, 1]
    assert [v.changed_outside_px for v in edited.made] == [0, 0]


def test_a_change_is_repeated_on_another_branch(session: Any) -> None:
    session.go_to(1)
    session.call("change_layout", operation="move_right", element="apple")

    turn = session.call("cherry_pick", picture=2)

    assert turn.version.operation == "replay"
    assert parents(session) == [None, 1, 1, 3]
    assert turn.version.chain == turn.made[0].chain
    assert turn.chain == session.turns()[1].chain
    assert region_of(turn.chain).changed_outside(session.picture(3), session.picture(4)) == 0


def test_only_an_edit_can_be_repeated(session: Any) -> None:
    assert "was not made by an edit" in session.call("cherry_pick", picture=1).reply


def test_pixels_are_moved_without_a_model(session: Any) -> None:
    session.go_to(1)

    session.call("crop", box=[0, 0, 499, 999])
    session.call("rotate", quarter_turns=1)
    session.call("upscale", factor=2)
    session.call("composite", first=1, second=2, box=[0, 0, 500, 500])

    sizes = [(v.picture.width, v.picture.height) for v in session.versions()]
    assert sizes == [(64, 64), (64, 64), (32, 64), (64, 32), (128, 64), (64, 64)]
    assert parents(session) == [None, 1, 1, 3, 4, 1]
    assert [e.phrase for e in session.scene(4).elements] == ["red apple"]


def test_pictures_are_described_located_compared_and_searched(session: Any) -> None:
    session.go_to(1)

    assert session.call("describe_picture").reply == "The picture shows: red apple (left)."
    located = session.call("locate", phrase="apple")
    assert located.reply == "The apple is left, at (100, 200, 400, 600)."
    compared = session.call("compare_pictures", first=1, second=2)
    assert re.match(
        r"[A-Z][^.;]*(; [^.;]*)*\. [\d.]+% of the pixels differ, all within", compared.reply
    )
    assert "picture 1" in session.call("search_history", query="red apple").reply
    assert "Nothing was said" in session.call("search_history", query="zanzibar").reply


def test_moves_between_pictures_draw_nothing(session: Any) -> None:
    assert session.call("undo").picture_number == 1
    assert session.call("redo").picture_number == 2
    assert session.call("go_to", picture=1).picture_number == 1
    assert "'mine'" in session.call("branch", name="mine").reply
    session.call("name_picture", name="first")
    session.call("star_picture", picture=2)

    assert len(session.versions()) == 2
    assert {b.name for b in session.branches} == {"main", "mine"}
    assert [(m.name, m.starred) for m in session.marks] == [("first", False), (None, True)]


def test_an_upload_is_described_by_its_plan_or_not_at_all(session: Any) -> None:
    number = session.attach(Image.new("RGB", (50, 40), "blue"), "sky.png")

    assert (number, session.current) == (3, 3)
    assert "cannot make out anything" in session.call("describe_picture").reply
    assert "has no plan to change" in session.call("change_layout", operation="fit").reply
    assert session.undo() == 2


def test_files_are_written_where_the_memory_says(session: Any) -> None:
    turn = session.call("export", form="png")

    called = next(event for event in turn.events if event.kind == "called")
    name = called.data["file"]
    assert "/" not in name
    assert name in turn.reply


def test_an_unknown_tool_is_refused_at_once(session: Any) -> None:
    with pytest.raises(BadInput, match="there is no tool 'paint'"):
        session.call("paint")


def test_what_is_seen_in_an_upload_is_known_from_then_on(assistant: Open, apple: str) -> None:
    class Looker:
        asked = 0

        def ground(
            self, picture: Image.Image, *, on_text: Callable[[str], None] | None = None
        ) -> Chain:
            self.asked += 1
            return chain_text.read(apple).chain

    looker = Looker()
    session = assistant(looker=looker).session()
    session.attach(Image.new("RGB", (64, 64), "white"))
    assert session.scene() is None

    session.call("describe_picture")
    session.call("describe_picture")

    again = assistant().session(session.id)
    assert [element.phrase for element in again.scene().elements] == ["red apple"]
    assert looker.asked == 1


def test_an_edit_says_what_becomes_different_and_shows_it(assistant: Open, apple: str) -> None:
    green = (
        "1. The source image shows a red apple. 2. The object to be edited is the "
        "<|object_ref_start|>red apple<|object_ref_end|>"
        "<|box_start|>(100,200),(400,600)<|box_end|> (red). 3. Turn the red apple green."
    )
    session = assistant(answers=[apple, green]).session()
    session.call("draw_picture", wish="a red apple")

    turn = session.call("edit_picture", instruction="make the apple green")

    planned = next(event for event in turn.events if event.kind == "planned")
    assert planned.changes == ("recoloured the apple from red to green",)
    assert [element.phrase for element in session.scene().elements] == ["green apple"]


def test_a_mask_by_its_number_bounds_an_edit_its_variants_and_its_repetition(
    assistant: Open, apple: str, edit_chain: str
) -> None:
    session = assistant(answers=[apple, edit_chain]).session()
    session.call("draw_picture", wish="a red apple")
    before = session.picture(1)
    mask = Image.new("RGB", before.size)
    mask.paste("white", (0, 0, before.width // 2, before.height))
    number = session.attach(mask)

    turn = session.call("edit_picture", instruction="make the apple blue", picture=1, mask=number)

    session.call("vary", count=1)
    session.call("cherry_pick", picture=3)

    right = (before.width // 2, 0, before.width, before.height)
    assert turn.made[0].changed_outside_px == 0
    assert "cannot be told a mask" in "".join(
        event.answer for event in turn.events if event.kind == "called"
    )
    done = [session.picture(number) for number in (3, 4, 5)]
    assert all(one.crop(right).tobytes() == before.crop(right).tobytes() for one in done)
    assert len({one.tobytes() for one in (before, *done)}) >= 3


def test_a_reference_the_painter_cannot_look_at_is_refused_in_the_conversation(
    session: Any,
) -> None:
    turn = session.call("edit_picture", instruction="make the apple blue", references=[1])

    assert "looks at no references, got 1" in turn.reply
    assert len(session.versions()) == 2


def test_a_plan_is_made_and_changed_before_anything_is_drawn(assistant: Open, apple: str) -> None:
    session = assistant(
        [("plan_picture", {"wish": "a red apple"})],
        [("change_plan", {"plan": 1, "operation": "move_right", "element": "apple"})],
        [("draw_plan", {"plan": 2, "wish": "a red apple"})],
        answers=[apple],
    ).session()

    planned = session.say("plan a red apple")
    changed = session.say("further right")
    drawn = session.say("draw that")

    assert planned.reply.startswith("Plan 1: red apple at (100, 200, 400, 600).")
    assert (planned.made, changed.made) == ((), ())
    assert planned.chain.elements[0].box.corners == (100, 200, 400, 600)
    shown = [event for event in changed.events if event.kind == "planned"]
    assert [(event.chain, event.by) for event in shown] == [(2, "user")]
    assert drawn.version.chain == 2
    assert drawn.chain.elements[0].box.corners == (250, 200, 550, 600)
    assert drawn.version.parameters["wish"] == "a red apple"


def test_a_plan_that_breaks_a_lock_is_put_right_before_it_is_drawn(
    assistant: Open, apple: str
) -> None:
    moved = apple.replace("(100,200),(400,600)", "(600,600),(900,900)")
    session = assistant(answers=[apple, moved]).session()
    session.call("draw_picture", wish="a red apple")
    session.lock("apple")
    session.call("plan_picture", wish="a red apple")

    turn = session.call("draw_plan", plan=2, wish="a red apple")

    assert turn.chain.elements[0].box.corners == (100, 200, 400, 600)
    assert turn.version.chain == 3


def test_a_plan_of_another_session_is_not_there(session: Any, assistant: Open) -> None:
    other = assistant().session()

    turn = other.call("draw_plan", plan=1, wish="a red apple")

    assert turn.made == ()
    assert "chain" in turn.reply


def test_the_local_planner_is_offered_what_it_was_taught_and_others_everything() -> None:
    assert {one.name for one in every_tool()} - {one.name for one in tools()} == set(PLANNING)
