"""Every group of wordings is sound, and what is dropped into `said/more/` reaches its group."""

import random
import re
import runpy
from collections import Counter
from collections.abc import Iterable
from string import Formatter
from typing import Any

import pytest

from got_models.sceneworld import dialogue_wordings, edit_wordings, said_files, wordings
from got_models.sceneworld.dialogue_alternatives import ways
from got_models.sceneworld.said_files import groups, more
from got_models.sceneworld.wordings import Wordings

ADDED_TO = {
    wordings: "OPENINGS CLAUSES REST BACKGROUND_TAILS STYLE_TAILS STYLE_OPENINGS",
    edit_wordings: "ADD REMOVE REPLACE RECOLOUR MOVE RESIZE BACKGROUND STYLE SHIFT_WORDS JOINTS",
}
"""What has its wordings in a module, and only further ones in a file."""

SLOTS = {
    "{}": "AROUND LEADS AGAIN CHANGE_ANSWERS FRESH WISHES KEEP_COLOUR_AROUND OPENINGS REST "
    "STYLE_OPENINGS",
    "{} {p}": "WHERE_IN IN_PICTURE",
    "{} {}": "THEN JOINTS.2",
    "{} {} {}": "JOINTS.3",
    "{p}": "PICTURE_ANSWERS GO_TO GO_TO_SAID STAR STAR_SAID CHERRY_PICK DESCRIBE DESCRIBE_SAID "
    "CRITIQUE CRITIQUE_SAID VARY ROTATE UPSCALE",
    "{n}": "UNDO_STEPS VARY_N_CURRENT BY_NUMBER",
    "{n} {p}": "VARY_N",
    "{nth}": "BY_ORDINAL",
    "{nth}|{k}": "UPLOAD_REFERENCES",
    "{name}": "BRANCH_NAMED BY_NAME",
    "{name} {p}": "NAME NAME_SAID",
    "{a} {b}": "COMPARE COMPARE_SAID COMPOSITE_VAGUE",
    "{a} {b} {r}": "COMPOSITE",
    "{p} {r}": "CROP",
    "|{p}|{x}|{p} {x}": "CROP_VAGUE",
    "{x}": "SEARCH SEARCH_SAID KEEP KEEP_SAID RELEASE RELEASE_SAID LOCATE LOCATE_SAID LAYOUT "
    "REMOVE RESIZE",
    "{c} {x}": "CHANGES.recolour KEEP_COLOUR RECOLOUR",
    "{x}|{t}": "CHANGES.remove CHANGES.bigger CHANGES.smaller DESCRIBE_THING",
    "{t}": "BY_CONTENT",
    "|{t}": "UPLOADED_MESSAGES",
    "{y}|{t}": "CHANGES.add",
    "{x} {y}": "CHANGES.replace REPLACE",
    "{where} {y}": "ADD",
    "{where} {x}": "MOVE",
    "{bg}|{a} {bg}": "BACKGROUND BACKGROUND_TAILS",
    "{a} {b} {rel}|{a} {b} {be} {rel}": "CLAUSES",
}
"""The slots that the wordings of a group have, each once; groups that are not here have none."""

WEIGHTED = {
    "it",
    "{}",
    "{p}",
    "{name}",
    "undo",
    "redo",
    "picture {n}",
    "{} in {p}",
    "add {y}{where}",
    "remove {x}",
    "replace {x} with {y}",
    "make {x} {c}",
    "move {x} {where}",
    "change the background to {bg}",
    "make the background {bg}",
    " on {a} {bg} background",
}
"""The plainest ways, written more than once so that they are said more often."""

APART_BY_A_COMMA = {("IN_PICTURE", "{} in {p}")}


def named(constants: dict[str, Any], names: Iterable[str]) -> dict[str, Wordings]:
    """Return the wordings of constants, those of tables by dotted names."""
    found = {}
    for name in names:
        value = constants[name]
        inner = value.items() if isinstance(value, dict) else [("", value)]
        found |= {f"{name}.{key}".removesuffix("."): said for key, said in inner}
    return found


SAID = dialogue_wordings._SAID
ADDED = {module: named(vars(module), names.split()) for module, names in ADDED_TO.items()}
GROUPS = SAID | ADDED[wordings] | ADDED[edit_wordings]


def bare(saying: str) -> str:
    """Return a saying without capitals, marks and double spaces; signs alone stay as they are."""
    words = re.sub(r"[^\w{}]+", " ", saying.casefold()).strip()
    return words or saying


def slots_of(saying: str) -> str:
    found = [f"{{{slot}}}" for _, slot, _, _ in Formatter().parse(saying) if slot is not None]
    return " ".join(sorted(found))


def slots_for(name: str) -> list[str]:
    table = name.partition(".")[0]
    wanted = [slots for slots, names in SLOTS.items() if {name, table} & set(names.split())]
    return [" ".join(sorted(way.split())) for way in (wanted or [""])[0].split("|")]


@pytest.mark.parametrize("name", GROUPS)
def test_held_out_wordings_are_not_seen_ones_written_otherwise(name):
    seen = {bare(said) for said in GROUPS[name].seen}
    heldout = {bare(said) for said in GROUPS[name].heldout}

    assert seen
    assert heldout
    assert {(name, said) for said in seen & heldout} <= APART_BY_A_COMMA


