"""Telling a waiting person what is going on, and keeping the seconds of each stage."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

_BAR = 24


class Progress:
    """Writes stages and steps to `stream` when `shown`, and always keeps the time."""

    def __init__(self, stream: TextIO, *, shown: bool) -> None:
        self.seconds: dict[str, float] = {}
        self._stream, self._shown = stream, shown
        self._stage = ""

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage; `name` is its key in `seconds`."""
        start = time.perf_counter()
        self._stage = name
        self._write(f"{name} ...")
        try:
            yield
        finally:
            spent = time.perf_counter() - start
            self.seconds[name] = round(self.seconds.get(name, 0.0) + spent, 3)
            self._write(f"{name}: {spent:.1f} s\n")

    def step(self, done: int, total: int) -> None:
        """Show how many of the stage's steps are done."""
        filled = _BAR * done // max(total, 1)
        self._write(f"{self._stage} [{'#' * filled:<{_BAR}}] {done}/{total}")

    def note(self, sentence: str) -> None:
        """Say something the person should know, shown or not."""
        self._stream.write(f"{self._clear()}got: {sentence}\n")

    def _write(self, text: str) -> None:
        if self._shown:
            self._stream.write(f"{self._clear()}{text}")
            self._stream.flush()

    def _clear(self) -> str:
        return "\r\x1b[K" if self._shown else ""
