"""The log of a stage: one JSON object per line, cut back to where a run continues from."""

import json
from pathlib import Path

Row = dict[str, float]


class TrainingLog:
    """`log.jsonl` of a stage's folder; its lines are in order of "step"."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "log.jsonl"

    def rows(self) -> list[Row]:
        """Return every whole line; a line that a kill cut short is left out."""
        if not self.path.exists():
            return []
        return [row for line in self.path.read_text("utf-8").splitlines() if (row := _read(line))]

    def add(self, row: Row) -> None:
        """Append a line."""
        with self.path.open("a", encoding="utf-8") as log:
            log.write(json.dumps(row) + "\n")

    def cut(self, step: int) -> float:
        """Drop lines after `step`, which will be written again; return the seconds spent so far."""
        rows = [row for row in self.rows() if row["step"] <= step]
        if self.path.exists():
            self.path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        return rows[-1].get("seconds", 0.0) if rows else 0.0


def _read(line: str) -> Row | None:
    try:
        row: Row = json.loads(line)
    except ValueError:
        return None
    return row if isinstance(row, dict) and "step" in row else None
