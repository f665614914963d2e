"""A small grammar: what may be written next, symbol by symbol. Light: no torch.

A symbol is a byte, or for a special token `SPECIAL` plus its id. A stack of rules is written from
its first rule on; several stacks at once are the ways a text may still go on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

SPECIAL = 256
"""Added to the id of a special token to make a symbol of it."""


class Rule(Protocol):
    """Something to be written."""

    @property
    def shortest(self) -> int:
        """Fewest symbols with which it can be brought to its end."""
        ...

    def opened(self) -> "Iterable[Stack] | None":
        """Return what it stands for, or None when it takes symbols itself."""
        ...

    def after(self, symbol: int) -> "Rule | None":
        """Return what is left of it behind a symbol; None when the symbol does not fit."""
        ...

    @property
    def may_end(self) -> bool:
        """Whether nothing more need be written."""
        ...

    @property
    def takes_more(self) -> bool:
        """Whether there are symbols that it takes."""
        ...


Stack = tuple[Rule, ...]


@dataclass(frozen=True)
class Text:
    """These symbols and no others."""

    symbols: tuple[int, ...]
    at: int = 0

    @classmethod
    def of(cls, text: str) -> "Text":
        """Spell a text as bytes."""
        return cls(tuple(text.encode()))

    @property
    def shortest(self) -> int:
        """Symbols that are left."""
        return len(self.symbols) - self.at

    @property
    def may_end(self) -> bool:
        """Whether all is written."""
        return self.at == len(self.symbols)

    @property
    def takes_more(self) -> bool:
        """Whether something is left to write."""
        return not self.may_end

    def opened(self) -> None:
        """Text takes symbols itself."""

    def after(self, symbol: int) -> "Text | None":
        """Return the rest of the text."""
        if self.may_end or self.symbols[self.at] != symbol:
            return None
        return Text(self.symbols, self.at + 1)


@dataclass(frozen=True)
class OneOf:
    """One of several stacks; at least one."""

    options: tuple[Stack, ...]

    @cached_property
    def shortest(self) -> int:
        """Symbols of the shortest option."""
        return min(shortest(option) for option in self.options)

    @property
    def may_end(self) -> bool:
        """Asked of the options instead."""
        return False

    @property
    def takes_more(self) -> bool:
        """Asked of the options instead."""
        return False

    def opened(self) -> tuple[Stack, ...]:
        """Return the options."""
        return self.options

    def after(self, symbol: int) -> None:
        """Take no symbol before an option is chosen."""


def one_of_texts(texts: Iterable[str]) -> Stack:
    """Return the rules of one text out of many, with what they begin with in common told once."""
    return _branches([tuple(text.encode()) for text in dict.fromkeys(texts)])


def _branches(texts: Sequence[tuple[int, ...]]) -> Stack:
    if len(texts) == 1:
        return (Text(texts[0]),)
    rests: dict[int | None, list[tuple[int, ...]]] = {}
    for text in texts:
        rests.setdefault(text[0] if text else None, []).append(text[1:])
    options: list[Stack] = []
    for first, rest in rests.items():
        options.append(() if first is None else (Text((first,)), *_branches(rest)))
    return options[0] if len(options) == 1 else (OneOf(tuple(options)),)


def shortest(stack: Stack) -> int:
    """Return the fewest symbols with which a stack can be written."""
    return sum(rule.shortest for rule in stack)


def ready(stacks: Iterable[Stack]) -> list[Stack]:
    """Return the same choices with a rule in front that takes symbols, or with none left."""
    found: list[Stack] = []
    waiting = list(stacks)
    while waiting:
        stack = waiting.pop()
        if not stack:
            found.append(stack)
            continue
        first, rest = stack[0], stack[1:]
        options = first.opened()
        if options is not None:
            waiting += [(*option, *rest) for option in options]
            continue
        if first.may_end:
            waiting.append(rest)
        if first.takes_more:
            found.append(stack)
    return found


def after(stacks: Sequence[Stack], symbol: int) -> list[Stack]:
    """Return how a text may go on behind a symbol; empty when the symbol does not fit."""
    left = []
    for stack in stacks:
        rest = stack[0].after(symbol) if stack else None
        if rest is not None:
            left.append((rest, *stack[1:]))
    return ready(left)


def forced(stacks: Sequence[Stack]) -> tuple[int, ...]:
    """Return the symbols that must come next, as far as nothing can be chosen."""
    found: list[int] = []
    while stacks and all(stack and isinstance(stack[0], Text) for stack in stacks):
        symbols = {rule.symbols[rule.at] for (rule, *_) in stacks if isinstance(rule, Text)}
        if len(symbols) > 1:
            break
        found += symbols
        stacks = after(stacks, found[-1])
    return tuple(found)
