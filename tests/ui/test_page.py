"""The page in a real browser: what a person does there, and what comes of it."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from page_driver import EDIT, START_S, WISH, finished, png, rested, say, upload
from PIL import Image

from got_models.guidance_scales import default_for

AT_REST = """async () => {
    const page = document.querySelector("script[type=module]").src;
    const { look, refreshAbout } = await import(page.replace("page.js", "store.js"));
    await Promise.all([look(), refreshAbout()]);
}"""
"""Wait until nothing is being asked any more: questions wait for those before them."""


def drawn(page: Any, number: int = 1) -> None:
    """Wait until a picture is shown with its boxes."""
    page.wait_for_selector(f".version.here[data-number='{number}']")
    page.wait_for_selector(".box")
    page.wait_for_function("document.querySelector('.frame img').complete")


def dragged(page: Any, selector: str, dx: int, dy: int) -> None:
    """Drag something by so many pixels."""
    area = page.locator(selector).bounding_box()
    x, y = area["x"] + area["width"] / 2, area["y"] + area["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx / 2, y + dy / 2)
    page.mouse.move(x + dx, y + dy)
    page.mouse.up()


def menu(page: Any, number: int, item: str) -> None:
    """Choose something from the menu of a version."""
    page.get_by_label(f"More about picture {number}", exact=True).click()
    page.get_by_role("menuitem", name=item).click()


def test_a_wish_is_planned_drawn_grabbed_edited_undone_branched_compared_and_exported(
    page: Any, server: Any, shot: Callable[..., None]
) -> None:
    shot(page, "first-visit")
    page.get_by_role("button", name=WISH).click()
    finished(page, 1)
    drawn(page)
    assert page.locator(".plan-card .objects li").all_inner_texts() == ["red apple", "blue cup"]
    assert "checks pass" in page.locator(".checks summary").inner_text()
    shot(page, "drawn")

    asked = server.reasoner.asked
    dragged(page, ".box[data-index='0']", 60, -120)
    page.get_by_role("button", name="Draw this plan").click()
    finished(page, 2)
    drawn(page, 2)
    assert server.reasoner.asked == asked
    assert re.search(
        "moved the red apple .* up", page.locator(".changes").last.inner_text().lower()
    )
    assert [one["seed"] for one in pictures(page)] == [42, 42]

    say(page, EDIT)
    finished(page, 3)
    drawn(page, 3)
    assert "changed outside: 0 px" in page.locator(".facts").inner_text()
    assert page.locator(".word").first.inner_text() == "green apple"
    changes = page.locator(".changes").last.inner_text().lower()
    assert changes == "recoloured the apple from red to green"

    page.get_by_label("Undo").click()
    page.wait_for_selector(".version.here[data-number='2']")
    assert "1 later version after this one" in page.locator(".tree-head").inner_text()

    menu(page, 1, "Branch from here")
    page.get_by_label("Name of the new branch").fill("other idea")
    page.get_by_role("button", name="Save").click()
    page.wait_for_selector(".version.here[data-number='1']")
    say(page, EDIT)
    finished(page, 4)
    drawn(page, 4)
    assert "2 versions on another branch" in page.locator(".tree-head").inner_text()

    menu(page, 1, "Compare with this one")
    shot(page, "compare")
    page.get_by_role("button", name="Difference").click()
    page.wait_for_function(
        "document.querySelector('.compare')?.innerText.includes('Changed outside')"
    )
    assert "Changed outside: 0 px" in page.locator(".compare").inner_text()
    shot(page, "difference")
    page.get_by_label("Close the comparison").click()

    page.locator(".title").click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Export session").click()
    with zipfile.ZipFile(coming.value.path()) as packed:
        assert len(json.loads(packed.read("session.json"))["versions"]) == 4
    shot(page, "branches")


def test_a_picture_alone_is_not_offered_for_comparison(page: Any) -> None:
    say(page, WISH)
    finished(page, 1)
    drawn(page)

    page.get_by_label("More about picture 1", exact=True).click()
    offered = page.get_by_role("menuitem").all_inner_texts()

    assert "Branch from here…" in offered
    assert "Compare with this one" not in offered


def test_a_reload_in_the_middle_of_a_turn_loses_and_doubles_nothing(page: Any, server: Any) -> None:
    with server.painter.held():
        say(page, WISH)
        page.wait_for_selector("progress")
        page.reload()
        page.wait_for_selector("progress")
        page.wait_for_selector(".box")
        assert page.locator(".turn").count() == 1
        assert page.locator(".bubble.mine").all_inner_texts() == [WISH]
    finished(page, 1)
    drawn(page)

    assert len(pictures(page)) == 1
    assert page.locator(".bubble.mine").all_inner_texts() == [WISH]


def test_stop_ends_a_turn_and_the_next_one_works(page: Any, server: Any) -> None:
    with server.painter.held():
        say(page, WISH)
        page.wait_for_selector("progress")
        # A candidate that is finished before the stop arrives would be kept, as picture 1.
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.get_by_label("Stop").click()
    page.wait_for_selector(".turn[data-state=cancelled]")
    assert page.locator(".said").last.inner_text() == "Stopped."

    say(page, WISH)
    finished(page, 1)
    drawn(page)


def test_of_two_tabs_the_stale_one_is_told_and_changes_nothing(page: Any) -> None:
    say(page, WISH)
    finished(page, 1)
    drawn(page)
    other = page.context.new_page()
    other.goto(page.url)
    drawn(other)

    say(other, EDIT)
    finished(other, 2)
    page.wait_for_selector("text=changed in another tab")
    page.get_by_label("Undo").click()
    page.get_by_role("button", name="Show what is there now").click()

    drawn(page, 2)
    drawn(other, 2)
    assert page.locator(".notice").count() == 0
    assert len(pictures(other)) == 2


def test_quick_clicks_do_not_make_a_page_stale_by_itself(page: Any) -> None:
    for count in (1, 2, 3):
        say(page, WISH)
        finished(page, count)
        drawn(page, count)

    before = page.evaluate("got.state.place.revision")

    page.evaluate(
        """for (const number of [1, 2, 3, 1, 2])
            document.querySelector(`.version[data-number="${number}"] .go`).click()"""
    )
    page.wait_for_function("all => got.state.place.revision === all", arg=before + 5)

    assert page.evaluate("got.state.place.head") == 2
    assert page.locator(".version.here").get_attribute("data-number") == "2"
    assert page.locator(".notice").count() == 0


def test_everything_can_be_done_by_keyboard(page: Any) -> None:
    page.get_by_label("Message", exact=True).focus()
    page.keyboard.type(WISH)
    page.keyboard.press("Enter")
    finished(page, 1)
    drawn(page)

    page.locator(".box").first.focus()
    for key in ("ArrowRight", "ArrowUp", "Shift+ArrowRight"):
        page.keyboard.press(key)
    assert box(page, 0) == [90, 410, 440, 790]
    page.keyboard.press("Tab")
    page.keyboard.press("Delete")
    page.wait_for_function("document.querySelectorAll('.box').length === 1")
    page.get_by_label("Name of an object to add").focus()
    page.keyboard.type("yellow banana")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('.box').length === 2")
    page.get_by_role("button", name="Draw this plan").focus()
    page.keyboard.press("Enter")
    finished(page, 2)
    drawn(page, 2)

    assert page.locator(".word").all_inner_texts() == ["red apple", "yellow banana"]


def test_the_table_renames_recolours_places_and_locks(page: Any) -> None:
    say(page, WISH)
    finished(page, 1)
    drawn(page)

    page.get_by_label("Lock red apple").click()
    page.wait_for_selector(".box.locked")
    dragged(page, ".box[data-index='0']", 40, 40)
    assert box(page, 0) == [80, 420, 420, 800]
    page.get_by_label("left of blue cup").fill("600")
    page.get_by_label("left of blue cup").press("Enter")
    page.get_by_label("Colour of blue cup").select_option("green")
    page.wait_for_selector(".word:has-text('green cup')")
    page.get_by_label("Name of object 2").fill("green bowl")
    page.get_by_label("Name of object 2").press("Enter")
    page.wait_for_selector(".word:has-text('green bowl')")
    page.wait_for_selector(".box-name:has-text('green bowl')")

    assert box(page, 1) == [600, 380, 900, 820]


def test_a_plan_can_be_asked_for_changed_and_then_drawn(page: Any, server: Any) -> None:
    server.house.change({"approval": "ask"})
    try:
        say(page, WISH)
        page.wait_for_selector(".turn[data-state=waiting]")
        page.wait_for_selector(".box")
        assert pictures(page) == []
        page.get_by_role("button", name="Change it").click()
        page.wait_for_selector(".box:focus")
        page.keyboard.press("ArrowDown")
        page.get_by_role("button", name="Draw this plan").click()
        finished(page, 1)
        drawn(page)
        assert box(page, 0) == [80, 430, 420, 810]
    finally:
        server.house.change({"approval": "auto"})


def test_a_picture_of_ones_own_is_shown_and_changed(
    page: Any, server: Any, shot: Callable[..., None]
) -> None:
    name = "<img src=x onerror=alert(1)>.png"
    with server.looker.blind():
        upload(page, name=name)
        page.wait_for_selector(".version.here[data-number='1']")
        page.wait_for_selector("text=Nothing is known")
    shot(page, "upload")

    assert name in page.locator(".version .about").inner_text()
    assert page.locator("#got img[src=x]").count() == 0
    page.get_by_role("button", name="Find the objects").click()
    finished(page, 1)
    say(page, EDIT)
    finished(page, 2)
    assert page.locator("text=About").count() >= 1


def test_markup_in_a_wish_stays_text(page: Any) -> None:
    wish = 'a <b>red</b> apple <img src=x onerror="alert(1)"> <script>alert(2)</script>'

    say(page, wish)
    finished(page, 1)
    drawn(page)

    assert page.locator(".bubble.mine").inner_text() == wish
    assert page.locator("#got img[src=x], #got script, #got b:text-is('red')").count() == 0


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("notes.txt", b"no picture at all", "not a picture"),
        ("empty.png", b"", "empty"),
        ("cut.png", None, "damaged or cut off"),
    ],
)
def test_a_file_that_cannot_be_used_is_answered_with_a_sentence(
    page: Any, name: str, data: bytes | None, said: str
) -> None:
    if data is None:
        stream = io.BytesIO()
        Image.effect_noise((200, 200), 90).save(stream, "PNG")
        data = stream.getvalue()[:9_000]

    upload(page, data, name)
    page.wait_for_selector(".notice.trouble")

    assert said in page.locator(".notice.trouble").inner_text()
    assert pictures(page) == []


def test_it_fits_390_pixels_and_darkness(page: Any, shot: Callable[..., None]) -> None:
    say(page, WISH)
    finished(page, 1)
    say(page, EDIT)
    finished(page, 2)
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_label("Dark or light").click()

    for part in ("Talk", "Plan", "History"):
        page.locator(".tabs").get_by_role("button", name=part).click()
        shot(page, f"narrow-{part.lower()}")
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        spilling = page.evaluate(
            "[...document.querySelectorAll('#got .parts > section')]"
            ".filter(s => s.offsetWidth && s.scrollWidth > s.clientWidth + 1).length"
        )
        assert (wide, spilling) == (390, 0)
    menu(page, 1, "Compare with this one")
    page.wait_for_selector(".compare:visible")
    shot(page, "narrow-compare")


def test_a_box_and_its_word_point_at_each_other(page: Any) -> None:
    say(page, WISH)
    finished(page, 1)
    drawn(page)

    page.locator(".box").nth(1).hover()
    page.wait_for_selector(".word.lit:has-text('blue cup')")
    page.locator(".word").first.hover()
    page.wait_for_selector(".box.lit[data-index='0']")

    assert page.locator(".word.lit").count() == 0


def test_a_double_click_on_a_box_renames_it(page: Any) -> None:
    say(page, WISH)
    finished(page, 1)
    drawn(page)

    page.locator(".objects-table summary").click()
    page.locator(".box").nth(1).dblclick()
    page.keyboard.type("blue bowl")
    page.keyboard.press("Enter")

    page.wait_for_selector(".word:has-text('blue bowl')")


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_serious(page: Any, axe: str, dark: bool) -> None:
    say(page, WISH)
    finished(page, 1)
    drawn(page)
    if dark:
        page.get_by_label("Dark or light").click()
    settings = opened_settings(page)
    settings.evaluate(axe)
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")

    grave = [
        (one["id"], [node["html"][:160] for node in one["nodes"][:3]])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    assert grave == []


def test_a_quiet_page_asks_for_nothing(page: Any, server: Any) -> None:
    page.clock.install()
    page.reload()
    page.wait_for_selector("#got[data-state=open]")
    say(page, WISH)
    finished(page, 1)
    drawn(page)
    rested(server)
    page.wait_for_selector(".who:has-text('ready')")
    page.evaluate(AT_REST)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.clock.run_for("10:00")
    page.evaluate("1")

    assert asked == []


def opened_settings(page: Any) -> Any:
    """Open the settings and return their frame."""
    page.get_by_role("button", name="Settings", exact=True).click()
    frame = page.wait_for_selector("#got-settings iframe").content_frame()
    frame.wait_for_selector("text=Check pictures", timeout=1_000 * START_S)
    return frame


def test_guidance_can_be_set_and_a_tab_that_looked_before_is_told(
    page: Any, server: Any, shot: Callable[..., None]
) -> None:
    before = server.house.settings
    settings = opened_settings(page)
    boxes = "[aria-label='number input for Guidance by boxes, a_s']"
    try:
        settings.wait_for_selector(f"{boxes}:disabled")
        settings.get_by_label("The model's own guidance").click()
        settings.wait_for_selector("text=Saved")
        settings.wait_for_selector(f"{boxes}:enabled")
        shot(page, "settings")
        assert server.house.settings.guidance == default_for("generate")

        server.house.change({"candidates": 2})
        settings.get_by_label("The model's own guidance").click()
        settings.wait_for_selector("text=changed in another tab")
        assert server.house.settings.guidance == default_for("generate")
        assert settings.get_by_label("number input for Candidates").input_value() == "2"
    finally:
        server.house.change(before.model_dump())


def test_the_picture_is_seen_emerging(page: Any, server: Any, shot: Callable[..., None]) -> None:
    with server.painter.held():
        say(page, WISH)
        page.wait_for_selector(".frame .emerging:not([hidden])")
        page.wait_for_selector(".under-way .preview:not([hidden])")
        page.wait_for_selector(".box")
        shot(page, "emerging")
    finished(page, 1)
    drawn(page)

    assert page.locator(".emerging:not([hidden])").count() == 0


def pictures(page: Any) -> Any:
    """Return what the page knows of the session's pictures."""
    return page.evaluate("got.state.pictures")


