"""The words of the command line: commands, options, and what each accepts."""

from got_models.command_line import CommandParser, whole

COMMANDS = {
    "draw": "draw a picture from a wish",
    "edit": "change a picture as told",
    "plan": "show the plan for a wish without drawing it",
    "replay": "draw a picture again from the recipe inside it",
    "doctor": "say whether this machine has what drawing needs",
    "chat": "draw and change pictures by talking (its own options: got chat --help)",
    "session": "list, show, export, import, remove sessions (see got session --help)",
    "graph": "print the state machine of a turn as a Mermaid diagram",
    "ui": "open the page in a browser (its own options: got ui --help)",
    "db": "look after what is remembered (its own options: got db --help)",
    "models": "list, fetch, convert and check models (its own options: got models --help)",
    "evaluate": "measure pictures and rules (its own options: got evaluate --help)",
    "train": "train got-tiny (its own options: got train --help)",
    "world": "make scenes of got-tiny's world (its own options: got world --help)",
}
MAX_SEED = 2**53 - 1
"""Largest first seed: every JSON reader keeps whole numbers up to here exact."""


def parser() -> CommandParser:
    """Return the parser of `got`."""
    root = CommandParser(prog="got", description="Plan a picture in words and boxes, then draw it.")
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    made = {
        name: commands.add_parser(name, help=says, description=f"{says[0].upper()}{says[1:]}.")
        for name, says in COMMANDS.items()
    }
    made["draw"].add_argument("wish", metavar="WISH", help="what to draw, in words")
    _add_picture_options(made["draw"])
    made["edit"].add_argument("picture", metavar="PICTURE", help="the picture to change")
    made["edit"].add_argument("wish", metavar="INSTRUCTION", help="what to change, in words")
    _add_mask(made["edit"])
    _add_picture_options(made["edit"])
    _add_plan(made["plan"])
    _add_replay(made["replay"])
    _add_json(made["doctor"])
    for name in ("draw", "edit", "plan", "replay", "doctor"):
        _add_common(made[name])
    return root


def _add_mask(command: CommandParser) -> None:
    command.add_argument(
        "--mask", metavar="FILE", help="a picture as large, white where the other may change"
    )


def _add_picture_options(command: CommandParser) -> None:
    _add_references(command)
    command.add_argument("-o", "--output", metavar="FILE", help="PNG file or folder to save in")
    command.add_argument("--seed", type=whole(0, MAX_SEED), help="seed of the first picture")
    command.add_argument("--n", type=whole(1, 64), metavar="K", help="how many pictures")
    command.add_argument("--steps", type=whole(1, 1000), help="denoising steps")
    command.add_argument("--size", metavar="WxH", help="pixels at which the model draws")
    _add_savings(command)
    command.add_argument(
        "--chain", metavar="FILE", help="draw this chain (text or JSON; - is stdin) as it is"
    )
    command.add_argument("--show-plan", action="store_true", help="print the plan as well")
    command.add_argument(
        "--overlay", action="store_true", help="save a second picture with the boxes on it"
    )
    _add_json(command)


def _add_savings(command: CommandParser) -> None:
    command.add_argument(
        "--guidance-interval",
        metavar=("LOW", "HIGH"),
        nargs=2,
        type=float,
        help="guide only between two noise levels (faster), such as 0 5.42",
    )
    command.add_argument(
        "--guidance-every",
        metavar="N",
        type=whole(1, 1000),
        help="ask the weaker branches of guidance once in N steps (faster)",
    )


def _add_references(command: CommandParser) -> None:
    command.add_argument(
        "--reference",
        metavar="FILE",
        action="append",
        default=[],
        help="a picture to look at besides; may be given several times",
    )


def _add_plan(command: CommandParser) -> None:
    command.add_argument("wish", metavar="WISH", help="what to draw, in words")
    command.add_argument("--picture", metavar="FILE", help="plan an edit of this picture instead")
    command.add_argument("--seed", type=whole(0, MAX_SEED), help="decides between equal plans")
    _add_json(command)


def _add_replay(command: CommandParser) -> None:
    command.add_argument("picture", metavar="FILE", help="a PNG that got made")
    command.add_argument("-o", "--output", metavar="FILE", help="PNG file or folder to save in")
    command.add_argument("--source", metavar="FILE", help="the picture an edit was made from")
    _add_mask(command)
    _add_references(command)
    _add_json(command)


def _add_json(command: CommandParser) -> None:
    command.add_argument("--json", action="store_true", help="print one JSON object")


def _add_common(command: CommandParser) -> None:
    command.add_argument("--model", metavar="NAME", help="a shipped model, or a model folder")
    command.add_argument("--profile", metavar="NAME", help="a set of settings by its name")
    command.add_argument("--reasoner", metavar="SOURCE", help="who plans: name, folder or URL")
    command.add_argument("--renderer", metavar="SOURCE", help="who draws: name, folder or URL")
    command.add_argument("--device", help="auto, cpu, cuda, cuda:N or mps")
    command.add_argument("--config", metavar="FILE", help="settings instead of agent.yaml")
    command.add_argument(
        "--progress", action="store_true", help="show progress even when not on a terminal"
    )
