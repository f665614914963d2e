"""Sessions of ten edits: does each succeed, and does what succeeded before it last?"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from got_models.errors import GotError
from got_models.evaluating.devset import EditCase
from got_models.evaluating.edits import CHANGED
from got_models.evaluating.report import sight
from got_models.evaluating.report.bench import SIDE, Bench, Case, seed_of
from got_models.evaluating.report.rows import Row
from got_models.evaluating.report.suite_edit import scores
from got_models.sceneworld.edit_setting import Operation
from got_models.sceneworld.edits import Edit, NoEdit, sample_edit
from got_models.sceneworld.render import render
from got_models.sceneworld.sampling import sample_scene
from got_models.sceneworld.scene import Scene

TURNS = 10
LOCAL: tuple[Operation, ...] = ("add", "remove", "replace", "recolour", "move", "resize")


@dataclass
class _Session:
    """A session under way: the scene as it should be, the picture as it is."""

    scene: Scene
    picture: Image.Image
    first: Image.Image
    touched: np.ndarray[tuple[int, int], np.dtype[np.bool_]]
    rows: list[Row] = field(default_factory=list)


def session_cases(count: int, *, turns: int = TURNS) -> list[list[Case]]:
    """Return one case per session and turn; the turns of a session are drawn in order."""
    return [[case for number in range(count) for case in _session(number, turns)]]


def _session(number: int, turns: int) -> list[Case]:
    name = f"report session {number}"
    edits = _edits(name, turns)
    state: dict[str, _Session] = {}

    def case_of(turn: int, edit: Edit) -> Case:
        def run(bench: Bench) -> Row:
            session = state.get(name) or _replayed(bench, edits[:turn], name)
            state[name] = session
            return _turn(bench, case, session, edit)

        case = Case(
            "turns", f"turn {turn + 1:02}", f"{name}/{turn:02}", edit.instruction,
            seed_of(name, turn), "done", run=run, cluster=name, others=("right",),
        )  # fmt: skip
        return case

    return [case_of(turn, edit) for turn, edit in enumerate(edits)]


def _edits(name: str, turns: int) -> list[Edit]:
    """Draw edits that follow one another, from the world's own scenes."""
    rng = random.Random(name)
    while True:
        scene = sample_scene(rng, things=3)
        found: list[Edit] = []
        try:
            while len(found) < turns:
                operation = rng.choice(LOCAL)
                edit = sample_edit(scene, rng, operation=operation, held_out_scenes=True)
                if edit.after.things:
                    found.append(edit)
                    scene = edit.after
        except NoEdit:  # nothing more fits into this scene; another one will do
            continue
        return found


def _replayed(bench: Bench, edits: list[Edit], name: str) -> _Session:
    """Draw the turns before one again, as a run that was killed between them needs them."""
    assert bench.atlas
    scene = edits[0].before if edits else _edits(name, 1)[0].before
    picture = render(scene, bench.atlas, width=SIDE, height=SIDE)
    session = _Session(scene, picture, picture, np.zeros((SIDE, SIDE), dtype=bool))
    for turn, edit in enumerate(edits):
        try:
            _apply(bench, session, edit, seed_of(name, turn))
        except GotError:  # it was refused the first time as well
            session.scene = edit.after
    return session


def _apply(bench: Bench, session: _Session, edit: Edit, seed: int) -> tuple[Image.Image, int]:
    """Carry one edit out, and return the picture before it and the passes it cost."""
    before = session.picture
    chain = bench.maker.plan(edit.instruction, seed=seed, picture=before)
    drawn = bench.maker.edit(before, edit.instruction, chain, seed=seed)
    difference = np.abs(_pixels(drawn.image) - _pixels(before)).max(-1)
    session.touched |= difference > CHANGED
    session.picture, session.scene = drawn.image, edit.after
    return before, drawn.nfe


def _turn(bench: Bench, case: Case, session: _Session, edit: Edit) -> Row:
    assert bench.atlas
    try:
        before, nfe = _apply(bench, session, edit, case.seed)
    except GotError:
        session.scene = edit.after
        raise
    wished = render(edit.after, bench.atlas, width=SIDE, height=SIDE)
    told = EditCase(id=case.id, operation=edit.operations[0], edit=edit)
    marks, reason = scores(told, (before, wished, session.picture), bench)
    seen = sight.look(bench.eye, session.picture)
    now = sight.placed(seen, session.picture.size)
    marks["scene"] = share_shown(session.scene, now)
    marks["drift"] = _drift(session)
    row = case.blank(marks=marks, reason=reason)
    was, path = bench.keep(before, *row.key, "before"), bench.keep(session.picture, *row.key)
    return row.model_copy(update={"seen": seen, "before": was, "picture": path, "nfe": nfe})


def share_shown(scene: Scene, seen: Sequence[sight.Placed]) -> float:
    """Return the share of a scene's things that are seen, in their colours where colours show."""
    coloured = sight.is_coloured(scene)
    shown = sum(sight.shows(thing, seen, coloured=coloured) for thing in scene.things)
    return shown / len(scene.things)


def _drift(session: _Session) -> float:
    """Return the mean difference, 0 to 1, from the first picture where no turn has changed it."""
    untouched = ~session.touched
    if not untouched.any():
        return 0.0
    difference = np.abs(_pixels(session.picture) - _pixels(session.first)).mean(-1)
    return float(difference[untouched].mean() / 255)


def _pixels(picture: Image.Image) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.asarray(picture.convert("RGB"), dtype=np.float32)