def box(page: Any, index: int) -> list[int]:
    """Return a box as the table shows it."""
    fields = page.locator(f"tr[data-index='{index}'] [data-corner]")
    return [int(one.input_value()) for one in fields.all()]


@pytest.mark.parametrize("way", ["drop", "paste"])
def test_a_picture_can_be_dropped_or_pasted(page: Any, way: str) -> None:
    page.evaluate(
        """([way, bytes]) => {
            const held = new DataTransfer();
            held.items.add(new File([new Uint8Array(bytes)], "mine.png", {type: "image/png"}));
            const about = {bubbles: true, cancelable: true};
            document.body.dispatchEvent(way === "drop"
                ? new DragEvent("drop", {...about, dataTransfer: held})
                : new ClipboardEvent("paste", {...about, clipboardData: held}));
        }""",
        [way, list(png((64, 64), "teal"))],
    )

    page.wait_for_selector(".version.here:has-text('mine.png')")
    assert page.locator(".chip").inner_text().startswith("About")


def test_a_search_finds_a_wish_and_goes_to_its_session(page: Any) -> None:
    say(page, "a red apple beside a zeppelin")
    finished(page, 1)
    page.locator(".title").click()
    page.get_by_role("button", name="New session", exact=True).click()
    page.wait_for_selector(".welcome")

    page.get_by_label("Search wishes and plans").fill("zeppelin")
    page.keyboard.press("Enter")
    marked = page.locator(".hit mark").first.inner_text()
    page.locator(".hit").first.click()

    assert marked == "zeppelin"
    page.wait_for_selector(".bubble.mine:has-text('zeppelin')")


