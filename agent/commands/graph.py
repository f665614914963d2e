"""`got graph`: print the state machine of a turn as a Mermaid diagram."""

from collections.abc import Sequence

from agent.commands import bench
from agent.graph import mermaid
from got_models.command_line import CommandParser


def main(argv: Sequence[str]) -> int:
    """Print the diagram; `argv` are the words after `got graph`."""
    CommandParser(
        prog="got graph", description="Print the state machine of a turn as a Mermaid diagram."
    ).parse_args(argv)
    bench.say(mermaid().rstrip())
    return 0
