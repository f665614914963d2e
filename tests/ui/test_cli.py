"""`got ui` on the command line."""

import signal
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest
from page_driver import START_S

from agent import cli


def test_a_port_that_is_none_is_answered_with_a_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as leaving:
        cli.main(["ui", "--port", "99999"])

    assert leaving.value.code == 2
    assert "a whole number from 1 to 65535" in capsys.readouterr().err


def test_a_setting_that_means_nothing_is_refused_before_anything_loads(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["ui", "--device", "toaster"]) == 2
    assert "device" in capsys.readouterr().err


@pytest.mark.skipif(find_spec("gradio") is None, reason="the page needs the extra `ui`")
def test_it_prints_one_address_that_answers_and_steps_aside_when_its_port_is_taken(
    tmp_path: Path,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        words = ["ui", "--port", str(port), "--memory", str(tmp_path / "memory")]
        serving = subprocess.Popen(
            [sys.executable, "-m", "agent.cli", *words], stdout=subprocess.PIPE, text=True
        )
        assert serving.stdout is not None
        address = serving.stdout.readline().strip()
        page = httpx.get(address, timeout=START_S)
        serving.send_signal(signal.SIGINT)
        rest, _ = serving.communicate(timeout=START_S)

    assert address.startswith("http://127.0.0.1:")
    assert address != f"http://127.0.0.1:{port}/"
    assert (page.status_code, rest) == (200, "")
