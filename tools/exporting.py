"""The tool that writes files: a picture with its recipe, all pictures on a sheet, everything."""

from typing import Protocol

from tools.arguments import ExportForm
from tools.desk import Outcome


class Exports(Protocol):
    """Who writes files; where to is not for the caller to say."""

    def export(self, form: ExportForm) -> str:
        """Write a file and return its name in the folder of exports."""
        ...


def export(desk: Exports, form: ExportForm) -> Outcome:
    """Write the current picture or the whole session to a file."""
    name = desk.export(form)
    return Outcome(said=f"Exported as {name}.", data={"file": name})
