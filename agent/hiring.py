"""Who works for an assistant: planner, models, critic, put together from the settings."""

from pathlib import Path

from agent import build
from agent.context import Staff
from agent.graph import every_tool, tools
from agent.settings import Settings


def hire(settings: Settings, folder: Path, *, load: build.Load | None = None) -> Staff:
    """Load everybody the settings name.

    Args:
        settings: Which models, and how they are treated.
        folder: The memory's.
        load: Opens a model folder; None for `agent.build.models`.

    Raises:
        GotError: Weights or packages are missing.
    """
    models = load(settings.model, settings.device) if load else build.models(settings)
    eye = build.eye(settings)
    planner = build.planner(settings, models)
    offered = every_tool() if planner and planner.converses else tools()
    return Staff(
        models=models,
        planner=planner.model.bind_tools(list(offered)) if planner else None,
        settings=settings,
        folder=folder,
        critic=build.critic(settings, eye, models.opinion),
        eye=eye,
        looker=build.looker(models),
        converses=bool(planner and planner.converses),
    )
