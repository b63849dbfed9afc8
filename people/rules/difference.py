"""What an import would do, in rows a person can read and a service can carry out."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from people.rules.roster import At, Wrong, names_of

# A school or a person: the number of the row that stands, or the key of one that is made.
Ref = int | str
# The lists of what is done, in a Difference.
IN_ORDER = ("schools", "people", "posts", "links", "changes", "ends", "unnamed")


# Of a Link; others are the word of a table.
CALLED = "called"


class Why(StrEnum):
    """Why a post ends."""

    ABSENT = "absent"
    GONE = "gone"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class NewSchool:
    key: str
    external_id: str
    cds_code: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NewPerson:
    """`called`: the id the source calls them by, where that was another account's so far."""

    key: str
    external_id: str
    values: Mapping[str, Any]
    called: str = ""

    @property
    def name(self) -> str:
        told = self.values
        first = told["preferred_name"] or told["given_name"]
        return " ".join(filter(None, (first, told["family_name"])))


@dataclass(frozen=True, slots=True)
class NewPost:
    key: str
    person: Ref
    school: Ref
    position: str
    values: Mapping[str, Any]
    external_id: str = ""
    # Said to people: who, and where.
    name: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A field of a row that stands, from what to what."""

    kind: str
    pk: int
    name: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Link:
    """A row that stands is the one that the source calls by this id. `kind` CALLED: of a person who has a number
    already, beside which it is kept."""

    kind: str
    pk: int
    external_id: str
    name: str


@dataclass(frozen=True, slots=True)
class End:
    """A post ends: `ends` is the first day it is no longer held."""

    pk: int
    person: int
    name: str
    what: str
    ends: date
    why: Why


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A post that this source names no more, and that stands: the `others` name it still. Once none does, it ends."""

    pk: int
    person: int
    name: str
    what: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """What the file says and the import does not do, and why not."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class CannotEnd:
    """A post that would end, but on a day before it begins."""

    name: str
    what: str
    starts: date


@dataclass(frozen=True, slots=True, order=True)
class Omitted:
    """What was left out, as a line and a name; `kind` is the words it is counted by."""

    kind: str
    at: At
    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    label: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What only a person can know. `answer` is empty until somebody says it; `alike`: the answer that may be given to
    many at once, where address and name are the same."""

    key: str
    at: At
    asks: str
    line: str
    choices: tuple[Choice, ...]
    answer: str = ""
    alike: str = ""


@dataclass(frozen=True, slots=True)
class Memory:
    """What the file said of a row that stands: the next import compares with it."""

    kind: str
    pk: int
    external_id: str
    values: Mapping[str, Any]
    modified: str = ""


@dataclass(frozen=True)
class Difference:
    """What an import would do. Nothing in it depends on the order of the lines."""

    schools: tuple[NewSchool, ...] = ()
    people: tuple[NewPerson, ...] = ()
    posts: tuple[NewPost, ...] = ()
    links: tuple[Link, ...] = ()
    changes: tuple[Change, ...] = ()
    ends: tuple[End, ...] = ()
    unnamed: tuple[Unnamed, ...] = ()
    cannot_end: tuple[CannotEnd, ...] = ()
    left: tuple[LeftAlone, ...] = ()
    questions: tuple[Question, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    memories: tuple[Memory, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)
    # Of some that were skipped, which.
    omitted: tuple[Omitted, ...] = ()
    same: int = 0

    @property
    def settled(self) -> list[str]:
        """The questions whose answer becomes an id that the source has for somebody, and is needed no more."""
        settle = {"new", *(f"same:{link.pk}" for link in self.links if link.kind != "school")}
        return [one.key for one in self.questions if one.answer in settle]

    @property
    def open(self) -> list[Question]:
        """Questions nobody has answered."""
        return [one for one in self.questions if not one.answer]

    @property
    def to_confirm(self) -> list[End]:
        """Ends that nobody but the absence from a file speaks for."""
        return [end for end in self.ends if end.why is not Why.MOVED]

    @property
    def does(self) -> int:
        """How much it does; 0 changes nothing."""
        return sum(len(getattr(self, name)) for name in IN_ORDER)


def plain(value: Any) -> Any:
    """Rows of a difference as JSON writes them."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(getattr(value, name)) for name in names_of(type(value))}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value if isinstance(value, int | None) else str(value)


def as_text(row: Any) -> str:
    """A row as text that is the same for the same row."""
    return json.dumps(plain(row), sort_keys=True)


def in_order(rows: Iterable[Any]) -> tuple[Any, ...]:
    """Rows in an order that does not depend on that of the file."""
    return tuple(sorted(rows, key=as_text))
