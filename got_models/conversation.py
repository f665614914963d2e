"""A conversation as the planner reads it: numbered pictures, what was said, the new message.

The same words in training and in use. Light: no torch.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from got_models.thought import SPECIAL_TOKEN
from got_models.value import Value

Origin = Literal["drawn", "edited", "varied", "uploaded"]

PICTURES_LISTED = 8
"""Most pictures named to the planner; a session may have many more."""

MESSAGES_BEFORE = 2
"""How many earlier messages of the user are repeated."""

MESSAGE_CHARACTERS, BEFORE_CHARACTERS, CAPTION_CHARACTERS = 600, 90, 45
"""Where a message, an earlier one, and the caption of a picture not current are cut."""

ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)

PICTURES, NO_PICTURES = "Pictures:", "Pictures: none"

_TOOL_MARK = re.compile(r"</?tool_call>")
_LINE = re.compile(
    r"(?P<number>\d+)(?P<current> now)? (?P<origin>drawn|edited|varied|uploaded)"
    r"(?: (?P<upload>\d+))?(?: of (?P<parent>\d+))?(?: starred)?(?: called (?P<name>[^:]+))?:"
    r"(?: (?P<caption>.*))?"
)


class PictureNote(Value):
    """What the planner is told about one picture.

    `number` counts all pictures of a session in order of appearance, from 1; `upload` counts the
    uploaded ones alone. `parent` is the number of the picture it was made from.
    """

    number: int = Field(ge=1)
    origin: Origin
    caption: str = ""
    parent: int | None = None
    upload: int | None = None
    name: str | None = None
    starred: bool = False


class Conversation(Value):
    """All the planner sees of a session before it decides on one message.

    `before` are earlier messages of the user, oldest first. `asked` is the question with which
    the assistant ended its last reply, if it did. `attached` are pictures that came with the
    message.
    """

    pictures: tuple[PictureNote, ...] = ()
    current: int | None = None
    before: tuple[str, ...] = ()
    asked: str = ""
    message: str
    attached: tuple[int, ...] = ()


def caption_of(phrases: Iterable[str]) -> str:
    """Return what a picture shows, for its note: "red apple, 2 blue cup".

    Args:
        phrases: The phrase of every element of its chain, such as "blue cup", "blue cup".
    """
    counts = Counter(phrases)
    return ", ".join(f"{n} {phrase}" if n > 1 else phrase for phrase, n in counts.items())


def plain(text: str, limit: int = MESSAGE_CHARACTERS) -> str:
    """Return text on one line, without tokens, double quotes and backslashes, cut at a word."""
    text = _TOOL_MARK.sub(" ", SPECIAL_TOKEN.sub(" ", text))
    text = text.replace('"', "'").replace("\\", "/")
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(text) <= limit:
        return text
    return text[: limit + 1].rpartition(" ")[0] or text[:limit]


def question_of(reply: str) -> str:
    """Return the question with which a reply of the assistant ends; empty when it ends in none."""
    last = re.split(r"(?<=[.!?])\s+", reply.strip())[-1]
    return last if last.endswith("?") else ""


def picture_list(
    pictures: Iterable[PictureNote], current: int | None = None, message: str = ""
) -> str:
    """Return the list of pictures, one line each, as the planner knows it.

    Args:
        pictures: All pictures of the session.
        current: Number of the one that "it" and "this" mean.
        message: The new message; pictures it names by number or name are listed in any case.
    """
    listed = listed_pictures(pictures, current, message)
    if not listed:
        return NO_PICTURES
    return "\n".join([PICTURES, *(_line(note, note.number == current) for note in listed)])


def listed_pictures(
    pictures: Iterable[PictureNote], current: int | None, message: str = ""
) -> tuple[PictureNote, ...]:
    """Choose up to `PICTURES_LISTED` notes: those meant, those marked, the latest, in order."""
    notes = sorted(pictures, key=lambda note: note.number)
    said = plain(message).lower()
    numbers = {int(digits) for digits in re.findall(r"\d{1,6}", said)}
    numbers |= {at for at, word in enumerate(ORDINALS, start=1) if word in said}
    uploads = [note.number for note in notes if note.upload]

    def rank(note: PictureNote) -> tuple[bool, ...]:
        named = bool(note.name) and plain(note.name or "").lower() in said
        return (
            note.number == current,
            note.number in numbers or named,
            note.upload in numbers or note.number in uploads[-1:],
            note is notes[0] or note in notes[-3:],
            bool(note.name) or note.starred or bool(note.upload),
        )

    best = sorted(notes, key=lambda note: (*rank(note), note.number), reverse=True)
    return tuple(sorted(best[:PICTURES_LISTED], key=lambda note: note.number))


def read_picture_list(text: str) -> tuple[tuple[PictureNote, ...], int | None]:
    """Return the notes and the current number of a written list; other lines mean nothing."""
    notes: list[PictureNote] = []
    current: int | None = None
    for line in text.splitlines():
        found = _LINE.fullmatch(line.strip())
        if found is None:
            continue
        said = found.groupdict()
        number = int(said["number"])
        current = number if said["current"] else current
        notes.append(
            PictureNote(
                number=number,
                origin=said["origin"],
                caption=said["caption"] or "",
                parent=int(said["parent"]) if said["parent"] else None,
                upload=int(said["upload"]) if said["upload"] else None,
                name=said["name"],
                starred=" starred" in line.partition(":")[0].partition(" called ")[0],
            )
        )
    return tuple(notes), current


def conversation_text(conversation: Conversation) -> str:
    """Return the whole conversation as the text put before the planner."""
    lines = [picture_list(conversation.pictures, conversation.current, conversation.message)]
    before = conversation.before[-MESSAGES_BEFORE:]
    lines += [f"Before: {plain(said, BEFORE_CHARACTERS)}" for said in before]
    if conversation.asked:
        lines.append(f"Asked: {plain(conversation.asked, BEFORE_CHARACTERS)}")
    numbers = " and ".join(str(number) for number in conversation.attached)
    label = f"Message with {numbers}" if numbers else "Message"
    return "\n".join([*lines, f"{label}: {plain(conversation.message)}"])


def copyable(conversation: Conversation) -> tuple[str, ...]:
    """Return the texts whose words the planner may use in arguments, the message first."""
    notes = listed_pictures(conversation.pictures, conversation.current, conversation.message)
    captions = [_caption(note, note.number == conversation.current) for note in notes]
    before = [plain(said, BEFORE_CHARACTERS) for said in conversation.before[-MESSAGES_BEFORE:]]
    names = [plain(note.name) for note in notes if note.name]
    texts = (plain(conversation.message), *reversed(before), *captions, *names, "the")
    return tuple(text for text in dict.fromkeys(texts) if text)


def _line(note: PictureNote, current: bool) -> str:
    words = [str(note.number)]
    words += ["now"] if current else []
    words += [note.origin]
    words += [str(note.upload)] if note.upload else []
    words += [f"of {note.parent}"] if note.parent else []
    words += ["starred"] if note.starred else []
    words += [f"called {_name(note.name)}"] if note.name else []
    return f"{' '.join(words)}: {_caption(note, current)}".rstrip()


def _caption(note: PictureNote, current: bool) -> str:
    limit = 3 * CAPTION_CHARACTERS if current else CAPTION_CHARACTERS
    return plain(note.caption, limit).rstrip(" ,")


def _name(name: str) -> str:
    return plain(name, CAPTION_CHARACTERS).replace(":", " ").strip()
