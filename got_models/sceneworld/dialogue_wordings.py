"""What people say between wishes and edits, and around them.

The sentences are in `said/`, as told in `said_files`; here each group of them has its name.

Slots: `{p}` a picture, `{a}` and `{b}` two of them, `{r}` a part of one, `{x}` a thing with its
article, `{t}` without, `{c}` a colour, `{y}` a new thing, `{n}` a number, `{nth}` an ordinal, `{k}`
the number of an upload, `{name}` a name, `{}` all that is said. Kept apart by tool; within one, the
held-out wordings are never seen in training.
"""

from got_models.sceneworld.dialogue_alternatives import ways
from got_models.sceneworld.said_files import groups
from got_models.sceneworld.wordings import Wordings

_AREAS = (
    "around",
    "wishes_and_changes",
    "history",
    "promises",
    "looking",
    "layout",
    "making",
    "talk",
    "references",
)
_SAID = {name: ways(*group) for area in _AREAS for name, group in groups(area).items()}


def _under(name: str) -> dict[str, Wordings]:
    """Return the groups of a table of groups, by what each is for."""
    found = {key: said for key, said in _SAID.items() if key.startswith(f"{name}.")}
    if not found:
        raise KeyError(name)
    return {key.removeprefix(f"{name}."): said for key, said in found.items()}


AROUND = _SAID["AROUND"]
LEADS = _SAID["LEADS"]
AGAIN = _SAID["AGAIN"]
WHERE_IN = _SAID["WHERE_IN"]
"""An edit (`{}`) with the picture it is meant for."""

IN_PICTURE = _SAID["IN_PICTURE"]
"""A question about a thing, with the picture it is about."""

THEN = _SAID["THEN"]
PICTURE_ANSWERS = _SAID["PICTURE_ANSWERS"]
CHANGE_ANSWERS = _SAID["CHANGE_ANSWERS"]

FRESH = _SAID["FRESH"]
"""Beginning a new picture when there are some; the wish is what it should show."""

WISHES = _SAID["WISHES"]
"""Wishing for things; `{}` is what to draw."""

CHANGES = _under("CHANGES")
"""More ways to ask for an edit, by what is done."""

LOOKS = _SAID["LOOKS"]
"""Edits that name nothing of the world."""

VAGUE = _SAID["VAGUE"]
"""Asks for a change without saying which."""

UNDO = _SAID["UNDO"]
UNDO_SAID = _SAID["UNDO_SAID"]
UNDO_STEPS = _SAID["UNDO_STEPS"]
REDO = _SAID["REDO"]
REDO_SAID = _SAID["REDO_SAID"]
GO_TO = _SAID["GO_TO"]
GO_TO_SAID = _SAID["GO_TO_SAID"]
BRANCH = _SAID["BRANCH"]
BRANCH_NAMED = _SAID["BRANCH_NAMED"]
NAME = _SAID["NAME"]
NAME_SAID = _SAID["NAME_SAID"]
STAR = _SAID["STAR"]
STAR_SAID = _SAID["STAR_SAID"]
COMPARE = _SAID["COMPARE"]
COMPARE_SAID = _SAID["COMPARE_SAID"]
CHERRY_PICK = _SAID["CHERRY_PICK"]
SEARCH = _SAID["SEARCH"]
SEARCH_SAID = _SAID["SEARCH_SAID"]

KEEP = _SAID["KEEP"]
KEEP_SAID = _SAID["KEEP_SAID"]
KEEP_COLOUR = _SAID["KEEP_COLOUR"]
"""Promises as whole sentences; the promise is all of it."""

KEEP_COLOUR_AROUND = _SAID["KEEP_COLOUR_AROUND"]
RELEASE = _SAID["RELEASE"]
RELEASE_SAID = _SAID["RELEASE_SAID"]

DESCRIBE = _SAID["DESCRIBE"]
DESCRIBE_SAID = _SAID["DESCRIBE_SAID"]
DESCRIBE_CURRENT = _SAID["DESCRIBE_CURRENT"]
DESCRIBE_THING = _SAID["DESCRIBE_THING"]
LOCATE = _SAID["LOCATE"]
LOCATE_SAID = _SAID["LOCATE_SAID"]
CRITIQUE = _SAID["CRITIQUE"]
CRITIQUE_SAID = _SAID["CRITIQUE_SAID"]
CRITIQUE_CURRENT = _SAID["CRITIQUE_CURRENT"]

