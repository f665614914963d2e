"""The composition root, second half: chat models, pipelines and servers, by their parts."""

import logging
import os
from pathlib import Path

from agent import parts, weights
from agent.parts import Part
from agent.settings import Settings
from agent.sources import Found, find
from got_models import model_config
from got_models.brains.chat import Chat
from got_models.brains.chat_reasoner import ChatReasoner
from got_models.brains.chat_server import ChatServer
from got_models.brains.picture_questions import PictureQuestions
from got_models.brains.tool_caller import ToolCaller
from got_models.brushes.images_server import ImagesServer
from got_models.errors import BadInput, MissingPackage, WeightsError
from got_models.servers.remote import Remote, key_from
from tools.asked_critique import AskedCritic
from tools.critique import Critic
from tools.ports import Painter, Reasoner

JUDGE = "crop_judge.safetensors"
"""What the weights of a crop judge are called."""


def reasoner_part(settings: Settings) -> Part:
    """Return who writes the chains."""
    return settings.reasoner or Part(source=settings.model)


def renderer_part(settings: Settings) -> Part:
    """Return who draws."""
    return settings.renderer or Part(source=settings.model)


def vocabulary_of(found: Found) -> frozenset[str] | None:
    """Return the object names that whoever draws knows; None when any word will do."""
    if found.kind != "got" or not (found.folder / model_config.FILE).is_file():
        return None
    known = model_config.read(found.folder).vocabulary
    return None if known is None else frozenset(known)


def chat(part: Part, found: Found, device: str) -> Chat:
    """Return the chat model of a part.

    Raises:
        BadInput: The part is no chat model, or its key is missing.
        MissingPackage: A package that it needs cannot be imported.
    """
    if found.kind == "server":
        return chat_server(part)
    if found.kind == "chat model":
        return _local_chat(found.folder, part.source, device)
    raise BadInput(
        f"{part.source!r} is a model that draws and cannot be asked for plans; "
        "name a chat model, a server or a GoT model as reasoner"
    )


def chat_server(part: Part) -> ChatServer:
    """Return the chat server of a part; raises as `remote`."""
    return ChatServer(remote(part), part.model, token_budget=part.token_budget)


def chat_reasoner(part: Part, found: Found, drawing: Found, device: str) -> Reasoner:
    """Return a reasoner made of a chat model, told the words that whoever draws knows."""
    return ChatReasoner(
        chat(part, found, device),
        vocabulary=vocabulary_of(drawing),
        coordinates=part.coordinates,
    )


def asks(part: Part | None) -> bool:
    """Say whether a critic is somebody who is asked about pictures: a server or a chat model."""
    if part is None or part.source == parts.OFF:
        return False
    return part.is_server or not (Path(part.source) / JUDGE).is_file()


def asked_critic(part: Part, device: str) -> Critic:
    """Return a critic that asks a chat model which sees.

    Raises:
        BadInput: The part is none, or its key is missing.
        MissingPackage: A package that it needs cannot be imported.
    """
    unfit = (
        f"the critic {part.source!r} cannot judge pictures; name a chat model that sees, a server "
        f"of one (URL with /v1), a folder with the {JUDGE} of a crop judge, {parts.OFF} for "
        "nobody, or null for the shipped one"
    )
    try:
        found = find(part)
    except WeightsError as cause:
        raise BadInput(f"{unfit} ({cause})") from cause
    if found.kind not in ("server", "chat model"):
        raise BadInput(unfit)
    model = chat(part, found, device)
    return AskedCritic(PictureQuestions(model, coordinates=part.coordinates))


def tool_caller(part: Part, found: Found, device: str) -> ChatServer | ToolCaller:
    """Return who leads a conversation by calling tools; raises as `chat`."""
    if found.kind == "server":
        return chat_server(part)
    return ToolCaller(chat(part, found, device))


def brush(part: Part, found: Found, device: str) -> Painter:
    """Return a painter that is no GoT model.

    Raises:
        BadInput: The part cannot draw, or its key is missing.
        WeightsError: Its folder holds nothing that can be used.
        MissingPackage: A package that it needs cannot be imported.
    """
    if found.kind == "server":
        return ImagesServer(remote(part), part.model, size=part.size, sizes=part.sizes)
    if found.kind == "pipeline":
        return _pipeline(part, found.folder, device)
    raise BadInput(
        f"{part.source!r} is a chat model and cannot draw; "
        "name a GoT model, a pipeline of diffusers or an Images server as renderer"
    )


def remote(part: Part) -> Remote:
    """Return the server of a part; its key is read from the environment here and nowhere else.

    Raises:
        BadInput: The variable that should hold the key is not set.
    """
    return Remote(
        part.source,
        key=key_from(part.key_variable, os.environ),
        timeout_s=part.timeout_s,
        tries=part.tries,
    )


def torch_device(device: str) -> str | None:
    """Return a device by the name torch has for it; None is the fastest there is."""
    return None if device == "auto" else device


def _local_chat(folder: Path, name: str, device: str) -> Chat:
    weights.check(folder)
    try:
        from got_models.brains.local_chat import LocalChat
    except ImportError as cause:
        raise MissingPackage(cause.name or str(cause)) from cause
    return LocalChat(folder, name, torch_device(device))


def _pipeline(part: Part, folder: Path, device: str) -> Painter:
    weights.check(folder)
    try:
        from got_models.brushes.diffusers_brush import DiffusersBrush
    except ImportError as cause:
        raise MissingPackage(cause.name or str(cause)) from cause
    return DiffusersBrush(
        folder,
        part.source,
        torch_device(device),
        size=part.size,
        sizes=part.sizes,
        on_note=logging.getLogger(__name__).warning,
    )
