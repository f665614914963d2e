"""Guidance for less: chosen in the settings or on the command line, kept in the recipe."""

from collections.abc import Callable
from pathlib import Path

import pytest

from agent import build, cli, settings
from agent.settings import Settings
from got_models import chain_text
from got_models.brushes.capabilities import Capabilities
from got_models.errors import BadInput
from got_models.guidance_scales import GuidanceScales, default_for
from tools import png
from tools.manner import Manner
from tools.ports import Painter

Got = Callable[..., tuple[int, str, str]]
Make = Callable[..., Painter]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def drawn(got: Got, apple: str, *words: str) -> GuidanceScales:
    code, _, err = got("draw", "a red apple", "-o", "s.png", *words, answers=[apple], pictures=1)
    assert (code, err) == (0, "")
    return png.read_recipe(Path("s.png")).guidance


def test_the_command_line_says_where_guidance_is_saved(got: Got, apple: str) -> None:
    asked = drawn(got, apple, "--guidance-every", "2", "--guidance-interval", "0", "5.42")

    usual = default_for("generate")
    assert asked == usual.model_copy(update={"interval": (0.0, 5.42), "every": 2})


def test_the_settings_say_it_too_and_the_command_line_goes_before_them(
    got: Got, apple: str
) -> None:
    Path("s.yaml").write_text("guidance_every: 3\nguidance_interval: [0.28, 5.42]\n", "utf-8")

    asked = drawn(got, apple, "--config", "s.yaml", "--guidance-every", "1")

    assert (asked.interval, asked.every) == ((0.28, 5.42), 1)


def test_the_recipe_of_a_usual_picture_says_nothing_of_it(got: Got, apple: str) -> None:
    assert set(drawn(got, apple).model_dump()) == {"text", "spatial", "reference"}


@pytest.mark.parametrize(
    "words",
    [
        ("--guidance-every", "0"),
        ("--guidance-interval", "5", "1"),
        ("--guidance-interval", "-1", "1"),
        ("--guidance-interval", "0", "inf"),
    ],
)
def test_what_means_nothing_is_refused(got: Got, words: tuple[str, ...]) -> None:
    code, out, err = got("draw", "x", "-o", "s.png", *words)

    assert (code, out) == (2, "")
    assert "guidance" in err


def test_a_renderer_without_branches_is_told_before_anybody_plans(painter: Make) -> None:
    part = {"source": "http://127.0.0.1:9/v1", "model": "m"}
    held = Settings.model_validate({"reasoner": part, "renderer": part, "guidance_every": 2})
    brush = painter()
    brush.capabilities = Capabilities(boxes="words only", edits="none")  # type: ignore[attr-defined]

    with pytest.raises(BadInput, match="leave out guidance_interval and guidance_every"):
        build.models(held)
    with pytest.raises(BadInput, match="is not guided by branches"):
        Manner((1,), every=2).settled(brush, "generate")
    assert Manner((1,)).settled(brush, "generate").guidance.every == 1


def test_scales_by_hand_may_say_it_themselves(painter: Make) -> None:
    own = GuidanceScales(text=3, spatial=2, reference=1, every=4)

    assert Manner((1,), guidance=own).settled(painter(), "edit").guidance == own
    assert Settings(guidance=own).saves_guidance
    assert not settings.read().saves_guidance


def test_a_conversation_draws_by_it(
    assistant: Callable[..., object], painter: Make, apple: str
) -> None:
    brush = painter(1)
    seen: list[GuidanceScales] = []
    paint = brush.paint

    def watched(*args: object, **told: object) -> object:
        seen.append(told["guidance"])  # type: ignore[arg-type]
        return paint(*args, **told)  # type: ignore[arg-type]

    brush.paint = watched  # type: ignore[method-assign, assignment]
    a = assistant(
        ("draw_picture", {"wish": "a red apple"}),
        models=build.Models(_Says(apple), brush),
        guidance_every=2,
    )

    a.session().say("draw a red apple")  # type: ignore[attr-defined]

    assert [one.every for one in seen] == [2]


class _Says:
    """A reasoner with one plan."""

    vocabulary: frozenset[str] | None = None

    def __init__(self, text: str) -> None:
        self._text = text

    def plan(self, wish: str, **_: object) -> chain_text.Reading:
        return chain_text.read(self._text)


def test_help_names_both_options(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["draw", "--help"])

    said = capsys.readouterr().out
    assert "--guidance-interval" in said
    assert "--guidance-every" in said
