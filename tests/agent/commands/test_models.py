"""`got models`: listing, checking, converting and comparing, on a small checkpoint."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from agent import cli, weights

sys.path.append(str(Path(__file__).resolve().parents[2] / "got_models" / "upstream"))
from parity_data import unpacked

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpacked(tmp_path_factory.mktemp("upstream") / "published")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def models(*words: str) -> tuple[int, str, str]:
        try:
            code = cli.main(["models", *words])
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return models


@pytest.fixture
def fetched(published: Path, tmp_path: Path) -> Path:
    """Lay the files out as upstream's own instructions do."""
    shelf = tmp_path / "pretrained"
    shutil.copytree(published / "checkpoint", shelf / "GoT-6B")
    shutil.copytree(published / "base" / "Qwen2.5-VL", shelf / "Qwen2.5-VL-3B-Instruct")
    shutil.copytree(published / "base" / "sdxl", shelf / "stable-diffusion-xl-base-1.0")
    return shelf


def test_upstreams_own_layout_is_found_and_converted_by_name(run: Run, fetched: Path) -> None:
    assert weights.folder_of("GoT-6B") == Path("pretrained/GoT-6B")
    code, out, err = run("convert", "GoT-6B", "pretrained/got-6b", "--json")
    assert code == 0, err
    assert json.loads(out)["keys"] == 499

    listed = json.loads(run("ls", "--json")[1])["models"]

    kinds = {entry["name"]: entry["kind"] for entry in listed}
    assert kinds == {"got-tiny": "ready", "GoT-6B": "upstream", "got-6b": "ready"}
    assert weights.folder_of("got-6b") == Path("pretrained/got-6b")
    code, out, _ = run("doctor", "GoT-6B", "got-6b")
    assert code == 0
    assert out.count("whole") == 2


def test_the_doctor_names_what_was_changed_or_cut_off(run: Run, fetched: Path) -> None:
    run("convert", "GoT-6B", "pretrained/got-6b")
    (fetched / "got-6b" / "tokenizer" / "tokenizer.json").write_text("{}", "utf-8")
    shard = sorted((fetched / "GoT-6B").glob("*.bin"))[0]
    shard.write_bytes(shard.read_bytes()[:-500])

    code, out, _ = run("doctor", "GoT-6B", "got-6b", "--json")

    first, second = json.loads(out)["models"]
    assert code == 3
    assert shard.name in first["problems"][0]
    assert second["problems"] == ["tokenizer/tokenizer.json is not the file that was written"]


def test_a_second_conversion_to_the_same_place_needs_to_be_asked_for(
    run: Run, published: Path
) -> None:
    assert run("convert", str(published), "model")[0] == 0

    code, out, err = run("convert", str(published), "model")

    assert (code, out) == (2, "")
    assert "already" in err.splitlines()[-1]
    assert run("convert", str(published), "model", "--replace")[0] == 0


def test_mistakes_are_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    for words, code in (
        (("convert", "nowhere", "model"), 2),
        (("convert", "empty", "model"), 3),
        (("doctor", "nobody"), 3),
        (("pull", "GoT-6B"), 2),
        (("parity", "empty"), 2),
        (("convert", "a"), 2),
    ):
        answer = run(*words)
        assert answer[:2] == (code, ""), answer
        assert answer[2].splitlines()[-1].startswith("got: ")


def test_parity_is_zero_when_everything_agrees_and_not_otherwise(
    run: Run, published: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(published, tmp_path / "set"))
    place = folder / "cases" / "index.json"
    listed = json.loads(place.read_text("utf-8"))
    listed["cases"] = [case for case in listed["cases"] if case["case"][:2] in {"f1", "x1"}]
    place.write_text(json.dumps(listed), "utf-8")

    code, out, _ = run("parity", str(folder), "--json")

    cases = {case["name"]: case for case in json.loads(out)["cases"]}
    assert code == 0
    assert set(cases) == {"parser_table", "f1_no_cfg", "x1_unknown_colour"}
    assert cases["f1_no_cfg"]["max_abs"]["final_latents"] < 5e-4
    assert "mends" in cases["x1_unknown_colour"]["note"]

    told = json.loads((folder / "cases" / "f1_no_cfg.json").read_text("utf-8"))
    told["timesteps"] = [1]
    (folder / "cases" / "f1_no_cfg.json").write_text(json.dumps(told), "utf-8")

    code, out, _ = run("parity", str(folder))

    assert code == 3
    assert "timesteps differs" in out


def test_the_light_half_starts_without_torch() -> None:
    code = (
        "import sys; sys.modules['torch'] = None\n"
        "from agent.cli import main\n"
        "codes = [main(['models', 'ls']), main(['models', 'convert', 'a', 'b'])]\n"
        "sys.exit(0 if codes == [0, 3] else str(codes))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "torch" in done.stderr
