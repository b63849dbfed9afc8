"""A signed text promise by promise, and whether two people see it alike (rules.md §10). Plain Python."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

TEACHER, SCHOOL = "teacher", "school"
# Before a promise in a list: a dash, a bullet or a number.
BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
# A sentence ends before a capital or a quotation; a title or an initial ends none.
SENTENCE = re.compile(
    r"(?<=[.!?])(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bMrs\.)(?<!\bSt\.)(?<!\b[A-Z]\.)\s+(?=[A-Z“\"(])"
)


class Kept(StrEnum):
    """Whether a promise is kept, as one of the two sees it."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


KEPT = {Kept.YES: "Yes, as agreed", Kept.PARTLY: "Partly", Kept.NO: "No"}


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise of a signed text: whose it is, which of theirs (from 1), and its words as they were signed."""

    whose: str
    number: int
    text: str

    @property
    def key(self) -> str:
        return f"{self.whose}-{self.number}"


def pieces(text: str) -> list[str]:
    """The promises of a text as it was signed: each line is one, and of a line each sentence."""
    lines = (BULLET.sub("", line).strip() for line in text.splitlines())
    return [piece.strip() for line in lines if line for piece in SENTENCE.split(line) if piece.strip()]


def promises(text: Mapping[str, object]) -> list[Promise]:
    """Those of a frozen text: the school's first, then the teacher's, in the order they were signed."""
    found = []
    for whose, name in ((SCHOOL, "principal_commitment"), (TEACHER, "teacher_commitment")):
        parts = pieces(str(text.get(name, "")))
        found += [Promise(whose, number, part) for number, part in enumerate(parts, 1)]
    return found


Seen = Mapping[str, str]


def apart(one: str, other: str) -> bool:
    """Whether staff should know of a promise: the two see it differently, or one says no. Empty: not answered."""
    return Kept.NO in (one, other) or bool(one and other and one != other)


def judged(teacher: Seen | None, school: Seen | None) -> bool | None:
    """Whether the answers that were sent are apart, by promise; None of one who has sent none. Answers None where one
    of the two is still to be heard, and nothing is apart so far."""
    keys = {*(teacher or ()), *(school or ())}
    if any(apart((teacher or {}).get(key, ""), (school or {}).get(key, "")) for key in keys):
        return True
    return None if teacher is None or school is None else False
