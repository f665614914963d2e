"""Other brains and brushes behind the real command line: chosen by settings, refused in time."""

import base64
import json
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from agent import build, cli, sources, weights
from agent.assistant import Assistant
from agent.graph import tools
from agent.parts import Part
from agent.profiles import PROFILES
from agent.settings import Settings, with_profile
from got_models.brains.chat_reasoner import ChatReasoner
from got_models.brushes.capabilities import Capabilities
from got_models.brushes.images_server import ImagesServer
from got_models.errors import BadInput, WeightsError
from tools import abilities, png
from tools.ports import Painter, Reasoner

sys.path.append(str(Path(__file__).resolve().parents[1] / "support"))

from local_server import Asked, Reply, Server, chat, hang, server

__all__ = ["hang", "server"]

Run = Callable[..., tuple[int, str, str]]
PLAN = {
    "description": "A dragon over a castle.",
    "objects": [{"phrase": "dragon", "box": [100, 100, 500, 500]}],
}
CHANGE = {
    "source": "A castle.",
    "steps": [{"object": "dragon", "box": [0, 0, 448, 448], "change": "Add a dragon."}],
    "result": "A castle and a dragon.",
}


@pytest.fixture
def run(
    server: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a command in an empty folder whose settings name the server for everything."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TEST_KEY", "sk-test")
    part = {"source": server.address, "model": "m", "key_variable": "TEST_KEY"}
    drawing = part | {"size": [64, 48], "timeout_s": 5}
    held = {"profiles": {"far": {"reasoner": part, "renderer": drawing}}}
    Path("far.yaml").write_text(json.dumps(held), "utf-8")

    def command(*words: str) -> tuple[int, str, str]:
        code = cli.main([*words, "--config", "far.yaml"])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def brains_and_brushes(asked: Asked, handler: object) -> None:
    """Plan and draw as the question wants it."""
    if asked.path.endswith("chat/completions"):
        status, body = chat(CHANGE if "image_url" in asked.data.decode() else PLAN)
    else:
        stream = BytesIO()
        Image.effect_noise((64, 48), 90).convert("RGB").save(stream, "PNG")
        data = base64.b64encode(stream.getvalue()).decode()
        status, body = 200, {"data": [{"b64_json": data}]}
    sent = json.dumps(body).encode()
    handler.send_response(status)  # type: ignore[attr-defined]
    handler.send_header("content-length", str(len(sent)))  # type: ignore[attr-defined]
    handler.end_headers()  # type: ignore[attr-defined]
    handler.wfile.write(sent)  # type: ignore[attr-defined]


def test_a_plan_comes_from_the_brain_of_a_profile(run: Run, server: Server) -> None:
    server.says(brains_and_brushes)

    code, out, err = run("plan", "a dragon", "--profile", "far")

    assert (code, err) == (0, "")
    assert "dragon<|object_ref_end|><|box_start|>(100,100),(500,500)" in out
    assert server.asked[0].headers["Authorization"] == "Bearer sk-test"


def test_a_drawing_is_planned_and_painted_elsewhere_and_carries_its_recipe(
    run: Run, server: Server
) -> None:
    server.says(brains_and_brushes)

    code, out, err = run("draw", "a dragon", "--profile", "far", "-o", "d.png")

    assert (code, out) == (0, "d.png\n")
    assert "told the places of things in words" in err
    recipe = png.read_recipe(Path("d.png"))
    assert recipe.model == f"m at {server.address}"
    assert recipe.size == (64, 48)
    assert [asked.path for asked in server.asked] == [
        "/v1/chat/completions",
        "/v1/images/generations",
    ]
    assert "sk-test" not in Path("d.png").read_bytes().decode("latin-1")


def test_an_edit_stays_local_whoever_paints_it(run: Run, server: Server) -> None:
    server.says(brains_and_brushes)
    Image.new("RGB", (128, 96), "white").save("castle.png")

    code, out, _ = run(
        "edit", "castle.png", "add a dragon", "--profile", "far", "-o", "e.png", "--json"
    )

    told = json.loads(out)["pictures"][0]
    assert code == 0
    assert (told["changed_outside_px"], told["is_global"]) == (0, False)
    assert server.asked[1].path == "/v1/images/edits"