def test_a_search_goes_to_a_turn_that_was_long_ago_and_stays_there(page: Any, server: Any) -> None:
    session = page.evaluate("got.state.place.session")
    talk = server.house.assistant.session(session)
    for words in ("where is the okapi?", *(f"are there {n} giraffes?" for n in range(13))):
        talk.say(words)
    page.reload()
    page.wait_for_selector(".bubble.mine:has-text('are there 12 giraffes?')")
    assert page.locator(".turn").count() == 12

    page.get_by_label("Search wishes and plans").fill("okapi")
    page.keyboard.press("Enter")
    page.locator(".hit").first.click()
    page.wait_for_selector(".turn:focus:has-text('okapi')")

    turn, area = (page.locator(one).bounding_box() for one in (".turn:focus", ".talk .scroll"))
    assert area["y"] <= turn["y"] <= area["y"] + area["height"] - turn["height"]


def test_results_of_a_search_are_one_per_turn_and_none_is_cut_off(page: Any, server: Any) -> None:
    session = page.evaluate("got.state.place.session")
    talk = server.house.assistant.session(session)
    for number in range(8):
        talk.say(f"is it true that there are {number} pangolins, or are those very shy armadillos?")
    page.set_viewport_size({"width": 1360, "height": 500})

    page.get_by_label("Search wishes and plans").fill("pangolins")
    page.keyboard.press("Enter")
    page.wait_for_selector(".hit")
    hits = page.locator(".hit").evaluate_all(
        "all => all.map((one) => one.scrollHeight - one.clientHeight)"
    )

    assert hits == [0] * 8


