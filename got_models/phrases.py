"""The name of an object that stands in plain words before its box, without tokens around it."""

import re

_LONGEST = 8
_WINDOW = 160
_WORD = re.compile(r"\w[\w'\u2019-]*")

_BOUNDARIES = """
a an the this that these those its his her their my your our some any each every another other
one two three four five six seven eight nine ten several many
and or but with in on at to by from into onto over under above below near behind beside between
beneath through across around against along is are was were be been being has have had
sits sit stands stand lies lie shows show depicts depict features feature there here
"""
_STOPS = frozenset(_BOUNDARIES.split())


def phrase_before_box(text: str) -> str:
    """Return the words at the end of `text` that name the object whose box comes next.

    They reach back to the nearest punctuation mark, line break, determiner or preposition. The
    answer is empty when `text` ends in one of those. A space at the very end is allowed.
    """
    tail = text[-_WINDOW:]
    stripped = tail.rstrip()
    if "\n" in tail[len(stripped) :]:
        return ""
    words = stripped.split(" ")
    if len(tail) < len(text):
        words = words[1:]
    named: list[str] = []
    for word in reversed(words):
        if len(named) == _LONGEST or not _WORD.fullmatch(word) or word.lower() in _STOPS:
            break
        named.append(word)
    return " ".join(reversed(named))