def test_mask_and_references_of_the_command_line_reach_a_renderer_that_can(
    run: Run, server: Server
) -> None:
    server.says(brains_and_brushes)
    Image.new("RGB", (128, 96), "white").save("castle.png")
    mask = Image.new("L", (128, 96))
    mask.paste(255, (64, 0, 128, 96))
    mask.save("mask.png")
    Image.new("RGB", (20, 20), "blue").save("blue.png")
    besides = ("--mask", "mask.png", "--reference", "blue.png", "--profile", "far")

    code, _, err = run("edit", "castle.png", "add a dragon", *besides, "-o", "e.png")

    assert (code, err) == (0, "")
    sent = server.asked[1].data
    assert sent.count(b'name="image[]"') == 2
    opened = sent.split(b'name="mask"')[1]
    with Image.open(BytesIO(opened[opened.index(b"\x89PNG") :])) as told:
        alpha = told.getchannel("A")
        assert (alpha.getpixel((2, 24)), alpha.getpixel((60, 24))) == (255, 0)
    recipe = png.read_recipe(Path("e.png"))
    assert len(recipe.references) == 1
    assert recipe.mask is not None
    replay = ("replay", "e.png", "--source", "castle.png", "-o", "again.png")
    assert run(*replay, *besides)[0] == 0
    assert run(*replay, "--profile", "far", "--mask", "mask.png")[0] == 2


def test_a_drawing_replays_with_its_renderer(run: Run, server: Server) -> None:
    server.says(brains_and_brushes)
    run("draw", "a dragon", "--profile", "far", "-o", "d.png")

    code, out, _ = run("replay", "d.png", "--profile", "far", "-o", "again.png")

    assert code == 0
    assert out.startswith("again.png")


def test_a_server_that_hangs_is_one_sentence_and_leaves_nothing(
    run: Run, server: Server, hang: Reply
) -> None:
    server.says(hang)
    part = {"source": server.address, "model": "m", "timeout_s": 0.3}
    Path("far.yaml").write_text(json.dumps({"reasoner": part, "renderer": part}), "utf-8")

    code, out, err = run("draw", "a dragon", "-o", "d.png")

    assert (code, out) == (3, "")
    assert "did not answer within 0.3 s" in err.splitlines()[-1]
    assert not Path("d.png").exists()


def test_a_server_that_declines_is_a_bad_wish(run: Run, server: Server) -> None:
    server.says(chat("", refusal="No dragons."))

    code, _, err = run("draw", "a dragon", "--profile", "far", "-o", "d.png")

    assert code == 2
    assert "declines: No dragons." in err


def test_a_missing_key_is_named_before_anything_is_asked(
    run: Run, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TEST_KEY")

    code, _, err = run("draw", "a dragon", "--profile", "far", "-o", "d.png")

    assert code == 2
    assert "TEST_KEY is not set" in err
    assert server.asked == []


def test_a_size_a_renderer_does_not_draw_is_refused_before_it_plans(
    run: Run, server: Server
) -> None:
    part = {"source": server.address, "model": "m", "sizes": [[64, 64], [96, 64]]}
    Path("far.yaml").write_text(json.dumps({"reasoner": part, "renderer": part}), "utf-8")

    code, _, err = run("draw", "a dragon", "--size", "64x96", "-o", "d.png")

    assert code == 2
    assert "draws 64x64, 96x64, got 64x96" in err
    assert server.asked == []


def test_an_unknown_profile_is_answered_with_those_there_are(run: Run) -> None:
    code, _, err = run("plan", "x", "--profile", "nowhere")

    assert code == 2
    assert "there is no profile 'nowhere'; there is far, flux2-klein, got-6b" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--renderer", "someone/never-fetched"], "hf download someone/never-fetched"),
        (["--renderer", "./nothing"], "there is no model './nothing'"),
        (["--reasoner", "http://user:secret@host/v1"], "no user or password"),
    ],
)
def test_a_part_that_is_not_there_is_one_sentence(
    run: Run, words: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = run("draw", "a cat", *words)

    assert code in (2, 3)
    assert out == ""
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("name", PROFILES)
def test_every_shipped_profile_means_something(name: str) -> None:
    held = with_profile(Settings(), name)

    assert held != Settings()


def test_a_profile_of_the_file_goes_before_a_shipped_one() -> None:
    held = Settings(profiles={"sdxl": {"renderer": "./mine"}})

    assert with_profile(held, "sdxl").renderer == Part(source="./mine")
    assert with_profile(held, "got-6b").model == "GoT-6B"


def test_a_profile_with_a_slip_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="profile 'mine': rendrer"):
        with_profile(Settings(profiles={"mine": {"rendrer": "x"}}), "mine")


