"""Everything that can go wrong, as one tree.

GotError
├── BadInput                 the caller's input cannot be used; the message says what to do
│   ├── BadWish              empty, too long, or asks for what the model cannot draw
│   │   └── UnknownObject    a word the model cannot draw; carries the closest known ones
│   ├── BadPicture           not a picture, too large, or damaged
│   ├── BadSize              a width or height the model cannot make
│   └── ThoughtError         text that cannot be read as a chain
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
        known = f"the closest it knows: {', '.join(closest)}" if closest else "nothing close is known"
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


class WeightsError(GotError):
    """Weights are missing, truncated or belong to another model."""


class MissingPackage(GotError):
    """A Python package that is needed cannot be imported."""

    def __init__(self, package: str) -> None:
        super().__init__(f"the package {package!r} cannot be imported; run: pip install -e .")
        self.package = package
