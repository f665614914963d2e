"""Everything that can go wrong, as one tree.

GotError
├── BadInput                 the caller's input cannot be used; the message says what to do
│   ├── BadWish              empty, too long, or asks for what the model cannot draw
│   │   └── UnknownObject    a word the model cannot draw; carries the closest known ones
│   ├── BadPicture           not a picture, too large, or damaged
│   ├── BadSize              a width or height the model cannot make
│   ├── ThoughtError         text that cannot be read as a chain
│   └── MemoryRefusal        what is asked of the memory does not fit what is in it
│       ├── NotFound         nothing is stored under that name or number
│       │   ├── SessionNotFound
│       │   ├── VersionNotFound
│       │   ├── BranchNotFound
│       │   ├── ChainNotFound
│       │   ├── JobNotFound
│       │   └── PictureNotFound
│       ├── BranchExists     another branch of the session has that name
│       ├── NothingToUndo    the session is at its beginning
│       ├── NothingToRedo    nothing was made after the version the session is at
│       └── SessionMoved     somebody else has changed the session in the meantime
├── ArchiveError             the memory on disk cannot be used
│   ├── NewerSchema          it was written by a newer got
│   ├── DamagedDatabase      its file is damaged, or is no database
│   ├── ArchiveBusy          another process keeps it locked
│   ├── CannotWrite          the disk is full, or does not let it be written
│   └── StateTooLarge        a picture slipped into the state of a turn
├── ServerError              a server that was asked gave no answer that can be used
│   ├── ServerTimeout        it did not answer in time
│   └── BudgetSpent          it may not be asked for more tokens in this run
├── WeightsError             weights are missing, truncated or of another model
└── MissingPackage           a Python package that is needed cannot be imported
"""


class GotError(Exception):
    """Root of all errors of this project."""


class BadInput(GotError):
    """The caller's input cannot be used; the message says what to do next."""


class BadWish(BadInput):
    """The wish is empty, too long, or asks for something that cannot be drawn."""


class UnknownObject(BadWish):
    """The wish names an object that the model cannot draw."""

    def __init__(self, word: str, closest: tuple[str, ...]) -> None:
        known = (
            f"the closest it knows: {', '.join(closest)}" if closest else "nothing close is known"
        )
        super().__init__(
            f"got-tiny cannot draw {word!r}; {known}. "
            "Say one of those, or plug in larger weights with --model (see README, Larger weights)."
        )
        self.word, self.closest = word, closest


class BadPicture(BadInput):
    """The file is not a picture that can be used."""


class BadSize(BadInput):
    """The width or height cannot be made by this model."""


class ThoughtError(BadInput):
    """Text could not be read as a chain."""

    def __init__(self, hint: str, *, text: str) -> None:
        super().__init__(f"{hint}, got {text[:60]!r}")
        self.hint, self.text = hint, text


class MemoryRefusal(BadInput):
    """What is asked of the memory does not fit what is in it."""


class NotFound(MemoryRefusal):
    """Nothing is stored under that name or number."""

    noun = "entry"

    def __init__(self, key: str | int, *, hint: str = "") -> None:
        super().__init__(f"there is no {self.noun} {key!r}" + (f"; {hint}" if hint else ""))
        self.key = key


class SessionNotFound(NotFound):
    """No session has that id."""

    noun = "session"


class VersionNotFound(NotFound):
    """No version of the session has that number."""

    noun = "version"


class BranchNotFound(NotFound):
    """No branch of the session has that name."""

    noun = "branch"


class ChainNotFound(NotFound):
    """No chain has that number."""

    noun = "chain"


class JobNotFound(NotFound):
    """No turn has that number."""

    noun = "turn"


class PictureNotFound(NotFound):
    """No picture with that digest is kept, or its file is gone."""

    noun = "picture"


class BranchExists(MemoryRefusal):
    """Another branch of the session has that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is a branch {name!r} already; choose another name")
        self.name = name


class NothingToUndo(MemoryRefusal):
    """The session is at its beginning."""

    def __init__(self) -> None:
        super().__init__("there is nothing to undo: the session is at its beginning")


class NothingToRedo(MemoryRefusal):
    """Nothing was made after the version the session is at."""

    def __init__(self) -> None:
        super().__init__("there is nothing to redo: this is the newest version of its line")


class SessionMoved(MemoryRefusal):
    """Somebody else has changed the session in the meantime."""

    def __init__(self, expected: int, found: int) -> None:
        super().__init__(
            f"the session was changed elsewhere (at change {found}, expected {expected}); "
            "look at it again before you change it"
        )
        self.expected, self.found = expected, found


class ArchiveError(GotError):
    """The memory on disk cannot be used."""


class NewerSchema(ArchiveError):
    """The memory was written by a newer got; it is left as it is."""

    def __init__(self, place: str, unknown: tuple[str, ...]) -> None:
        super().__init__(
            f"{place!r} was written by a newer got (it has {', '.join(unknown)}); "
            "update got, or name another folder with --memory"
        )
        self.unknown = unknown


class DamagedDatabase(ArchiveError):
    """The file is damaged, or is no database of got."""


class ArchiveBusy(ArchiveError):
    """Another process keeps the memory locked."""


class CannotWrite(ArchiveError):
    """The disk is full, or does not let the memory be written."""


class StateTooLarge(ArchiveError):
    """A value in the state of a turn is too large to be stored at every step."""

    def __init__(self, size: int, most: int) -> None:
        super().__init__(
            f"a value of {size} bytes in the state of a turn, the most is {most}; "
            "keep pictures in the gallery and their digests in the state"
        )
        self.size, self.most = size, most


class ServerError(GotError):
    """A server that was asked gave no answer that can be used."""


class ServerTimeout(ServerError):
    """A server did not answer in time."""

    def __init__(self, place: str, seconds: float) -> None:
        super().__init__(
            f"the server {place} did not answer within {seconds:g} s; "
            "see whether it runs, or raise timeout_s in the settings"
        )
        self.place, self.seconds = place, seconds


class BudgetSpent(ServerError):
    """A server was asked for as many tokens as the settings allow."""

    def __init__(self, place: str, spent: int, budget: int) -> None:
        super().__init__(
            f"the server {place} has used {spent} of the {budget} tokens it may; "
            "raise token_budget in the settings, or start again"
        )
        self.place, self.spent, self.budget = place, spent, budget


class WeightsError(GotError):
    """Weights are missing, truncated or belong to another model."""


class MissingPackage(GotError):
    """A Python package that is needed cannot be imported."""

    def __init__(self, package: str) -> None:
        super().__init__(f"the package {package!r} cannot be imported; run: pip install -e .")
        self.package = package
