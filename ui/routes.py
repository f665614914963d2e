"""The routes the page talks to: JSON in and out, events as they happen, pictures by digest."""

import re
from typing import Annotated, Literal
from urllib.parse import unquote

from fastapi import APIRouter, Header, Path, Query, Request, Response
from fastapi.responses import FileResponse, StreamingResponse
from pydantic import JsonValue
from starlette.concurrency import run_in_threadpool

from agent.session import Conversation
from agent.turn import Turn
from got_models.errors import BadInput, BadPicture, SessionNotFound
from tools.arguments import ExportForm
from ui import views
from ui.commands import Asked
from ui.gallery import Gallery
from ui.house import House
from ui.plans import PlanChange, WrittenPlan, wire
from ui.stream import Line, name_of
from ui.views import View

MAX_UPLOAD_BYTES = 25 * 1024 * 1024
"""Largest picture that is taken from a page; its pixels are limited where it is read."""

MAX_PROJECT_BYTES = 512 * 1024 * 1024

SESSION = re.compile(r"[0-9a-f]{32}")
Id = Annotated[str, Path(pattern=rf"^{SESSION.pattern}$")]
Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
Number = Annotated[int, Path(ge=1)]
EXAMPLES = (
    "a red apple to the left of a blue cup",
    "three yellow bananas on a wooden table",
    "a green dog under a purple umbrella",
)
"""Wishes for a first visit: things and colours of the world that got-tiny knows."""


def router(house: House) -> APIRouter:
    """Return the routes of the page."""
    made = APIRouter(prefix="/page")
    _add_general(made, house)
    _add_plans(made, house)
    _add_session(made, house)
    _add_pictures(made, house)
    return made


def _add_general(made: APIRouter, house: House) -> None:
    @made.get("/about")
    def about() -> View:
        return _about(house)

    @made.get("/start")
    def start(session: Annotated[str, Query(max_length=100)] = "") -> View:
        said = _about(house)
        known = [one["id"] for one in said["sessions"]]
        wanted = [session] if SESSION.fullmatch(session) else []
        return {"about": said, "view": _first(house, [*wanted, *known[:1]])}

    @made.post("/sessions")
    def begin() -> View:
        return views.opened(house.assistant.session())

    @made.delete("/sessions/{session}")
    def delete(session: Id) -> View:
        house.assistant.delete(session)
        return {}

    @made.post("/import")
    async def import_project(request: Request) -> View:
        data = await _body(request, MAX_PROJECT_BYTES)
        talk = await run_in_threadpool(lambda: house.assistant.import_project(data))
        return await run_in_threadpool(lambda: views.opened(talk))


def _add_plans(made: APIRouter, house: House) -> None:
    @made.get("/search")
    def search(words: Annotated[str, Query(max_length=400)]) -> list[View]:
        return [
            {
                "session": hit.session,
                "title": hit.title,
                "excerpt": hit.excerpt,
                "turn": hit.job,
                "version": hit.version,
            }
            for hit in house.assistant.search(words)
        ]

    @made.post("/plan")
    def change_plan(change: PlanChange) -> View:
        return wire(change.applied())

    @made.post("/read")
    def read_plan(written: WrittenPlan) -> View:
        return wire(written.chain())

    @made.post("/settings")
    def change_settings(asked: dict[str, JsonValue]) -> View:
        return house.change(asked).model_dump(mode="json", include=set(asked))


