"""Keeping libraries quiet: their bars, their talk, and what they warn each other of."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import diffusers
import transformers


@contextmanager
def quiet() -> Iterator[None]:
    """Show no bars and no hints of diffusers and transformers; real errors are still raised."""
    logs = [library.utils.logging for library in (diffusers, transformers)]
    held = [(log.is_progress_bar_enabled(), log.get_verbosity()) for log in logs]
    for log in logs:
        log.disable_progress_bar()
        log.set_verbosity_error()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            warnings.simplefilter("ignore", FutureWarning)
            yield
    finally:
        for log, (bars, verbosity) in zip(logs, held, strict=True):
            log.set_verbosity(verbosity)
            if bars:
                log.enable_progress_bar()
