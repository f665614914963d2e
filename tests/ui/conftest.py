"""A page on 127.0.0.1 over a real memory, with quick stand-ins for the models, and a browser."""

import shutil
import subprocess
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from page_driver import PATIENCE_S, START_S, shown
from stand_in_planners import LiteralPlanner
from stand_ins import BoxPainter, ColourEye, OrangeLooker, SteadyReasoner

from agent.build import Models
from agent.context import Staff
from agent.settings import Settings
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


@dataclass
class Server:
    """A page that is served, and the parts behind it."""

    url: str
    house: Any
    painter: BoxPainter
    reasoner: SteadyReasoner
    looker: OrangeLooker


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

    painter, looker = BoxPainter(), OrangeLooker()
    reasoner = SteadyReasoner(APPLE_AND_CUP, GREEN)

    def hiring(held: Settings, folder: Path) -> Staff:
        return Staff(
            models=Models(reasoner, painter),
            planner=LiteralPlanner(),
            settings=held,
            folder=folder,
            critic=DetectorCritic(ColourEye()),
            eye=ColourEye(),
            looker=looker,
        )

    house = House(Settings(rounds=0), folder=tmp_path_factory.mktemp("memory"), hiring=hiring)
    listening = listen("127.0.0.1", 0)
    running = uvicorn.Server(
        uvicorn.Config(build(house), log_level="error", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=lambda: running.run(sockets=[listening]), daemon=True)
    thread.start()
    house.warm().join()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    yield Server(url, house, painter, reasoner, looker)
    running.should_exit = True
    thread.join(START_S)
    listening.close()
    house.close()
    assert not thread.is_alive(), "the server does not end"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start the browser once per file of tests."""
    sync = pytest.importorskip("playwright.sync_api", reason="browser tests need playwright")
    if CHROMIUM is None:
        pytest.skip("no chromium here; on Debian: apt-get install chromium")
    with ExitStack() as stack:
        driver = stack.enter_context(sync.sync_playwright())
        started = driver.chromium.launch(
            executable_path=CHROMIUM, args=FLAGS, timeout=1_000 * START_S
        )
        yield started
        started.close()


@dataclass
class Window:
    """A window of the browser, and what went wrong in it or was said on its console."""

    page: Any
    errors: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def report(self) -> str:
        """Return everything that may say why a test failed."""
        pages = [shown(one) for one in self.page.context.pages]
        return "\n\n".join([*pages, *self.errors, *self.said[-20:]])


@pytest.fixture
def window(browser: Any) -> Iterator[Window]:
    """Open an empty window of its own; errors of its scripts fail the test."""
    context = browser.new_context(viewport={"width": 1360, "height": 860}, color_scheme="light")
    context.set_default_timeout(1_000 * PATIENCE_S)
    opened = Window(context.new_page())
    opened.page.on("pageerror", lambda error: opened.errors.append(str(error)))
    opened.page.on("console", lambda message: opened.said.append(message.text))
    yield opened
    context.close()
    assert not opened.errors, opened.errors


@pytest.fixture
def page(server: Server, window: Window) -> Any:
    """Open the page in a new session."""
    session = server.house.assistant.session()
    window.page.goto(f"{server.url}#{session.id}")
    window.page.wait_for_selector("#got[data-state=open]")
    return window.page


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Say with a failure what the page showed."""
    report = yield
    window = getattr(item, "funcargs", {}).get("window")
    if report.failed and window is not None and call.when != "teardown":
        report.sections.append(("what the page showed", window.report()))
    return report


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
