"""What starts without torch, what is a package, and what the shipped settings say."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from agent.settings import SHIPPED, Settings, read
from got_models.errors import BadInput

ROOT = Path(__file__).resolve().parent.parent


def modules_of(package: str) -> list[str]:
    files = sorted((ROOT / package).rglob("*.py"))
    names = [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files]
    return [name.removesuffix(".__init__") for name in names]


LIGHT = [
    *modules_of("agent"),
    *modules_of("tools"),
    *modules_of("memory"),
    "got_models.thought",
    "got_models.errors",
    "got_models.chain_text",
    "got_models.guidance_scales",
    "got_models.sceneworld.scene",
    "got_models.sceneworld.vocabulary",
]


def test_everything_above_the_models_starts_without_torch() -> None:
    code = (
        "import importlib, sys\n"
        f"for name in {LIGHT}: importlib.import_module(name)\n"
        "sys.exit(' '.join({'torch', 'transformers', 'diffusers'} & set(sys.modules)) or 0)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_the_doctor_and_a_drawing_answer_when_torch_is_missing() -> None:
    code = (
        "import sys\n"
        "sys.modules['torch'] = None\n"
        "from agent.cli import main\n"
        "sys.exit(main(sys.argv[1:]))"
    )

    for words in (["doctor"], ["doctor", "--json"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *words], capture_output=True, text=True, check=False
        )
        assert done.returncode == 3, done.stderr
        assert "torch" in done.stdout
        assert done.stderr == ""


@pytest.mark.parametrize("package", ["agent", "tools", "got_models", "memory", "ui"])
def test_every_folder_with_code_is_a_package(package: str) -> None:
    folders = {file.parent for file in (ROOT / package).rglob("*.py")}

    assert all((folder / "__init__.py").is_file() for folder in folders)


def test_the_shipped_settings_spell_out_every_default() -> None:
    shipped = yaml.safe_load(SHIPPED.read_text("utf-8"))

    assert shipped == Settings().model_dump()
    assert list(shipped) == list(Settings.model_fields)


@pytest.mark.parametrize(
    ("text", "said"),
    [("modle: x", "modle"), ("steps: many", "steps"), ("- a", "settings"), ("a: [", "YAML")],
)
def test_settings_that_mean_nothing_are_refused(tmp_path: Path, text: str, said: str) -> None:
    place = tmp_path / "agent.yaml"
    place.write_text(text, "utf-8")

    with pytest.raises(BadInput, match=said):
        read(place)