LAYOUT = _under("LAYOUT")
"""Changing one object of the plan instead of the picture."""

LAYOUT_ALL = _under("LAYOUT_ALL")
"""Changing all objects of the plan."""

VARY_N = _SAID["VARY_N"]
VARY_N_CURRENT = _SAID["VARY_N_CURRENT"]
VARY = _SAID["VARY"]
"""No number said: `VARY_COUNT` of them."""

VARY_CURRENT = _SAID["VARY_CURRENT"]
REROLL = _SAID["REROLL"]
"""One more of the same."""

CROP = _SAID["CROP"]
CROP_VAGUE = _SAID["CROP_VAGUE"]
"""Cropping without naming a part that has a box."""

ROTATE: dict[int, Wordings] = {int(key): said for key, said in _under("ROTATE").items()}
"""By quarter turns, clockwise."""

UPSCALE: dict[int, Wordings] = {int(key): said for key, said in _under("UPSCALE").items()}
COMPOSITE = _SAID["COMPOSITE"]
COMPOSITE_VAGUE = _SAID["COMPOSITE_VAGUE"]
"""Combining two pictures without saying which part."""

EXPORT = _under("EXPORT")

VARY_COUNT = 3

REGIONS: dict[str, tuple[int, int, int, int]] = {
    "the left half": (0, 0, 499, 999),
    "the right half": (500, 0, 999, 999),
    "the top half": (0, 0, 999, 499),
    "the upper half": (0, 0, 999, 499),
    "the bottom half": (0, 500, 999, 999),
    "the lower half": (0, 500, 999, 999),
    "the top left quarter": (0, 0, 499, 499),
    "the top right quarter": (500, 0, 999, 499),
    "the bottom left quarter": (0, 500, 499, 999),
    "the bottom right quarter": (500, 500, 999, 999),
    "the middle": (250, 250, 749, 749),
    "the centre": (250, 250, 749, 749),
    "the center": (250, 250, 749, 749),
}
"""Parts of a picture that words can name, as boxes."""

UPLOADED_MESSAGES = _SAID["UPLOADED_MESSAGES"]
THANKS = _SAID["THANKS"]
GREETINGS = _SAID["GREETINGS"]
NONSENSE = _SAID["NONSENSE"]
TOO_EARLY = _SAID["TOO_EARLY"]
"""What cannot be done before there is a picture."""

UPLOAD_REFERENCES = _SAID["UPLOAD_REFERENCES"]
ONLY_UPLOAD = _SAID["ONLY_UPLOAD"]
LAST_UPLOAD = _SAID["LAST_UPLOAD"]
BY_NUMBER = _SAID["BY_NUMBER"]
BY_ORDINAL = _SAID["BY_ORDINAL"]
ORIGINAL = _SAID["ORIGINAL"]
LATEST = _SAID["LATEST"]
BY_NAME = _SAID["BY_NAME"]
BY_CONTENT = _SAID["BY_CONTENT"]
CURRENT = _SAID["CURRENT"]

NO_SUCH_PICTURE = Wordings(
    seen=BY_NUMBER.seen + BY_ORDINAL.seen,
    heldout=BY_NUMBER.heldout + BY_ORDINAL.heldout,
)

NAMES, HELDOUT_NAMES = _SAID["NAMES"].seen, _SAID["NAMES"].heldout
STRANGERS, HELDOUT_STRANGERS = _SAID["STRANGERS"].seen, _SAID["STRANGERS"].heldout
"""Things this world does not know; people ask for them all the same."""

WELCOME = "You're welcome."
HELLO = "Hello! What shall I draw?"
CONFUSED = "Shall I draw, change or describe a picture?"
NO_PICTURE = "There is no picture yet. What shall I draw?"
WHICH_PICTURE = "Which picture do you mean?"
WHAT_CHANGE = "What shall I change?"
UPLOADED = "Got it. What shall I change?"
WHICH_PART = "Which part of the picture do you mean?"

REPLIES = (WELCOME, HELLO, CONFUSED, NO_PICTURE, WHICH_PICTURE, WHAT_CHANGE, UPLOADED, WHICH_PART)
"""All that is said without a tool; every one but `WELCOME` ends in a question."""
