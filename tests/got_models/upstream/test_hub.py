"""Fetching from a hub that stands on this machine: whole, broken off, resumed, and offline."""

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

REVISION = "0123456789abcdef0123456789abcdef01234567"
SHARD = "pytorch_model-00001-of-00001.bin"
REPOSITORIES = {
    "LucasFang/GoT-6B": {
        SHARD: bytes(range(256)) * 100_000,  # more than the client takes in one piece
        "pytorch_model.bin.index.json": json.dumps({"weight_map": {"a": SHARD}}).encode(),
        "README.md": b"# GoT",
        "unwanted.txt": b"nobody asked for this",
    },
    "Qwen/Qwen2.5-VL-3B-Instruct": {
        "config.json": b'{"model_type": "qwen2_5_vl"}',
        "tokenizer.json": b"{}",
        "model.safetensors": b"large",
    },
    "stabilityai/stable-diffusion-xl-base-1.0": {
        "unet/config.json": b'{"_class_name": "UNet2DConditionModel"}',
        "vae/config.json": b"{}",
        "scheduler/scheduler_config.json": b"{}",
        "unet/diffusion_pytorch_model.safetensors": b"large",
    },
}


class Hub(BaseHTTPRequestHandler):
    """Answers what the hub's client asks, and breaks off once if told to."""

    breaks_off: ClassVar[list[str]] = []
    ranges: ClassVar[list[str]] = []
    served: ClassVar[list[str]] = []

    def do_HEAD(self) -> None:
        self._file(head=True)

    def do_GET(self) -> None:
        if self.path.startswith("/api/models/"):
            self._about()
        else:
            self._file(head=False)

    def _about(self) -> None:
        rest = self.path.removeprefix("/api/models/").split("?")[0]
        name = "/".join(rest.split("/")[:2])
        files = REPOSITORIES.get(name)
        if files is None:
            self._send(b"", {"X-Error-Code": "RepoNotFound"}, code=404)
            return
        if "/tree/" in rest:
            told: object = [
                {"type": "file", "path": file, "size": len(data), "oid": _etag(data)}
                for file, data in files.items()
            ]
        else:
            siblings = [{"rfilename": file, "size": len(data)} for file, data in files.items()]
            told = {"id": name, "modelId": name, "sha": REVISION, "siblings": siblings}
        self._send(json.dumps(told).encode(), {"Content-Type": "application/json"})

    def _file(self, *, head: bool) -> None:
        name, _, rest = self.path.lstrip("/").partition("/resolve/")
        file = rest.partition("/")[2].split("?")[0]
        if name not in REPOSITORIES:
            self._send(b"", {}, code=404)
            return
        data = REPOSITORIES[name][file]
        etag = {"ETag": f'"{_etag(data)}"', "X-Repo-Commit": REVISION}
        if head:
            self._send(data, etag, head=True)
            return
        Hub.served.append(file)
        start = 0
        if told := self.headers.get("Range"):
            start = int(told.removeprefix("bytes=").split("-")[0])
            if start:
                Hub.ranges.append(told)
        if file in Hub.breaks_off:
            Hub.breaks_off.remove(file)
            self._send(data, etag, cut=len(data) * 4 // 5)
            return
        more = {"Content-Range": f"bytes {start}-{len(data) - 1}/{len(data)}"} if told else {}
        self._send(data[start:], etag | more, code=206 if told else 200)

    def _send(
        self, data: bytes, headers: dict[str, str], *, head: bool = False, cut: int | None = None,
        code: int = 200,
    ) -> None:  # fmt: skip
        self.send_response(code)
        for key, value in {**headers, "Content-Length": str(len(data))}.items():
            self.send_header(key, value)
        self.end_headers()
        if not head:
            self.wfile.write(data[:cut])
        if cut is not None:
            self.wfile.flush()
            self.connection.close()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _etag(data: bytes) -> str:
    return hashlib.sha1(data, usedforsecurity=False).hexdigest()


@pytest.fixture
def endpoint() -> Iterator[str]:
    Hub.breaks_off, Hub.ranges, Hub.served = [], [], []
    with ThreadingHTTPServer(("127.0.0.1", 0), Hub) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def pull(
    endpoint: str, place: Path, *, repository: str = "LucasFang/GoT-6B", **more: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own: the client reads its settings when imported."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("HF_")}
    return subprocess.run(
        [sys.executable, "-m", "agent.cli", "models", "pull", repository, "--to", str(place)],
        env={**kept, "HF_ENDPOINT": endpoint, "HF_HOME": str(place / "home"), **more},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_what_is_needed_is_fetched_and_no_more(endpoint: str, tmp_path: Path) -> None:
    done = pull(endpoint, tmp_path)

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(tmp_path / "GoT-6B")
    assert (tmp_path / "GoT-6B" / SHARD).read_bytes() == REPOSITORIES["LucasFang/GoT-6B"][SHARD]
    assert (tmp_path / "stable-diffusion-xl-base-1.0" / "unet" / "config.json").is_file()
    assert not {"unwanted.txt", "model.safetensors"} & set(Hub.served)
    assert "not for commercial use" in done.stderr
    assert "Open RAIL" in done.stderr
    assert f"got models convert {tmp_path / 'GoT-6B'}" in done.stderr


def test_a_fetch_that_breaks_off_goes_on_where_it_was(endpoint: str, tmp_path: Path) -> None:
    Hub.breaks_off = [SHARD]
    pull(endpoint, tmp_path)
    again = pull(endpoint, tmp_path)

    assert again.returncode == 0, again.stderr
    assert (tmp_path / "GoT-6B" / SHARD).read_bytes() == REPOSITORIES["LucasFang/GoT-6B"][SHARD]
    assert Hub.ranges


def test_offline_what_is_there_is_used_and_what_is_not_is_named(
    endpoint: str, tmp_path: Path
) -> None:
    missing = pull(endpoint, tmp_path, HF_HUB_OFFLINE="1")

    assert missing.returncode == 3
    assert "HF_HUB_OFFLINE" in missing.stderr.splitlines()[-1]

    pull(endpoint, tmp_path)
    served = len(Hub.served)
    there = pull(endpoint, tmp_path, HF_HUB_OFFLINE="1")

    assert there.returncode == 0, there.stderr
    assert len(Hub.served) == served


def test_a_model_that_the_hub_does_not_have_is_one_sentence(endpoint: str, tmp_path: Path) -> None:
    done = pull(endpoint, tmp_path, repository="nobody/nothing")

    assert done.returncode == 3
    assert "'nobody/nothing'" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_a_hub_that_cannot_be_reached_is_one_sentence(tmp_path: Path) -> None:
    done = pull("http://127.0.0.1:9", tmp_path)

    assert done.returncode == 3
    assert done.stderr.splitlines()[-1].startswith("got: ")
    assert "Traceback" not in done.stderr
