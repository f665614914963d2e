"""What the commands that use a model share: settings, models, chain and printed answer."""

import json
import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from agent import build, settings
from agent.assistant import Assistant
from agent.build import Load
from agent.progress import Progress
from agent.settings import Settings
from got_models.errors import BadInput
from got_models.thought import Task
from tools import chain_file, size
from tools.manner import Manner
from tools.plan import Plan


def settings_of(args: Namespace) -> Settings:
    """Return the settings with the options of the command line over them."""
    held = settings.read(Path(args.config) if args.config else None)
    asked = vars(args)
    names = {
        "model": "model",
        "device": "device",
        "seed": "seed",
        "steps": "steps",
        "n": "pictures",
    }
    return settings.overridden(held, {key: asked.get(name) for name, key in names.items()})


def manner_of(args: Namespace, held: Settings) -> Manner:
    """Return how to draw: consecutive seeds from the first one on."""
    seeds = tuple(range(held.seed, held.seed + held.pictures))
    return Manner(seeds, held.steps, size.parse(args.size) if args.size else None)


def progress_of(args: Namespace) -> Progress:
    """Return a progress that shows itself on a terminal, or when asked to."""
    return Progress(sys.stderr, shown=args.progress or sys.stderr.isatty())


def assistant_of(held: Settings, progress: Progress, load: Load | None) -> Assistant:
    """Load the model of the settings into an assistant."""
    with progress.stage("load"):
        models = (load or build.load)(held.model, held.device)
    return Assistant(models, progress)


def given_chain(place: str | None, task: Task) -> Plan | None:
    """Read the chain named on the command line; `-` is standard input, None is no chain.

    Raises:
        BadInput: The file cannot be read, or holds no chain.
    """
    if place is None:
        return None
    try:
        text = sys.stdin.read() if place == "-" else Path(place).read_text(encoding="utf-8")
    except OSError as cause:
        raise BadInput(f"the chain {place!r} cannot be read: {cause.strerror}") from cause
    except UnicodeDecodeError as cause:
        raise BadInput(f"the chain {place!r} is not UTF-8 text") from cause
    return chain_file.read(text, task=task)


def say(line: str) -> None:
    """Print one line of the result; a file name that is no text is spelled out."""
    sys.stdout.write(f"{line}\n".encode(errors="backslashreplace").decode())


def say_json(data: Mapping[str, object]) -> None:
    """Print the result as one JSON object."""
    say(json.dumps(data, ensure_ascii=False, indent=2))
