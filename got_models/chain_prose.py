"""The text of a chain with one sign per element, so that sentences can be changed like a string."""

import re
from collections.abc import Sequence
from itertools import groupby

from got_models.naming import colour_in, noun_of
from got_models.sceneworld.language import (
    COUNT_WORDS,
    PAIRED,
    article,
    joined,
    plural,
    plural_phrase,
)
from got_models.thought import Chain, Element, Task

_FIRST_SIGN = 0xF0000
_SIGN = re.compile("[\U000f0000-\U000ffffd]")
_LISTING = re.compile(r"The image shows ([^.\n]*)\.")
_GLUE = re.compile(
    r"(?:\s|,|:|\band\b|\ban?\b|\bpairs? of\b|\b(?:two|three|four|five|six|\d+)\b[^,:]*:)*"
)
_BEFORE_SIGN = re.compile(r"\b([Aa]n?)( pair of)? ([\U000f0000-\U000ffffd])")
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+|$|(?=\n))[ \t]*")
_STEP = re.compile(r"(?m)^[ \t]*\d+\.[ \t]*")


class Prose:
    """Text in which each element is one private character; the elements are kept beside it."""

    def __init__(self, chain: Chain) -> None:
        """Turn a chain into text with signs."""
        self.task: Task = chain.task
        self.elements: list[Element] = []
        self.text = "".join(
            self.sign(part)
            if isinstance(part, Element)
            else _SIGN.sub("\N{REPLACEMENT CHARACTER}", part)
            for part in chain.parts
        )

    def sign(self, element: Element) -> str:
        """Take an element in and return the character that stands for it."""
        self.elements.append(element)
        return self.sign_of(len(self.elements) - 1)

    def sign_of(self, index: int) -> str:
        """Return the character that stands for the element with this index."""
        return chr(_FIRST_SIGN + index)

    def element(self, sign: str) -> Element:
        """Return the element that a character stands for."""
        return self.elements[ord(sign) - _FIRST_SIGN]

    def standing(self) -> list[Element]:
        """Return the elements whose signs are still in the text."""
        return [self.element(sign) for sign in _SIGN.findall(self.text)]

    def chain(self) -> Chain:
        """Return the chain that the text and its signs make."""
        parts: list[str | Element] = []
        cursor = 0
        for found in _SIGN.finditer(self.text):
            parts += [self.text[cursor : found.start()], self.element(found[0])]
            cursor = found.end()
        parts.append(self.text[cursor:])
        return Chain(task=self.task, parts=tuple(part for part in parts if part))

    def add_to_list(self, sign: str) -> bool:
        """Put a sign beside its like in the list of what the image shows; False without a list."""
        found = self._listing()
        if found is None:
            return False
        signs = _SIGN.findall(found[1])
        alike = [at for at, other in enumerate(signs) if self._like(other) == self._like(sign)]
        signs.insert(alike[-1] + 1 if alike else len(signs), sign)
        self._relist(found, signs)
        return True

    def relist(self) -> bool:
        """Write the list of what the image shows anew from its signs; False without a list."""
        found = self._listing()
        if found is not None:
            self._relist(found, _SIGN.findall(found[1]))
        return found is not None

    def mend_articles(self) -> None:
        """Make "a" and "an" before each sign fit the phrase that it stands for."""

        def mended(found: re.Match[str]) -> str:
            words = _article(self.element(found[3]).phrase)
            return f"{words.capitalize() if found[1][0] == 'A' else words} {found[3]}"

        self.text = _BEFORE_SIGN.sub(mended, self.text)

    def rename_mentions(self, old: str, new: str) -> None:
        """Name a thing anew where the text speaks of "the old thing"."""
        pattern = re.compile(rf"\b(the|an?)(?: pair of)? {re.escape(old)}\b", re.IGNORECASE)

        def named(found: re.Match[str]) -> str:
            words = found[1] if found[1].lower() == "the" else _article(new)
            words = words.capitalize() if found[1][0].isupper() else words
            return f"{words} {new}"

        self.text = pattern.sub(named, self.text)

    def drop_sentences(self, phrase: str) -> None:
        """Leave out the sentences without boxes that speak of a thing."""
        names = "|".join(re.escape(name) for name in (plural_of(phrase), phrase))
        pattern = re.compile(rf"\b(?:the|an?|{'|'.join(COUNT_WORDS)}) (?:{names})\b", re.IGNORECASE)

        def kept(found: re.Match[str]) -> str:
            spoken = pattern.search(found[0]) and not _SIGN.search(found[0])
            return "" if spoken else found[0]

        left = _SENTENCE.sub(kept, self.text)
        self.text = left if left == self.text else left.rstrip(" ")

    def make_singular(self, phrase: str) -> None:
        """Speak of one thing where the text speaks of several like it."""
        many = re.escape(plural_of(phrase))
        self.text = re.sub(rf"\b(the) {many} are\b", rf"\1 {phrase} is", self.text, flags=re.I)
        self.text = re.sub(rf"\b(the) {many}\b", rf"\1 {phrase}", self.text, flags=re.I)

    def cut_out(self, sign: str) -> None:
        """Remove a sign with the words that tie it to its sentence, or the whole sentence."""
        sentence = next(s for s in _SENTENCE.finditer(self.text) if sign in s[0])
        signs = _SIGN.findall(sentence[0])
        left = "" if len(signs) == 1 else _without(sentence[0], sign, signs)
        self.text = self.text[: sentence.start()] + left + self.text[sentence.end() :]

    def renumber(self) -> None:
        """Drop numbered steps that became empty and count the others anew."""
        lines = [line for line in self.text.split("\n") if not re.fullmatch(r"\s*\d+\.\s*", line)]
        count = iter(range(1, len(lines) + 1))
        self.text = _STEP.sub(lambda _: f"{next(count)}. ", "\n".join(lines))

    def _listing(self) -> re.Match[str] | None:
        found = _LISTING.match(self.text)
        if found is None or found[1] == "nothing":
            return found
        glue = _SIGN.sub(" ", found[1])
        return found if _GLUE.fullmatch(glue) else None

    def _relist(self, found: re.Match[str], signs: Sequence[str]) -> None:
        groups = [list(group) for _, group in groupby(signs, key=self._like)]
        items = [self._grouped(group) for group in groups]
        listed = joined(items) if items else "nothing"
        self.text = f"The image shows {listed}." + self.text[found.end() :]

    def _grouped(self, signs: list[str]) -> str:
        phrase = self.element(signs[0]).phrase
        each = joined([f"{_article(phrase)} {sign}" for sign in signs])
        if len(signs) == 1:
            return each
        count = COUNT_WORDS[len(signs)] if len(signs) < len(COUNT_WORDS) else str(len(signs))
        return f"{count} {plural_of(phrase)}: {each}"

    def _like(self, sign: str) -> str:
        return self.element(sign).phrase


