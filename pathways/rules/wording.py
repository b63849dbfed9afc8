"""What is new in a text that people read before. Plain Python."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

WORD = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `new` where the text of before does not say it."""

    text: str
    new: bool


def pieces(before: str, now: str) -> list[Piece]:
    """`now` in stretches of whole words, which joined are `now` again; none is new where nothing changed."""
    was, words = WORD.findall(before), WORD.findall(now)
    found = []
    for kind, _, _, first, last in SequenceMatcher(None, was, words, autojunk=False).get_opcodes():
        if first < last:
            found.append(Piece("".join(words[first:last]), kind != "equal"))
    return found
