"""The settings of the page in Gradio's components, and their theme."""

from typing import Any

import gradio as gr
from fastapi import FastAPI

from got_models.errors import BadInput
from ui.house import House

STEPS_OF_MODEL = 0
"""What the slider shows for "as many steps as the model was tuned for"."""

MOST_GUIDANCE = 15
"""Where the sliders end; a settings file may go further."""

STYLE = """
.gradio-container { padding: 0 8px 40px !important; }
#got-settings-said {
    position: sticky; top: 0; z-index: 5; background: var(--body-background-fill);
}
.gradio-container .fillable, .gradio-container .fillable > .wrap {
    padding: 0 !important; margin: 0 !important; max-width: none !important;
}
.gradio-container .block, .gradio-container .form {
    border: 0 !important; box-shadow: none !important; background: none !important;
}
"""
"""What makes the settings look like a part of the page around them."""


def mounted(house: House, place: str) -> FastAPI:
    """Return an application that has the settings at a path, and takes and gives no files."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    gr.mount_gradio_app(
        app,
        shell(house),
        path=place,
        theme=theme(),
        css=STYLE,
        footer_links=[],
        ssr_mode=False,
        run_history=False,
        allowed_paths=[],
        blocked_paths=["/"],
        max_file_size=1,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )
    return app


def theme() -> gr.themes.Base:
    """Return a quiet theme with the fonts of the system."""
    return gr.themes.Base(
        primary_hue="slate",
        neutral_hue="slate",
        radius_size="md",
        font=["system-ui", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
    ).set(
        block_background_fill="transparent",
        block_info_text_color="*neutral_600",
        block_info_text_color_dark="*neutral_300",
        block_label_text_color="*neutral_700",
        block_label_text_color_dark="*neutral_200",
        block_title_text_color="*neutral_800",
        block_title_text_color_dark="*neutral_100",
        block_title_text_weight="550",
        body_background_fill="#ffffff",
        body_background_fill_dark="#1e201f",
        background_fill_primary_dark="#1e201f",
        background_fill_secondary_dark="#262827",
        input_background_fill_dark="#262827",
        slider_color="#2f5d50",
        slider_color_dark="#8fc7b3",
        checkbox_background_color_selected="#2f5d50",
        checkbox_background_color_selected_dark="#3f7d6b",
    )


def shell(house: House) -> gr.Blocks:
    """Return the settings."""
    page: gr.Blocks = gr.Blocks(title="got", analytics_enabled=False, fill_width=True)
    with page:
        _settings(page, house)
    return page


def _settings(page: gr.Blocks, house: House) -> None:
    said = gr.Markdown("", elem_id="got-settings-said")
    steps = _slider(
        50,
        "Steps",
        "Denoising steps per picture. Fewer are faster and rougher; 0 is the model's own.",
    )
    candidates = _slider(8, "Candidates", "Pictures drawn per round; the best is kept.", least=1)
    rounds = _slider(
        3, "Rounds of mending", "How often a picture that fails its checks is tried again."
    )
    approval = gr.Radio(
        [("Ask me first", "ask"), ("Just draw", "auto")],
        label="Plans",
        info="Ask: the plan is shown and waits for you before anything is drawn.",
    )
    critique = gr.Checkbox(
        label="Check pictures",
        info="Hold every picture against its plan, and show what is right and what is not.",
    )
    own = gr.Checkbox(
        label="The model's own guidance",
        info="What it draws best with, one set for new pictures and one for edits. "
        "Take the tick away to choose.",
    )
    text = _slider(
        MOST_GUIDANCE,
        "Guidance by words, a_t",
        "Pull of the plan's words. More keeps closer to them; far too much looks harsh.",
        step=0.5,
    )
    spatial = _slider(
        MOST_GUIDANCE,
        "Guidance by boxes, a_s",
        "Pull of the boxes. More puts things where the plan has them; 0 leaves boxes out.",
        step=0.5,
    )
    reference = _slider(
        MOST_GUIDANCE,
        "Guidance by the reference, a_r",
        "How closely an edit holds on to the picture it changes.",
        step=0.5,
    )
    seed = gr.Number(
        precision=0,
        minimum=0,
        label="Seed",
        info="The same seed and the same plan give the same picture.",
    )
    seen = gr.State(0)
    alone = {
        "steps": steps,
        "candidates": candidates,
        "rounds": rounds,
        "approval": approval,
        "critique": critique,
        "seed": seed,
    }
    pulls = [own, text, spatial, reference]
    shown = [*alone.values(), *pulls, seen]
    quietly: dict[str, Any] = {"queue": False, "show_progress": "hidden"}
    for name, part in alone.items():
        _occasion(part)(_changer(house, name), [seen, part], [*shown, said], **quietly)
    for part in pulls:
        _occasion(part)(_changer(house, "guidance"), [seen, *pulls], [*shown, said], **quietly)
    page.load(lambda: _shown(house), None, shown, **quietly)


def _slider(most: int, label: str, info: str, *, least: int = 0, step: float = 1) -> gr.Slider:
    return gr.Slider(least, most, step=step, label=label, info=info, buttons=[])


def _occasion(part: Any) -> Any:
    return part.release if isinstance(part, gr.Slider) else part.input


def _changer(house: House, name: str) -> Any:
    """Return what is called when somebody changes a setting; everything is shown anew after it."""

    def change(seen: int, *values: Any) -> list[Any]:
        try:
            house.change({name: _meant(name, *values)}, expected=seen)
        except BadInput as error:
            said = f"Not changed. {error}"
        else:
            said = "Saved. It holds from the next message on."
        return [*_shown(house), said]

    return change


def _meant(name: str, value: Any, *more: Any) -> Any:
    if name == "guidance":
        scales = dict(zip(("text", "spatial", "reference"), more, strict=True))
        return None if value else scales
    if name == "steps":
        return int(value) or None
    return int(value or 0) if name in ("candidates", "rounds", "seed") else value


def _shown(house: House) -> list[Any]:
    held, pulls = house.settings, house.guidance()
    is_own = held.guidance is None
    return [
        held.steps or STEPS_OF_MODEL,
        held.candidates,
        held.rounds,
        held.approval,
        held.critique,
        held.seed,
        is_own,
        *(
            gr.update(value=pull, interactive=not is_own)
            for pull in (pulls.text, pulls.spatial, pulls.reference)
        ),
        house.revision,
    ]
