"""How one case of a parity folder compares, and how a number is held against its limit."""

from dataclasses import asdict, dataclass, field

from torch import Tensor

from got_models.upstream.parity_limits import limit_of


@dataclass
class CaseReport:
    """How one case compares.

    `max_abs` holds the largest absolute difference by name, pictures in levels of 0 to 255;
    `differs` one sentence for everything that is not as upstream has it.
    """

    name: str
    ok: bool = True
    max_abs: dict[str, float] = field(default_factory=dict)
    differs: list[str] = field(default_factory=list)
    quirk: bool = False
    note: str = ""

    def as_json(self) -> dict[str, object]:
        """Return the report as JSON data."""
        return asdict(self)

    def refuse(self, sentence: str) -> None:
        """Say what differs."""
        self.differs.append(sentence)
        self.ok = False

    def compare(self, name: str, ours: Tensor | None, theirs: Tensor) -> None:
        """Hold one tensor against upstream's."""
        limit = limit_of(name)
        if ours is None or limit is None:
            self.refuse(f"{name} is not known here")
        elif ours.shape != theirs.shape:
            self.refuse(f"{name} is {tuple(ours.shape)} instead of {tuple(theirs.shape)}")
        else:
            apart = float((ours.double() - theirs.double()).abs().max()) if theirs.numel() else 0.0
            self.max_abs[name] = max(apart, self.max_abs.get(name, 0.0))
            if not apart <= limit:
                self.refuse(f"{name} is {apart:.3g} off, at most {limit:g} is allowed")
