"""Make the two pictures of the page that README shows: `python docs/page_pictures.py`.

The shipped model draws them, as it is; nothing is chosen or touched up. Needs chromium.
"""

import shutil
import sys
import tempfile
import threading
from io import BytesIO
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from agent.session import Conversation
from agent.settings import Settings
from got_models import layout
from ui.app import build
from ui.house import House
from ui.serve import listen

HERE = Path(__file__).resolve().parent
WISH = "a red apple to the left of a blue cup"
UP = -70
"""Grid units by which the first object is moved, to show what that says."""


def main() -> int:
    """Draw a picture, move something in it, draw it again, and look at the page."""
    with tempfile.TemporaryDirectory() as folder:
        house = House(Settings(rounds=0), folder=Path(folder))
        listening = listen("127.0.0.1", 8600)
        server = uvicorn.Server(uvicorn.Config(build(house), log_level="error"))
        thread = threading.Thread(target=lambda: server.run(sockets=[listening]))
        thread.start()
        try:
            talk = drawn(house)
            house.warm().join()
            url = f"http://127.0.0.1:{listening.getsockname()[1]}/#{talk.id}"
            with sync_playwright() as driver:
                browser = driver.chromium.launch(
                    executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
                )
                for scheme in ("light", "dark"):
                    page = browser.new_page(
                        viewport={"width": 1280, "height": 800}, color_scheme=scheme
                    )
                    page.goto(url)
                    look(page, HERE / f"page-{scheme}.png")
                browser.close()
        finally:
            server.should_exit = True
            thread.join()
            house.close()
    return 0


def drawn(house: House) -> Conversation:
    """Make a session of two pictures."""
    talk = house.assistant.session()
    talk.rename(WISH)
    talk.call("draw_picture", wish=WISH)
    scene = talk.scene()
    if scene is not None and scene.elements:
        talk.edit_chain(layout.move(scene, 0, 0, UP))
    return talk


def look(page: Page, place: Path) -> None:
    """Save what the page shows, in 256 colours."""
    page.wait_for_selector(".box")
    page.wait_for_load_state("networkidle")
    page.locator(".box").first.focus()
    page.wait_for_timeout(500)
    with Image.open(BytesIO(page.screenshot())) as taken:
        taken.convert("RGB").quantize(256).save(place, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