def _add_session(made: APIRouter, house: House) -> None:
    @made.get("/sessions/{session}")
    def opened(session: Id) -> View:
        return views.opened(_talk(house, session))

    @made.get("/sessions/{session}/place")
    def place(session: Id, after: Annotated[int, Query(ge=0)] = 0) -> View:
        talk = _talk(house, session)
        return {**views.place(talk), "pictures": views.pictures(talk, after=after)}

    @made.get("/sessions/{session}/turns")
    def turns(session: Id, before: Annotated[int, Query(ge=1)]) -> View:
        return views.turns(_talk(house, session), before=before)

    @made.get("/sessions/{session}/plans/{number}")
    def plan(session: Id, number: Number) -> View:
        # Whether somebody looks is asked first: what is found meanwhile is then in the plan.
        looking = house.looks(session, number)
        return {**views.plan(_talk(house, session), number), "looking": looking}

    @made.post("/sessions/{session}")
    def command(session: Id, asked: Asked) -> View:
        talk = _talk(house, session)
        before = talk.about.revision
        came = asked.command.checked(talk)
        answer: View = dict(came) if isinstance(came, dict) else {}
        if isinstance(came, Turn):
            answer["turn"] = came.number
            house.watch(came)
        answer |= views.place(talk)
        moved = asked.command.moves and answer["revision"] != before
        about = {"kind": "changed", "by": asked.page, "moved": moved}
        about |= {name: answer[name] for name in ("mark", "promise") if name in answer}
        house.hub.tell(session, about)
        return answer

    @made.get("/sessions/{session}/events")
    async def events(
        session: Id,
        after: Annotated[str, Query(max_length=40)] = "",
        last_event_id: Annotated[str, Header(max_length=40)] = "",
    ) -> StreamingResponse:
        await run_in_threadpool(lambda: _talk(house, session))
        line = Line(house, session, name_of(last_event_id or after))
        return StreamingResponse(
            aiter(line), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )


def _add_pictures(made: APIRouter, house: House) -> None:
    gallery = Gallery()
    lasting = {
        "Cache-Control": "private, max-age=31536000, immutable",
        "Content-Disposition": 'inline; filename="picture.png"',
    }

    @made.get("/sessions/{session}/pictures/{digest}")
    def picture(
        session: Id, digest: Digest, side: Annotated[int | None, Query(ge=1, le=512)] = None
    ) -> Response:
        talk = _talk(house, session)
        if side is None:
            png = gallery.png(house.assistant, talk, digest)
            return Response(png, media_type="image/png", headers=lasting)
        small = gallery.thumbnail(house.assistant, talk, digest, side)
        return Response(small, media_type="image/webp", headers=lasting)

    @made.post("/sessions/{session}/upload")
    async def upload(
        request: Request,
        session: Id,
        x_name: Annotated[str, Header(max_length=600)] = "upload",
        x_page: Annotated[str, Header(max_length=64)] = "",
    ) -> View:
        data = await _body(request, MAX_UPLOAD_BYTES)
        name = " ".join(unquote(x_name).split())[:120] or "upload"
        return await run_in_threadpool(lambda: _attach(house, session, data, name, x_page))

    @made.get("/sessions/{session}/export")
    def export(session: Id, form: ExportForm = "project") -> FileResponse:
        place = _talk(house, session).export(form)
        kind: Literal["application/zip", "image/png"] = (
            "application/zip" if form == "project" else "image/png"
        )
        return FileResponse(place, media_type=kind, filename=place.name)


def _attach(house: House, session: str, data: bytes, name: str, page: str) -> View:
    talk = _talk(house, session)
    number = talk.attach(data, name)
    answer = {**views.place(talk), "pictures": views.pictures(talk, after=number - 1)}
    house.hub.tell(session, {"kind": "changed", "by": page, "moved": True})
    house.look(session, number)
    return {**answer, "number": number}


def _about(house: House) -> View:
    held, readiness = house.settings, house.readiness
    return {
        "models": readiness.state,
        "error": readiness.error,
        "model": held.model,
        "painter": readiness.painter,
        "weights": readiness.weights[:12],
        "device": readiness.device or held.device,
        "busy": house.busy,
        "approval": held.approval,
        "examples": EXAMPLES,
        "sessions": [views.listed(one) for one in house.assistant.sessions()],
    }


def _first(house: House, wanted: list[str]) -> View | None:
    """Return the first of some sessions that is there."""
    for session in wanted:
        try:
            return views.opened(_talk(house, session))
        except SessionNotFound:
            continue
    return None


def _talk(house: House, session: str) -> Conversation:
    return house.assistant.session(session)


async def _body(request: Request, most: int) -> bytes:
    """Return what was sent, refusing as soon as it is too much.

    Raises:
        BadInput: It is empty, or larger than `most` bytes.
    """
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > most:
            raise BadPicture(f"the file is larger than {most // 2**20} MiB; choose a smaller one")
    if not data:
        raise BadInput("the file is empty")
    return bytes(data)
