"""The composition root: the one place that knows concrete models. Heavy parts load when asked."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from agent import crew, parts, sources, weights
from got_models.errors import BadInput, MissingPackage
from tools.critique import Critic, DetectorCritic
from tools.describe import Looker
from tools.eyesight import Eye, SecondOpinion
from tools.manner import check_savings
from tools.ports import Painter, Reasoner

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from agent.planners.got_chat import Decider
    from agent.settings import Settings


@dataclass(frozen=True)
class Planner:
    """A chat model that leads conversations.

    `converses`: it is asked again once its tools have answered, to go on or to put it into words.
    """

    model: "BaseChatModel"
    converses: bool = False


@dataclass(frozen=True)
class Models:
    """Somebody who plans and somebody who paints, and whoever of them can lead a conversation."""

    reasoner: Reasoner
    painter: Painter
    decider: "Callable[[], Decider] | None" = None
    """Makes somebody who chooses tools; None where nobody was taught to."""
    opinion: Callable[[], SecondOpinion] | None = None
    """Makes somebody who is asked what is in a picture beside the detector; None for nobody."""


Load = Callable[[str, str], Models]
"""Opens a model, given by name or path, on a device (`auto`, `cpu`, `cuda`, `cuda:N`, `mps`)."""


def load(model: str, device: str) -> Models:
    """Load a model given by name or path; its weights are looked at before anything heavy loads.

    Raises:
        WeightsError: The weights are missing, cut off or of another model.
        MissingPackage: A package the models need cannot be imported.
    """
    folder = weights.folder_of(model)
    weights.check(folder)
    try:
        from got_models.loading import load_models
    except ImportError as cause:
        raise MissingPackage(cause.name or str(cause)) from cause
    loaded = load_models(folder, device=None if device == "auto" else device)
    trust = loaded.trust
    return Models(
        reasoner=loaded.reasoner,
        painter=loaded.painter,
        decider=loaded.decider if loaded.decides else None,
        opinion=None if trust is None else lambda: SecondOpinion(loaded.judge(), trust),
    )


def models(settings: "Settings") -> Models:
    """Open whoever plans and whoever draws by the settings; one GoT model may do both.

    Raises:
        GotError: Somebody is missing, cannot do the job, or has no key.
    """
    planning, drawing = crew.reasoner_part(settings), crew.renderer_part(settings)
    who, where = sources.find(planning), sources.find(drawing)
    device = settings.device
    if who == where and who.kind == "got":
        return load(str(who.folder), device)
    painter = (
        load(str(where.folder), device).painter
        if where.kind == "got"
        else crew.brush(drawing, where, device)
    )
    if settings.saves_guidance:
        check_savings(painter)
    if who.kind == "got":
        return replace(load(str(who.folder), device), painter=painter)
    return Models(crew.chat_reasoner(planning, who, where, device), painter)


def planner(settings: "Settings", models: Models) -> "Planner | None":
    """Return the chat model that leads conversations; None where the settings name nobody who can.

    Args:
        settings: Who is to plan; where they name nobody, whoever writes the chains.
        models: What was loaded; a GoT model may have been taught to lead.

    Raises:
        GotError: The planner that they name cannot be had, or cannot lead.
    """
    named = settings.planner or settings.reasoner
    found = None if named is None else sources.find(named)
    if named is not None and found is not None and found.kind in ("server", "chat model"):
        from agent.planners.openai import OpenAIChat

        caller = crew.tool_caller(named, found, settings.device)
        return Planner(OpenAIChat(server=caller), converses=True)
    decides = models.decider
    if settings.planner is not None and found != sources.find(crew.reasoner_part(settings)):
        decides = _decider(settings.planner, found, settings.device)
    if decides is None:
        return None
    from agent.planners.got_chat import GoTChat

    return Planner(GoTChat(decider=decides(), sure_enough=settings.sure_enough))


def critic(
    settings: "Settings", eye: Eye | None, opinion: Callable[[], SecondOpinion] | None = None
) -> Critic | None:
    """Return who judges pictures: somebody who is asked about them, or `eye`; None for nobody.

    Args:
        settings: Who is to judge.
        eye: The detector, where it is to.
        opinion: Makes the reasoner's own opinion, which joins the detector's.

    Raises:
        BadInput: The settings name a critic that is none.
        MissingPackage: A package it needs cannot be imported.
    """
    if settings.critique and settings.critic is not None and crew.asks(settings.critic):
        return crew.asked_critic(settings.critic, settings.device)
    return None if eye is None else DetectorCritic(eye, opinion() if opinion else None)


def eye(settings: "Settings") -> Eye | None:
    """Load the detector that judges pictures; None where nobody is to, or somebody else does.

    Raises:
        WeightsError: Its weights are missing.
        MissingPackage: A package it needs cannot be imported.
    """
    part = settings.critic
    off = part is not None and part.source == parts.OFF
    if not settings.critique or off or crew.asks(part):
        return None
    try:
        from got_models.verifying.crop_judge import CropJudge
    except ImportError as cause:
        raise MissingPackage(cause.name or str(cause)) from cause
    return CropJudge.load() if part is None else CropJudge.load(Path(part.source) / crew.JUDGE)


def _decider(part: parts.Part, found: sources.Found | None, device: str) -> "Callable[[], Decider]":
    """Return the one that chooses tools of a GoT model that does nothing else here.

    Raises:
        BadInput: It is no GoT model, or was not taught to.
    """
    leads = None
    if found is not None and found.kind == "got":
        leads = load(str(found.folder), device).decider
    if leads is None:
        raise BadInput(
            f"{part.source!r} cannot lead a conversation; name a chat model, a server of one, "
            "or a GoT model that was taught to as planner"
        )
    return leads


def looker(models: Models) -> Looker | None:
    """Return who says what is in an uploaded picture, if the reasoner can."""
    reasoner = models.reasoner
    return cast(Looker, reasoner) if callable(getattr(reasoner, "ground", None)) else None


def device() -> str:
    """Name the device `auto` means.

    Raises:
        MissingPackage: torch cannot be imported.
    """
    try:
        from got_models.devices import describe
    except (ImportError, OSError) as cause:
        raise MissingPackage("torch") from cause
    return describe()
