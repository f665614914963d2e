"""Write the file tree of README.md from the first lines of the files; `--check` only compares."""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("agent", "tools", "got_models", "memory", "ui")
OTHERS = {
    "tests/": "mirrors the folders above; one `pytest` runs every check",
    "benchmarks/": "what is measured, and how to measure it again",
    ".ci/": "`run`: fresh install and all tests; `tree.py`: keeps this tree true",
    "agent.yaml": "the settings, every key with its default",
    "pyproject.toml": "packaging, and the rules the code is checked against",
}
START, END = "<!-- tree -->\n```text\n", "```\n<!-- /tree -->"
COLUMN = 34


def main() -> int:
    """Update README.md, or with `--check` return 1 when it is out of date."""
    readme = ROOT / "README.md"
    text = readme.read_text("utf-8")
    head, _, rest = text.partition(START)
    _, _, tail = rest.partition(END)
    wanted = f"{head}{START}{''.join(_lines())}{END}{tail}"
    if "--check" in sys.argv:
        if wanted != text:
            sys.stderr.write("the tree in README.md is out of date; run: python .ci/tree.py\n")
        return int(wanted != text)
    readme.write_text(wanted, "utf-8")
    return 0


def _lines() -> list[str]:
    lines = []
    for package in PACKAGES:
        lines += _folder(ROOT / package, depth=0)
    lines += [_line(name, says, 0) for name, says in OTHERS.items() if (ROOT / name).exists()]
    return lines


def _folder(folder: Path, depth: int) -> list[str]:
    lines = [_line(f"{folder.name}/", _says(folder / "__init__.py"), depth)]
    for file in sorted(folder.glob("*.py")):
        if file.name != "__init__.py":
            lines.append(_line(file.name, _says(file), depth + 1))
    for inner in sorted(folder.iterdir()):
        if (inner / "__init__.py").is_file():
            lines += _folder(inner, depth + 1)
    return lines


def _says(file: Path) -> str:
    docstring = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    return docstring.split("\n\n")[0].replace("\n", " ").split(". ")[0].rstrip(".")


def _line(name: str, says: str, depth: int) -> str:
    return f"{'  ' * depth + name:<{COLUMN}} {says}\n"


if __name__ == "__main__":
    sys.exit(main())