def test_a_source_alone_is_a_part() -> None:
    held = Settings.model_validate({"renderer": "./sdxl", "reasoner": {"source": "http://h/v1"}})

    assert held.renderer == Part(source="./sdxl")
    assert held.reasoner is not None
    assert held.reasoner.is_server


def folder(place: Path, **files: object) -> Path:
    place.mkdir()
    for name, told in files.items():
        (place / f"{name}.json").write_text(json.dumps(told), "utf-8")
    return place


def test_a_folder_tells_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "LOCAL", tmp_path / "pretrained")
    (tmp_path / "pretrained").mkdir()
    kinds = {
        "got": folder(tmp_path / "a", got_config={}, model_index={}),
        "pipeline": folder(tmp_path / "pretrained" / "sdxl", model_index={}),
        "chat model": folder(tmp_path / "c", config={"model_type": "qwen2_5_vl"}),
    }

    for kind, place in kinds.items():
        assert sources.find(Part(source=str(place))).kind == kind
    assert sources.find(Part(source="stabilityai/sdxl")).folder == kinds["pipeline"]
    assert sources.find(Part(source="HTTPS://host/v1")).kind == "server"
    with pytest.raises(WeightsError, match="holds no model that can be used"):
        sources.find(Part(source=str(folder(tmp_path / "d", config={}))))


def test_who_draws_must_be_able_to_and_who_plans_too(tmp_path: Path) -> None:
    talker = folder(tmp_path / "talker", config={"model_type": "qwen3"})
    painter = folder(tmp_path / "painter", model_index={"_class_name": "FluxPipeline"})
    far = Part(source="http://127.0.0.1:9/v1", model="m")

    with pytest.raises(BadInput, match="is a chat model and cannot draw"):
        build.models(Settings(reasoner=far, renderer=Part(source=str(talker))))
    with pytest.raises(BadInput, match="cannot be asked for plans"):
        build.models(Settings(reasoner=Part(source=str(painter)), renderer=far))


def test_a_brain_is_told_the_words_of_who_draws(tmp_path: Path) -> None:
    place = folder(
        tmp_path / "got",
        got_config={
            "name": "g", "side": 64, "max_side": 64, "vision_side": 64, "vocabulary": ["cat"]
        },
    )  # fmt: skip
    found = sources.find(Part(source=str(place)))

    brain = build.crew.chat_reasoner(
        Part(source="http://127.0.0.1:9/v1", model="m"), sources.Found("server"), found, "cpu"
    )

    assert isinstance(brain, ChatReasoner)
    assert brain.vocabulary == {"cat"}


def test_an_edit_has_the_shape_of_its_picture() -> None:
    far = Part(source="http://127.0.0.1:9/v1", model="m")
    free = build.models(Settings(reasoner=far, renderer=far)).painter
    fixed = build.models(
        Settings(
            reasoner=far,
            renderer=far.model_copy(update={"sizes": ((1024, 1024), (1536, 1024), (1024, 1536))}),
        )
    ).painter

    assert isinstance(free, ImagesServer)
    assert abilities.size_like(free, (1600, 900)) == (1368, 768)
    assert abilities.size_like(free, (10, 100_000)) == (8, 4096)
    assert abilities.size_like(fixed, (900, 1600)) == (1024, 1536)
    with pytest.raises(BadInput, match="4 references, got 5"):
        abilities.check(free, "edit", references=5)


