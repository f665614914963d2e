"""`got ui`: the page in a browser."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from agent import settings
from got_models.command_line import CommandParser, whole
from got_models.errors import BadInput

PORT = 7860


def main(argv: Sequence[str]) -> int:
    """Serve the page until it is interrupted.

    Raises:
        BadInput: A setting means nothing, or no port is free.
    """
    args = _parser().parse_args(list(argv))
    held = settings.read(Path(args.config) if args.config else None)
    if args.profile:
        held = settings.with_profile(held, args.profile)
    asked = {name: getattr(args, name) for name in ("model", "device", "steps", "memory")}
    held = settings.overridden(held, asked)
    try:
        from ui.serve import serve
    except ModuleNotFoundError as cause:
        raise _missing(cause.name) from cause
    if find_spec("gradio") is None:
        raise _missing("gradio")
    serve(held, host=args.host, port=args.port)
    return 0


def _missing(package: str | None) -> BadInput:
    return BadInput(f"the page needs the package {package!r}; run: pip install -e '.[ui]'")


def _parser() -> CommandParser:
    made = CommandParser(prog="got ui", description="Open the page: talk, and grab the plan.")
    made.add_argument("--port", type=whole(1, 65_535), default=PORT, help=f"default {PORT}")
    made.add_argument(
        "--host", default="127.0.0.1", help="where to listen; this machine alone by default"
    )
    made.add_argument("--model", metavar="NAME", help="a shipped model, or a model folder")
    made.add_argument("--device", help="auto, cpu, cuda, cuda:N or mps")
    made.add_argument("--steps", type=whole(1, 1000), help="denoising steps")
    made.add_argument("--memory", metavar="FOLDER", help="folder of what is remembered")
    made.add_argument("--config", metavar="FILE", help="settings instead of agent.yaml")
    made.add_argument("--profile", metavar="NAME", help="a set of settings by name")
    return made
