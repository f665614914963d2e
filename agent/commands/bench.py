"""What the commands that use a model share: settings, models, chain and printed answer."""

import json
import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from PIL.Image import Image

from agent import build, settings
from agent.build import Load
from agent.progress import Progress
from agent.settings import Settings
from agent.studio import Studio
from got_models.errors import BadInput
from got_models.thought import Task
from tools import chain_file, intake, mask, size
from tools.manner import Manner
from tools.plan import Plan


def settings_of(args: Namespace) -> Settings:
    """Return the settings with the options of the command line over them."""
    held = settings.read(Path(args.config) if args.config else None)
    if args.profile:
        held = settings.with_profile(held, args.profile)
    asked = vars(args)
    names = {
        "model": "model",
        "reasoner": "reasoner",
        "renderer": "renderer",
        "device": "device",
        "seed": "seed",
        "steps": "steps",
        "n": "pictures",
        "guidance_interval": "guidance_interval",
        "guidance_every": "guidance_every",
    }
    return settings.overridden(held, {key: asked.get(name) for name, key in names.items()})


def manner_of(args: Namespace, held: Settings) -> Manner:
    """Return how to draw: consecutive seeds from the first one on."""
    seeds = tuple(range(held.seed, held.seed + held.pictures))
    wanted = size.parse(args.size) if args.size else None
    return Manner(
        seeds, held.steps, wanted, held.guidance, held.guidance_interval, held.guidance_every
    )


def references_of(args: Namespace, progress: Progress) -> list[Image]:
    """Read the pictures to look at besides, and tell what had to be changed on the way in.

    Raises:
        BadPicture: One of them cannot be used.
    """
    pictures = [intake.open_picture(Path(place)) for place in args.reference]
    for picture in pictures:
        for note in picture.notes:
            progress.note(note)
    return [picture.image for picture in pictures]


def mask_of(args: Namespace, size: tuple[int, int]) -> Image | None:
    """Read the mask for a picture of `size`; None if there is none.

    Raises:
        BadPicture: It cannot be used.
    """
    return mask.mask_of(intake.open_picture(Path(args.mask)).image, size) if args.mask else None


def spared(args: Namespace) -> list[Path]:
    """Return the pictures besides, which nothing may be written over."""
    masks = [args.mask] if getattr(args, "mask", None) else []
    return [Path(place) for place in (*args.reference, *masks)]


def progress_of(args: Namespace) -> Progress:
    """Return a progress that shows itself on a terminal, or when asked to."""
    return Progress(sys.stderr, shown=args.progress or sys.stderr.isatty())


def studio_of(held: Settings, progress: Progress, load: Load | None) -> Studio:
    """Open whoever plans and draws by the settings, in a studio."""
    with progress.stage("load"):
        models = load(held.model, held.device) if load else build.models(held)
    return Studio(models, progress)


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