def test_of_several_attempts_the_checks_of_the_one_that_was_kept_are_open(
    page: Any, server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dark(chain: Any, picture: Any, seed: int, size: tuple[int, int]) -> Image.Image:
        return Image.new("RGB", size, (seed % 90, 0, 0))

    monkeypatch.setattr(server.painter, "painted", dark)
    server.house.change({"candidates": 2})
    try:
        say(page, WISH)
        finished(page, 1)
    finally:
        rested(server)
        server.house.change({"candidates": 1})

    assert page.locator(".checks").count() == 2
    assert page.locator(".checks[open]").count() == 1

    page.locator(".checks[open] summary").click()
    say(page, "who are you?")
    finished(page, 2)
    assert page.locator(".checks[open]").count() == 0


def two_uploads(page: Any) -> None:
    """Choose two pictures of one's own."""
    for number, colour in ((1, "teal"), (2, "orange")):
        upload(page, png(colour=colour))
        page.wait_for_selector(f".version.here[data-number='{number}']")


def test_comparing_leaves_the_focus_where_the_hand_is(page: Any) -> None:
    two_uploads(page)
    menu(page, 1, "Compare with this one")
    page.wait_for_selector(".ways button:focus:has-text('Slider')")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".ways button[aria-pressed=true]:focus:has-text('Side by side')")
    page.get_by_label("Close the comparison").press("Enter")

    assert page.locator(".version[data-number='1'] .go:focus").count() == 1


def test_pictures_that_cannot_be_loaded_are_not_compared_for_ever(page: Any) -> None:
    two_uploads(page)
    session = page.evaluate("got.state.place.session")
    page.route(f"**/sessions/{session}/pictures/*", lambda route: route.abort())
    page.reload()
    page.wait_for_selector(".version.here[data-number='2']")
    menu(page, 1, "Compare with this one")
    page.get_by_role("button", name="Difference").click()

    page.wait_for_selector(".compare:has-text('could not be loaded')")