def plural_of(phrase: str) -> str:
    """Return the plural of a whole phrase: "red cups", "pairs of red scissors"."""
    noun, colour = noun_of(phrase), colour_in(phrase)
    if noun and phrase == (f"{colour} {noun}" if colour else noun):
        return plural_phrase(colour, noun)
    return plural(phrase)


def _article(phrase: str) -> str:
    return "a pair of" if noun_of(phrase) in PAIRED else article(phrase)


def _without(sentence: str, sign: str, signs: list[str]) -> str:
    """Take one of several signs out of a sentence, with its article and what joins it."""
    before, after = sentence.split(sign)
    if sign == signs[-1]:
        kept = before[: before.rindex(signs[-2]) + 1]
        closing = re.search(r"[.!?]*\s*$", after)
        return re.sub(rf",( an?| the|) ({signs[-2]})$", r" and\1 \2", kept) + (
            closing[0] if closing else ""
        )
    head = re.sub(r"\b(?:an?|the)(?: pair of)?\s*$", "", before, flags=re.IGNORECASE)
    nearest = signs[signs.index(sign) + 1]
    between, rest = after.split(nearest, 1)
    own = re.search(r"(?:\b(?:an?|the)(?: pair of)? )?$", between)
    words = (own[0] if own else "") + nearest
    if sign == signs[0]:
        opening = head.strip() == "" and bool(before.strip())
        return head + (words[0].upper() + words[1:] if opening else words) + rest
    previous = before.rindex(signs[signs.index(sign) - 1]) + 1
    if _is_comma_or_and(between) and not _is_comma_or_and(before[previous:]):
        return head + words + rest
    return before[:previous] + between + nearest + rest


def _is_comma_or_and(words: str) -> bool:
    return re.fullmatch(r"\s*(?:,|and|, and)\s+(?:an? |the )?(?:pair of )?", words) is not None