@pytest.mark.parametrize("name", GROUPS)
def test_every_wording_has_the_slots_of_its_group(name):
    group = GROUPS[name]

    wrong = [s for s in (*group.seen, *group.heldout) if slots_of(s) not in slots_for(name)]

    assert wrong == []


@pytest.mark.parametrize("name", GROUPS)
def test_no_wording_stands_twice_in_its_group_but_to_be_said_more_often(name):
    seen = Counter(map(str.casefold, GROUPS[name].seen))
    heldout = Counter(map(bare, GROUPS[name].heldout))

    assert {said for said, times in seen.items() if times > 1} <= WEIGHTED
    assert max(heldout.values()) == 1


def test_further_wordings_are_new_to_a_group_of_their_area():
    at_home = {area: set(groups(area)) for area in dialogue_wordings._AREAS}
    at_home |= {module.__name__.split(".")[-1]: set(found) for module, found in ADDED.items()}

    for file in (said_files.FOLDER / "more").glob("*.toml"):
        for name, added in more(file.stem).items():
            times = Counter(map(str.casefold, GROUPS[name].seen))
            assert name in at_home[file.stem]
            assert [said for said in added if times[said.casefold()] > 1] == []


def test_every_group_of_the_files_has_a_constant_and_no_name_stands_twice():
    areas = dialogue_wordings._AREAS
    constants = {name for name in vars(dialogue_wordings) if name.isupper()}

    assert sorted(areas) == sorted(file.stem for file in said_files.FOLDER.glob("*.toml"))
    assert {name.partition(".")[0] for name in SAID} <= constants
    assert len(SAID) == sum(len(groups(area)) for area in areas)
    assert len(GROUPS) == len(SAID) + sum(map(len, ADDED.values()))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder in place of `said/`."""
    (tmp_path / "more").mkdir()
    monkeypatch.setattr(said_files, "FOLDER", tmp_path)
    return tmp_path


@pytest.mark.parametrize("module", ADDED)
def test_what_is_dropped_in_reaches_every_group_of_a_module(folder, module):
    names = [re.sub(r"\.(.*)", r'."\1"', name) for name in ADDED[module]]
    tables = [f'[{name}]\nmore = ["a [b|c] / d"]' for name in names]
    file = folder / "more" / f"{module.__name__.split('.')[-1]}.toml"
    file.write_text("\n".join(tables), "utf-8")

    again = named(runpy.run_path(module.__file__), ADDED_TO[module].split())

    assert {found.seen[-1] for found in again.values()} == {"a [b|c] / d"}
    assert [f.heldout for f in again.values()] == [f.heldout for f in ADDED[module].values()]


def test_what_is_dropped_in_follows_what_the_group_itself_says(folder):
    group = 'seen = "undo [|it]"\nheldout = "unmake"\nmore = ["oh no"]'
    (folder / "history.toml").write_text(f"[UNDO]\n{group}\n[TURN.1]\n{group}\n", "utf-8")
    (folder / "more" / "history.toml").write_text('[TURN.1]\nmore = ["[sic] a / b"]', "utf-8")

    found = {name: ways(*group) for name, group in groups("history").items()}

    assert list(found) == ["UNDO", "TURN.1"]
    assert found["UNDO"].seen == ("undo", "undo it", "oh no")
    assert found["TURN.1"].seen == ("undo", "undo it", "oh no", "[sic] a / b")
    assert found["TURN.1"].heldout == ("unmake",)


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ("[UNDO", "history.toml: "),
        ("UNDO = 1", "UNDO is not a table"),
        ("[UNDO]", r"\[UNDO\] has no text `seen`"),
        ('[UNDO]\nseen = "undo"', r"\[UNDO\] has no text `heldout`"),
        ('[UNDO]\nseen = ""\nheldout = ""\nmroe = []', "mroe, which means nothing"),
        ('[UNDO]\nseen = ""\nheldout = ""\nmore = "undo"', "not a list of strings"),
        ('[UNDO]\nseen = ""\nheldout = ""\nmore = [1]', "not a list of strings"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_what_is_wrong(folder, table, wrong):
    (folder / "history.toml").write_text(table, "utf-8")

    with pytest.raises(ValueError, match=wrong):
        groups("history")


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ('[UNDOO]\nmore = ["undo"]', "UNDOO not in history.toml"),
        ('[UNDO]\nseen = "undo"', r"\[UNDO\] holds seen, not `more` alone"),
        ("[UNDO]", r"\[UNDO\] holds nothing, not `more` alone"),
        ("UNDO = []", "UNDO is not a table"),
    ],
)
def test_further_wordings_of_no_group_are_refused(folder, table, wrong):
    (folder / "history.toml").write_text('[UNDO]\nseen = ""\nheldout = ""', "utf-8")
    (folder / "more" / "history.toml").write_text(table, "utf-8")

    with pytest.raises(ValueError, match=wrong):
        groups("history")


def test_usual_wordings_stay_usual_however_many_more_there_are():
    said = Wordings(("usual",), ("kept",), more=[f"other {at}" for at in range(90)])

    picked = [said.pick(random.Random(seed), heldout=False) for seed in range(400)]

    assert 160 < picked.count("usual") < 240
    assert "kept" not in picked
    assert said.pick(random.Random(0), heldout=True) == "kept"
