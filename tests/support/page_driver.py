"""What a person does on the page, for every test that opens it."""

import io
from typing import Any

from PIL import Image

PATIENCE_S = 60
"""How long anything on the page may take: machines can be slow, and nothing here is about speed."""

START_S = 180
"""How long a program may take to begin: the browser, a server, Gradio's settings."""

WISH = "a red apple to the left of a blue cup"
EDIT = "make the apple green"

FACTS = """() => JSON.stringify(window.got && {
    place: got.state.place,
    pictures: got.state.pictures.length,
    turns: [...got.state.turns.values()].map(({turn, state, mine, over, settled, events}) =>
        ({turn, state, mine, over, settled, events: events.map((one) => one.kind).join(" ")})),
    stale: got.state.stale,
    trouble: got.state.trouble,
})"""


def say(page: Any, words: str) -> None:
    """Send a message."""
    page.get_by_label("Message", exact=True).fill(words)
    page.keyboard.press("Enter")


def finished(page: Any, count: int) -> None:
    """Wait until so many turns are over, and the page has looked where those it saw begin led."""
    page.wait_for_function(
        "n => document.querySelectorAll('.turn[data-state=finished]').length >= n", arg=count
    )
    page.wait_for_function(
        "[...got.state.turns.values()].every((turn) => turn.mine === undefined || turn.settled)"
    )


def png(size: tuple[int, int] = (320, 200), colour: str = "orange") -> bytes:
    """Return the file of a picture in one colour."""
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, "PNG")
    return stream.getvalue()


def upload(page: Any, data: bytes | None = None, name: str = "mine.png") -> None:
    """Choose a file as a picture of one's own."""
    page.locator("input[type=file][accept*=png]").set_input_files(
        {"name": name, "mimeType": "image/png", "buffer": png() if data is None else data}
    )


def hide(page: Any, hidden: bool) -> None:
    """Let the page believe that another tab lies before it, or no longer."""
    page.evaluate(
        """(hidden) => {
            Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def rested(server: Any) -> None:
    """Wait until the server knows that no turn is under way."""
    for thread in server.house.watching():
        thread.join(PATIENCE_S)


def shown(page: Any) -> str:
    """Return what a page shows and knows, for whoever reads why a test failed."""
    try:
        facts = page.locator("body").evaluate(FACTS, timeout=5_000)
        text = page.locator("body").inner_text(timeout=5_000)
    except Exception as error:
        return f"{page.url}: {error}"
    return f"{page.url}\n{facts}\n{text[:3_000]}"
