"""A page on 127.0.0.1 over a real memory, with quick stand-ins for the models, and a browser."""

import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from PIL import Image, ImageDraw

from agent.build import Models
from agent.context import Staff
from agent.settings import Settings
from got_models.guidance_scales import GuidanceScales, default_for
from got_models.naming import colour_in, kind_in
from got_models.sketch import OnPreview
from got_models.thought import Box, Chain, Element, Task
from got_models.verifying.crops import Glimpse
from tools.critique import DetectorCritic

SCREENSHOTS = Path(__file__).resolve().parents[2] / "screenshots"
AXE = Path(__file__).resolve().parents[2] / ".cache" / "axe"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

PATIENCE_S = 180
"""How long anything may take: machines can be slow, and nothing here is about speed."""

APPLE_AND_CUP = (
    "A <|object_ref_start|>red apple<|object_ref_end|>"
    "<|box_start|>(80,420),(420,800)<|box_end|> (red) to the left of a "
    "<|object_ref_start|>blue cup<|object_ref_end|>"
    "<|box_start|>(560,380),(900,820)<|box_end|> (blue) on a wooden table."
)
GREEN = (
    "1. The source image shows a red apple and a blue cup. 2. The object to be edited is the "
    "<|object_ref_start|>red apple<|object_ref_end|>"
    "<|box_start|>(80,420),(420,800)<|box_end|> (red). 3. Turn the red apple green."
)


class Planner(BaseChatModel):
    """Draws what begins with "a", changes what begins with "make", and says the rest back."""

    @property
    def _llm_type(self) -> str:
        return "plain"

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> Runnable[Any, AIMessage]:
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> ChatResult:
        words = messages[-1].text.splitlines()[-1]
        said = AIMessage(f"You said: {words}")
        if words.startswith("a "):
            said = _calling("draw_picture", wish=words)
        elif words.startswith("make "):
            said = _calling("edit_picture", instruction=words)
        return ChatResult(generations=[ChatGeneration(message=said)])


def _calling(name: str, **arguments: str) -> AIMessage:
    return AIMessage("", tool_calls=[{"name": name, "args": arguments, "id": uuid4().hex}])


@dataclass
class Reasoner:
    """Plans an apple and a cup, or makes the apple green; tells its text piece by piece."""

    vocabulary: frozenset[str] | None = None
    asked: int = 0

    def plan(
        self,
        wish: str,
        *,
        picture: Image.Image | None = None,
        chain: Chain | None = None,
        seed: int = 0,
        on_text: Callable[[str], None] | None = None,
    ) -> str:
        self.asked += 1
        text = GREEN if picture is not None else APPLE_AND_CUP
        for piece in re.findall(r"\S+\s*", text):
            if on_text:
                on_text(piece)
        return text


@dataclass
class Sketch:
    """A picture under way."""

    picture: Image.Image

    def pictures(self) -> list[Image.Image]:
        return [self.picture]


@dataclass
class Painter:
    """Fills every box with its object's colour; waits in the middle while `held` is not set."""

    name: str = "stand-in"
    weights_hash: str = "0" * 64
    default_size: tuple[int, int] = (256, 256)
    default_steps: int = 4
    size_multiple: int = 16
    max_side: int = 512
    go_on: threading.Event = field(default_factory=threading.Event)
    begun: threading.Event = field(default_factory=threading.Event)

    def guidance_for(self, task: Task) -> GuidanceScales:
        return default_for(task)

    def paint(
        self,
        wish: str,
        chain: Chain,
        *,
        picture: Image.Image | None = None,
        known: Chain | None = None,
        seeds: Sequence[int],
        steps: int,
        size: tuple[int, int] | None,
        guidance: GuidanceScales,
        on_step: Callable[[int, int], None] | None = None,
        on_preview: OnPreview | None = None,
    ) -> list[Image.Image]:
        width, height = size or self.default_size
        for step in range(steps):
            if on_step:
                on_step(step + 1, steps)
            if on_preview:
                on_preview(Sketch(self._painted(picture, chain, seeds[0], width, height)))
            self.begun.set()
            assert self.go_on.wait(2 * PATIENCE_S), "nobody let the painter go on"
        return [self._painted(picture, chain, seed, width, height) for seed in seeds]

    def _painted(
        self, picture: Image.Image | None, chain: Chain, seed: int, width: int, height: int
    ) -> Image.Image:
        shade = 200 + seed % 40
        made = picture.copy() if picture else Image.new("RGB", (width, height), (shade, 190, 160))
        pen = ImageDraw.Draw(made)
        for element in chain.elements:
            x0, y0, x1, y1 = element.box.corners
            corners = (
                x0 * width // 1000,
                y0 * height // 1000,
                x1 * width // 1000,
                y1 * height // 1000,
            )
            colour = "green" if picture else colour_in(element.phrase) or "gray"
            pen.ellipse(corners, fill=colour)
        return made

    @contextmanager
    def held(self) -> Iterator[None]:
        """Stop after the next step for the time of a block."""
        self.begun.clear()
        self.go_on.clear()
        try:
            yield
        finally:
            self.go_on.set()


