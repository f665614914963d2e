"""What command lines share: one sentence for a mistake, whole numbers within bounds."""

import argparse
from collections.abc import Callable
from typing import NoReturn


class CommandParser(argparse.ArgumentParser):
    """A parser that answers a mistake with one sentence and exit code 2."""

    def error(self, message: str) -> NoReturn:
        """Say on stderr what is wrong, and leave."""
        self.exit(2, f"got: {message}\n")


def whole(least: int, most: int) -> Callable[[str], int]:
    """Return a reader of whole numbers from `least` to `most`, both included."""

    def read(text: str) -> int:
        try:
            number = int(text[:24])
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(
                f"expected a whole number from {least} to {most}, got {text[:24]!r}"
            )
        return number

    return read