def test_a_server_in_the_settings_leads_the_conversation(server: Server) -> None:
    part = Part(source=server.address, model="m")
    models = build.models(Settings(reasoner=part, renderer=part))
    server.says(chat("Hello."))

    leader = build.planner(Settings(planner=part), models)

    assert leader is not None
    assert leader.converses
    assert leader.model.invoke("hi").text == "Hello."


def test_a_conversation_is_told_what_the_renderer_cannot_do_before_anybody_plans(
    assistant: Callable[..., Assistant],
    reasoner: Callable[..., Reasoner],
    painter: Callable[..., Painter],
    apple: str,
) -> None:
    brush = painter(1)
    brush.capabilities = Capabilities(boxes="words only", edits="none")  # type: ignore[attr-defined]
    session = assistant(
        ("draw_picture", {"wish": "a red apple"}),
        ("edit_picture", {"instruction": "make the apple blue"}),
        models=build.Models(reasoner(apple), brush),
    ).session()
    drawn = session.say("draw a red apple")

    refused = session.say("make it blue")

    assert drawn.state == "finished"
    assert {"planned", "painted"}.isdisjoint(event.kind for event in refused.events)
    assert "cannot edit" in refused.reply


@pytest.mark.skipif("got-tiny" not in weights.names(), reason="the weights of got-tiny are missing")
def test_a_plan_from_elsewhere_is_read_and_drawn_by_got_tiny(run: Run, server: Server) -> None:
    cat = {"description": "A red cat.", "objects": [{"phrase": "red cat", "box": [9, 9, 600, 700]}]}
    server.says(chat(cat))
    part = {"source": server.address, "model": "m"}
    Path("far.yaml").write_text(json.dumps({"reasoner": part, "device": "cpu"}), "utf-8")

    code, out, err = run("draw", "a red cat", "-o", "cat.png", "--steps", "2")

    assert (code, out, err) == (0, "cat.png\n", "")
    recipe = png.read_recipe(Path("cat.png"))
    assert recipe.model == "got-tiny"
    assert "(9,9),(600,700)" in recipe.chain
    assert "Objects must be among these" in server.asked[0].json["messages"][0]["content"]
    assert run("draw", "a dragon", "-o", "d.png")[0] == 2
    assert len(server.asked) == 1


def test_a_planner_that_cannot_lead_is_refused_by_name(
    tmp_path: Path, painter: Callable[..., Painter], reasoner: Callable[..., Reasoner]
) -> None:
    brush = tmp_path / "brush"
    brush.mkdir()
    (brush / "model_index.json").write_text("{}", "utf-8")
    held = Settings.model_validate({"planner": str(brush)})

    with pytest.raises(BadInput, match="cannot lead a conversation; name a chat model"):
        build.planner(held, build.Models(reasoner(), painter()))


def test_a_chat_model_of_a_folder_leads_a_conversation(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    painter: Callable[..., Painter],
    reasoner: Callable[..., Reasoner],
) -> None:
    local_chat = pytest.importorskip("got_models.brains.local_chat")
    (tmp_path / "config.json").write_text('{"model_type": "qwen3"}', "utf-8")
    (tmp_path / "model.safetensors").write_bytes(b"\2\0\0\0\0\0\0\0{}")
    said = {"say": "", "calls": [{"tool": "draw_picture", "arguments": {"wish": "a cup"}}]}
    monkeypatch.setattr(local_chat.LocalChat, "answer", lambda *given, **told: json.dumps(said))
    held = Settings.model_validate({"planner": str(tmp_path), "device": "cpu"})

    leader = build.planner(held, build.Models(reasoner(), painter()))

    assert leader is not None
    assert leader.converses
    answer = leader.model.bind_tools(list(tools())).invoke("a cup, please")
    assert [(call["name"], call["args"]) for call in answer.tool_calls] == [
        ("draw_picture", {"wish": "a cup"})
    ]
