"""What happens in another order than usual: nothing is lost, doubled or taken for another's."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from page_driver import EDIT, PATIENCE_S, WISH, finished, hide, rested, say, upload

COMMANDS = "**/page/sessions/*"


def at(page: Any, number: int, *names: str) -> None:
    """Wait until a picture is shown with its boxes, and assert that nobody complains."""
    page.wait_for_selector(f".version.here[data-number='{number}']")
    page.wait_for_function(
        "names => [...document.querySelectorAll('.box-name')].map((one) => one.textContent)"
        ".join() === names",
        arg=",".join(names),
    )
    assert page.locator(".notice").all_inner_texts() == []
    numbers = page.evaluate("got.state.pictures.map((one) => one.number)")
    assert numbers == list(range(1, len(numbers) + 1))


def newest(page: Any, server: Any) -> Any:
    """Return the newest turn of the session that is shown."""
    session = page.evaluate("got.state.place.session")
    return server.house.assistant.session(session).turns()[-1]


def over(page: Any, server: Any, count: int) -> None:
    """Wait until the server has done so many turns, whatever the page knows."""
    page.wait_for_function("n => got.state.turns.size >= n", arg=count)
    newest(page, server).wait(PATIENCE_S)


def doubled(page: Any, server: Any) -> bool:
    """Say whether the page's events of the newest turn are other ones than the server's."""
    turn = newest(page, server)
    here = page.evaluate("n => got.state.turns.get(n).events.map((one) => one.kind)", turn.number)
    there = [event.kind for event in turn.events if event.kind not in ("thinking", "painting")]
    return bool(here != there)


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Any]:
    """Return what keeps everything back that pages are told, for the time of a block."""
    from ui.outbox import Outbox

    may_tell = threading.Event()
    may_tell.set()
    take = Outbox.take

    async def later(outbox: Outbox) -> str:
        while not may_tell.is_set():
            await asyncio.sleep(0.02)
        text = await take(outbox)
        while not may_tell.is_set():
            await asyncio.sleep(0.02)
        return text

    monkeypatch.setattr(Outbox, "take", later)

    @contextmanager
    def kept_back() -> Iterator[None]:
        may_tell.clear()
        try:
            yield
        finally:
            may_tell.set()

    return kept_back


@pytest.fixture
def asking(server: Any) -> Iterator[None]:
    """Let plans wait for an answer."""
    server.house.change({"approval": "ask"})
    yield
    rested(server)
    server.house.change({"approval": "auto"})


@pytest.fixture
def reopened(page: Any) -> Any:
    """The page, loaded anew, so that it hears through what was put in between."""
    page.reload()
    page.wait_for_selector("#got[data-state=open]")
    return page


def test_a_turn_may_be_over_before_its_command_is_answered(page: Any, server: Any) -> None:
    def late(route: Any) -> None:
        answer = route.fetch()
        page.wait_for_selector(".turn[data-state=finished]")
        page.wait_for_selector(".version.here[data-number='1']")
        route.fulfill(response=answer)

    page.route(COMMANDS, late, times=1)
    say(page, WISH)
    finished(page, 1)
    at(page, 1, "red apple", "blue cup")
    assert not doubled(page, server)
    page.get_by_label("Undo").click()
    page.wait_for_function("got.state.place.head === null")


def test_a_turn_may_be_over_before_anything_of_it_is_heard(
    quiet: Any, reopened: Any, server: Any
) -> None:
    with quiet():
        say(reopened, WISH)
        over(reopened, server, 1)

    finished(reopened, 1)
    at(reopened, 1, "red apple", "blue cup")
    assert not doubled(reopened, server)


def test_a_message_after_an_unheard_end_makes_nobody_stale(
    quiet: Any, reopened: Any, server: Any
) -> None:
    with quiet():
        say(reopened, WISH)
        over(reopened, server, 1)
        say(reopened, EDIT)
        over(reopened, server, 2)

    finished(reopened, 2)
    at(reopened, 2, "green apple", "blue cup")


def test_going_back_after_an_unheard_end_is_asked_once_more(
    quiet: Any, reopened: Any, server: Any
) -> None:
    say(reopened, WISH)
    finished(reopened, 1)
    with quiet():
        say(reopened, EDIT)
        over(reopened, server, 2)
        reopened.get_by_label("Undo").click()
        reopened.wait_for_selector(".notice.trouble:has-text('just changed the picture')")
    finished(reopened, 2)
    reopened.get_by_role("button", name="Close", exact=True).click()

    at(reopened, 2, "green apple", "blue cup")


def test_two_messages_at_once_are_done_one_after_the_other(page: Any, server: Any) -> None:
    with server.painter.held():
        say(page, WISH)
        page.wait_for_selector("progress")
        say(page, EDIT)
        page.wait_for_function("got.state.turns.size === 2")
    finished(page, 2)

    at(page, 2, "green apple", "blue cup")
    assert page.locator(".bubble.mine").all_inner_texts() == [WISH, EDIT]


def test_a_plan_may_be_answered_before_its_turn_is_at_rest(
    page: Any, server: Any, asking: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.stream import Line

    at_rest, answered = Line._at_rest, threading.Event()

    def later(line: Line, turn: Any) -> Any:
        assert answered.wait(PATIENCE_S)
        return at_rest(line, turn)

    monkeypatch.setattr(Line, "_at_rest", later)
    say(page, WISH)
    page.wait_for_selector(".turn[data-state=waiting]")
    page.get_by_role("button", name="Draw it", exact=True).click()
    page.wait_for_selector(".turn[data-state=running]")
    over(page, server, 1)
    answered.set()

    finished(page, 1)
    at(page, 1, "red apple", "blue cup")
    assert not doubled(page, server)


def test_a_second_click_on_an_answer_does_no_harm(page: Any, asking: None) -> None:
    say(page, WISH)
    page.get_by_role("button", name="Draw it", exact=True).dblclick()

    finished(page, 1)
    at(page, 1, "red apple", "blue cup")


def test_a_plan_in_hand_survives_a_tab_that_is_hidden(page: Any, asking: None) -> None:
    say(page, WISH)
    page.get_by_role("button", name="Change it").click()
    page.wait_for_selector(".box:focus")
    page.keyboard.press("ArrowDown")
    hide(page, True)
    hide(page, False)
    page.wait_for_function("got.state.turns.size === 1")
    page.get_by_role("button", name="Draw this plan").click()
    finished(page, 1)
    at(page, 1, "red apple", "blue cup")

    assert page.get_by_label("top of red apple").input_value() == "430"


def test_what_happens_while_a_tab_is_hidden_is_there_when_it_is_seen_again(
    page: Any, server: Any
) -> None:
    with server.painter.held():
        say(page, WISH)
        page.wait_for_selector("progress")
        hide(page, True)
    over(page, server, 1)
    hide(page, False)

    finished(page, 1)
    at(page, 1, "red apple", "blue cup")
    assert not doubled(page, server)


def test_a_line_that_breaks_in_the_middle_of_a_turn_is_taken_up_again(
    page: Any, server: Any
) -> None:
    with server.painter.held():
        say(page, WISH)
        page.wait_for_selector("progress")
        refused: list[Any] = []

        def answer(route: Any) -> None:
            if len(refused) < 2:
                refused.append(route)
                route.abort()
            else:
                route.continue_()

        page.route("**/events?*", answer)
        hide(page, True)
        hide(page, False)
    finished(page, 1)

    at(page, 1, "red apple", "blue cup")
    assert len(refused) == 2
    assert not doubled(page, server)


def test_a_message_whose_answer_is_lost_is_not_said_twice(page: Any, server: Any) -> None:
    def lose(route: Any) -> None:
        route.fetch()
        route.abort()

    page.route(COMMANDS, lose, times=1)
    say(page, WISH)
    page.wait_for_selector(".notice.trouble:has-text('does not answer')")
    page.get_by_label("Message", exact=True).focus()
    page.keyboard.press("Enter")
    finished(page, 1)

    at(page, 1, "red apple", "blue cup")
    assert page.locator(".turn").count() == 1
    assert page.get_by_label("Message", exact=True).input_value() == ""


def test_a_picture_that_is_added_while_another_is_drawn_keeps_its_number(
    quiet: Any, reopened: Any, server: Any
) -> None:
    with quiet():
        say(reopened, WISH)
        over(reopened, server, 1)
        upload(reopened)
        reopened.wait_for_selector(".version.here[data-number='2']")
    finished(reopened, 1)

    at(reopened, 2, "orange")
    assert [one["operation"] for one in reopened.evaluate("got.state.pictures")][1] == "upload"


def test_an_upload_may_be_seen_before_it_is_answered(page: Any) -> None:
    kept: list[tuple[Any, Any]] = []
    page.route("**/upload", lambda route: kept.append((route, route.fetch())), times=1)
    upload(page)
    while not kept:
        page.wait_for_timeout(20)
    hide(page, True)
    with page.expect_response("**/place?*"):
        hide(page, False)
    page.wait_for_selector(".version.here[data-number='1']")
    (route, answer), *_ = kept
    route.fulfill(response=answer)

    at(page, 1, "orange")


def test_what_is_being_written_stays_while_a_turn_goes_on(page: Any) -> None:
    say(page, WISH)
    finished(page, 1)
    at(page, 1, "red apple", "blue cup")
    page.get_by_label("Name of an object to add").fill("yellow ban")
    say(page, EDIT)
    finished(page, 2)
    at(page, 2, "green apple", "blue cup")

    assert page.get_by_label("Name of an object to add").input_value() == "yellow ban"


def test_boxes_that_were_moved_stay_moved_whatever_else_happens(page: Any) -> None:
    say(page, WISH)
    finished(page, 1)
    at(page, 1, "red apple", "blue cup")
    page.locator(".box").first.focus()
    page.keyboard.press("ArrowDown")
    say(page, "thank you")
    finished(page, 2)
    page.get_by_label("Undo").click()
    page.wait_for_function("got.state.place.head === null")
    page.get_by_label("Redo").click()

    at(page, 1, "red apple", "blue cup")
    assert page.get_by_label("top of red apple").input_value() == "430"
    page.get_by_role("button", name="Drop changes").click()
    page.wait_for_function("document.querySelector('[data-corner=\"1\"]').value === '420'")


def test_a_picture_is_seen_emerging_after_the_settings_were_changed(page: Any, server: Any) -> None:
    server.house.change({"seed": 7})
    try:
        with server.painter.held():
            say(page, WISH)
            page.wait_for_selector(".under-way .preview:not([hidden])")
        finished(page, 1)
    finally:
        rested(server)
        server.house.change({"seed": 42})


def test_objects_are_found_in_an_upload_by_themselves(page: Any) -> None:
    upload(page)
    at(page, 1, "orange")

    page.reload()
    at(page, 1, "orange")

    assert page.locator(".turn").count() == 0


def test_looking_at_an_upload_gives_way_to_a_message(page: Any, server: Any) -> None:
    with server.looker.held():
        upload(page)
        page.wait_for_selector("text=Looking for what is in it")
        assert server.looker.begun.wait(PATIENCE_S)
        say(page, EDIT)
        finished(page, 1)
        page.wait_for_selector(".version.here[data-number='2']")
    page.locator(".version[data-number='1'] .go").click()

    at(page, 1, "orange")
    assert server.looker.asked >= 2


def test_what_is_found_in_an_upload_makes_no_tab_stale(page: Any, server: Any) -> None:
    with server.looker.held():
        upload(page)
        page.wait_for_selector("text=Looking for what is in it")
        other = page.context.new_page()
        other.goto(page.url)
        other.wait_for_selector("text=Looking for what is in it")

    at(page, 1, "orange")
    at(other, 1, "orange")


def test_what_is_found_while_a_tab_is_hidden_is_there_when_it_is_seen_again(
    page: Any, server: Any
) -> None:
    with server.looker.held():
        upload(page)
        page.wait_for_selector("text=Looking for what is in it")
        hide(page, True)
    session = page.evaluate("got.state.place.session")
    page.wait_for_function(
        "async (path) => !(await (await fetch(path)).json()).looking",
        arg=f"/page/sessions/{session}/plans/1",
    )
    hide(page, False)

    at(page, 1, "orange")


def test_objects_that_were_not_found_can_be_looked_for_again(page: Any, server: Any) -> None:
    with server.looker.blind():
        upload(page)
        page.wait_for_selector("text=Nothing is known")
    page.get_by_role("button", name="Find the objects").click()
    finished(page, 1)

    at(page, 1, "orange")


def caught_up(page: Any) -> None:
    """Wait until the page has taken in every answer that came before now."""
    page.evaluate("fetch('/page/about').then((answer) => answer.json())")


def test_of_two_sessions_the_one_asked_for_last_is_shown(page: Any, server: Any) -> None:
    first, last = (server.house.assistant.session().id for _ in range(2))

    def late(route: Any) -> None:
        answer = route.fetch()
        page.wait_for_function("id => got.state.place.session === id", arg=last)
        route.fulfill(response=answer)

    page.route(f"**/page/sessions/{first}", late, times=1)
    page.evaluate("asked => Promise.all(asked.map((id) => got.openSession(id)))", [first, last])

    assert page.evaluate("got.state.place.session") == last


def test_of_two_searches_the_last_one_is_shown(page: Any, server: Any) -> None:
    session = page.evaluate("got.state.place.session")
    server.house.assistant.session(session).say("where is the zebra?")

    def late(route: Any) -> None:
        answer = route.fetch()
        page.wait_for_selector("text=Nothing found")
        route.fulfill(response=answer)

    page.route("**/page/search?words=zebra", late, times=1)
    field = page.get_by_label("Search wishes and plans")
    with page.expect_response("**/page/search?words=zebra"):
        for words in ("zebra", "quagga"):
            field.fill(words)
            field.press("Enter")
    caught_up(page)

    assert page.locator(".found").inner_text() == "Nothing found."


def test_where_a_session_is_may_be_told_after_it_has_moved_on(page: Any, server: Any) -> None:
    def late(route: Any) -> None:
        answer = route.fetch()
        page.wait_for_function(
            "[...got.state.turns.values()][1]?.events.some((one) => one.kind === 'remembered')"
        )
        route.fulfill(response=answer)

    page.route("**/place?*", late, times=1)
    say(page, WISH)
    page.wait_for_selector(".turn[data-state=finished]")
    say(page, EDIT)
    finished(page, 2)

    at(page, 2, "green apple", "blue cup")


def test_a_plan_may_be_read_after_it_was_answered(page: Any, asking: None) -> None:
    read: list[Any] = []

    # It is read for the canvas as soon as it is there, and again because it waits.
    def late(route: Any) -> None:
        read.append(route)
        if len(read) == 1:
            route.continue_()
            return
        answer = route.fetch()
        page.wait_for_selector(".version.here[data-number='1']")
        route.fulfill(response=answer)

    page.route("**/page/read", late)
    with page.expect_response(lambda answer: len(read) == 2 and answer.url.endswith("/read")):
        say(page, WISH)
        page.get_by_role("button", name="Draw it", exact=True).click()
        finished(page, 1)
    caught_up(page)

    at(page, 1, "red apple", "blue cup")
    assert page.get_by_role("button", name="Draw this plan").count() == 0


def test_what_was_found_in_an_upload_is_not_unlearned_by_a_late_answer(
    page: Any, server: Any
) -> None:
    def late(route: Any) -> None:
        answer = route.fetch()
        server.looker.go_on.set()
        page.wait_for_selector(".box-name:has-text('orange')")
        route.fulfill(response=answer)

    page.route("**/plans/1", late, times=1)
    with server.looker.held(), page.expect_response("**/plans/1"):
        upload(page)
        at(page, 1, "orange")
    caught_up(page)

    at(page, 1, "orange")


def test_a_box_may_be_moved_while_its_name_is_being_changed(page: Any) -> None:
    say(page, WISH)
    finished(page, 1)
    at(page, 1, "red apple", "blue cup")

    def late(route: Any) -> None:
        answer = route.fetch()
        page.locator(".box").nth(1).press("ArrowDown")
        route.fulfill(response=answer)

    page.route("**/page/plan", late, times=1)
    page.get_by_label("Name of object 1").fill("green apple")
    page.get_by_label("Name of object 1").press("Enter")

    at(page, 1, "green apple", "blue cup")
    assert page.get_by_label("top of blue cup").input_value() == "390"


def test_a_changed_plan_that_could_not_be_sent_is_kept(page: Any) -> None:
    say(page, WISH)
    finished(page, 1)
    at(page, 1, "red apple", "blue cup")
    page.locator(".box").first.press("ArrowDown")
    page.route(COMMANDS, lambda route: route.abort(), times=1)
    page.get_by_role("button", name="Draw this plan").click()
    page.wait_for_selector(".notice.trouble:has-text('does not answer')")
    page.get_by_label("Undo").click()
    page.wait_for_function("got.state.place.head === null")
    page.get_by_label("Redo").click()

    at(page, 1, "red apple", "blue cup")
    assert page.get_by_label("top of red apple").input_value() == "430"


def test_a_reference_waits_for_a_message_it_can_go_with(page: Any, asking: None) -> None:
    upload(page)
    at(page, 1, "orange")
    say(page, WISH)
    page.wait_for_selector(".turn[data-state=waiting]")
    page.get_by_label("Use picture 1 as a reference").click()
    say(page, "who are you?")
    finished(page, 1)

    assert page.locator(".chip:has-text('Reference: picture 1')").count() == 1


def test_turns_in_other_sessions_are_told_to_whoever_waits(page: Any, server: Any) -> None:
    other = server.house.assistant.session()
    with server.painter.held():
        turn = other.start_call("draw_picture", wish=WISH)
        server.house.watch(turn)
        page.wait_for_selector(".who:has-text('1 in other sessions')")
        assert server.house.busy == (other.id,)
    turn.wait(PATIENCE_S)

    page.wait_for_selector(".who:has-text('ready')")
    assert server.house.busy == ()