class Eye:
    """Sees red apples and blue cups by the colour in the middle of a box."""

    def look(self, picture: Image.Image, boxes: Sequence[Box]) -> list[Glimpse]:
        return [self._seen(picture, box) for box in boxes]

    def _seen(self, picture: Image.Image, box: Box) -> Glimpse:
        x, y = (
            int(value * side / 1000) for value, side in zip(box.centre, picture.size, strict=True)
        )
        red, green, blue = picture.convert("RGB").getpixel((x, y))  # type: ignore[misc]
        if blue > 200 and red < 100:
            return Glimpse(kind_in("cup"), 0.99, "blue", 0.99)
        if red > 200 and green < 100:
            return Glimpse(kind_in("apple"), 0.99, "red", 0.99)
        if green > 100 and red < 100:
            return Glimpse(kind_in("apple"), 0.99, "green", 0.99)
        return Glimpse(None, 0.99, "gray", 0.2)


@dataclass
class Looker:
    """Sees an orange in the middle of every picture; talks on until it is let `go_on`."""

    sees: bool = True
    asked: int = 0
    begun: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    def ground(
        self, picture: Image.Image, *, on_text: Callable[[str], None] | None = None
    ) -> Chain:
        self.asked += 1
        self.begun.set()
        while not self.go_on.wait(0.05):
            if on_text:
                on_text("well, ")
        if not self.sees:
            return Chain(parts=("I see nothing.",))
        box = Box(x0=300, y0=300, x1=700, y1=700)
        return Chain(parts=("An ", Element(phrase="orange", box=box, colour="red"), "."))

    @contextmanager
    def held(self) -> Iterator[None]:
        """Say nothing of use for the time of a block."""
        self.begun.clear()
        self.go_on.clear()
        try:
            yield
        finally:
            self.go_on.set()

    @contextmanager
    def blind(self) -> Iterator[None]:
        """See nothing for the time of a block."""
        self.sees = False
        try:
            yield
        finally:
            self.sees = True


@dataclass
class Server:
    """A page that is served, and the parts behind it."""

    url: str
    house: Any
    painter: Painter
    reasoner: Reasoner
    looker: Looker


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the page in a thread, once per file of tests."""
    uvicorn = pytest.importorskip("uvicorn", reason="the page needs the extra `ui`")
    if find_spec("gradio") is None:
        pytest.skip("the page needs the extra `ui`")
    import ui.shell  # noqa: F401  # It takes long, and a turn of a test should not wait for it.
    from ui.app import build
    from ui.house import House
    from ui.serve import listen

    painter, reasoner, looker = Painter(), Reasoner(), Looker()
    painter.go_on.set()
    looker.go_on.set()

    def hiring(held: Settings, folder: Path) -> Staff:
        return Staff(
            models=Models(reasoner, painter),
            planner=Planner(),
            settings=held,
            folder=folder,
            critic=DetectorCritic(Eye()),
            eye=Eye(),
            looker=looker,
        )

    house = House(Settings(rounds=0), folder=tmp_path_factory.mktemp("memory"), hiring=hiring)
    listening = listen("127.0.0.1", 8100)
    running = uvicorn.Server(
        uvicorn.Config(build(house), log_level="error", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=lambda: running.run(sockets=[listening]), daemon=True)
    thread.start()
    house.warm().join()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    yield Server(url, house, painter, reasoner, looker)
    running.should_exit = True
    thread.join(PATIENCE_S)
    listening.close()
    house.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start the browser once per file of tests."""
    sync = pytest.importorskip("playwright.sync_api", reason="browser tests need playwright")
    if CHROMIUM is None:
        pytest.skip("no chromium here; on Debian: apt-get install chromium")
    with ExitStack() as stack:
        driver = stack.enter_context(sync.sync_playwright())
        started = driver.chromium.launch(
            executable_path=CHROMIUM, args=FLAGS, timeout=1_000 * PATIENCE_S
        )
        yield started
        started.close()


@pytest.fixture
def page(server: Server, browser: Any) -> Iterator[Any]:
    """Open the page in a window of its own, in a new session; script errors fail the test."""
    context = browser.new_context(viewport={"width": 1360, "height": 860}, color_scheme="light")
    context.set_default_timeout(1_000 * PATIENCE_S)
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    session = server.house.assistant.session()
    opened.goto(f"{server.url}#{session.id}")
    opened.wait_for_selector("#got[data-state=open]")
    yield opened
    context.close()
    assert not troubles, troubles


@pytest.fixture
def shot() -> Callable[..., None]:
    """Return what keeps a picture of a page, to be looked at."""

    def keep(opened: Any, name: str) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        opened.screenshot(path=str(SCREENSHOTS / f"{name}.png"), animations="disabled")

    return keep


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the checks of axe-core, fetched once from npm into the tests' cache."""
    place = AXE / "node_modules" / "axe-core" / "axe.min.js"
    if not place.is_file():
        if shutil.which("npm") is None:
            pytest.skip("no npm here, which axe-core comes from; on Debian: apt-get install npm")
        AXE.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            ["npm", "install", "--no-save", "--silent", "--prefix", str(AXE), "axe-core@4.10.3"],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            pytest.skip(f"axe-core could not be fetched from npm: {done.stderr[-200:]}")
    return place.read_text("utf-8")
