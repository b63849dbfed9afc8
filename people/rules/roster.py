"""What a file of schools, people and posts says, as plain rows: whoever wrote it, however it is written.

Students, parents and passwords never come this far: whoever reads a file counts them and lets them go.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

# Of so many lines it is said what is wrong with them; of the others only how many there are.
MOST_WRONG = 50
# The words of the columns of people.models, which plain rules do not read.
POSITIONS = ("teacher", "counselor", "coordinator", "coach", "assistant_principal", "principal", "clerk")
LEVELS = ("elementary", "middle", "high", "span")
CHANNELS = ("district", "own", "vendor")


@dataclass(frozen=True, slots=True, order=True)
class At:
    """A line of a file, counted as a spreadsheet counts."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}"


@dataclass(frozen=True, slots=True, order=True)
class Wrong:
    """Why a file cannot be taken as it is: where, which column, what stands there, and what to do."""

    at: At
    column: str
    cell: str
    words: str

    def __str__(self) -> str:
        there = f" “{self.cell}”" if self.cell else ""
        return f"{self.at}, {self.column}{there}: {self.words}"


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school. Without a level (rosters of districts have none) it is looked for and never made."""

    at: At
    external_id: str
    cds_code: str
    name: str
    level: str = ""
    lowest_grade: int = 0
    highest_grade: int = 0
    community: str = ""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person, told apart by `key`: the id of the roster, else the address, else the name. None: not said."""

    at: At
    external_id: str
    email: str
    given_name: str
    family_name: str
    preferred_name: str | None = None
    # The roster says they work there no longer.
    gone: bool = False
    # When the roster last changed the row; empty where it does not say.
    modified: str = ""

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.preferred_name or self.given_name, self.family_name)))


@dataclass(frozen=True, slots=True)
class PostLine:
    """Somebody (the `key` of a PersonLine) works at a school (its code, or the roster's id) in a role from–to."""

    at: At
    external_id: str
    person: str
    school: str
    role: str
    fte: str | None = None
    channel: str | None = None
    starts: date | None = None
    ends: date | None = None
    # A begin or an end that is not said is "not said" in a list, and "none" in a roster.
    says_days: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Roster:
    """All that was read. `source` names who wrote it; `whole`: who is not in it works there no longer."""

    source: str
    found: str
    lines: int
    whole: bool
    schools: tuple[SchoolLine, ...] = ()
    people: Mapping[str, PersonLine] = field(default_factory=dict)
    posts: tuple[PostLine, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    # What was left out, in words, and how often.
    skipped: Mapping[str, int] = field(default_factory=dict)
    # A roster of a district: its schools are looked for, its people without an address are left out.
    district: bool = False
    # What the columns of each of its files are called there, by what they are called here.
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def as_it_says(self, wrong: Wrong) -> Wrong:
        """The same with the column as the file has it."""
        return replace(wrong, column=self.columns.get(wrong.at.file, {}).get(wrong.column, wrong.column))

    def roles(self) -> dict[str, int]:
        """The roles it names, and how often."""
        found: dict[str, int] = {}
        for post in self.posts:
            found[post.role] = found.get(post.role, 0) + 1
        return dict(sorted(found.items()))


Line = TypeVar("Line", SchoolLine, PersonLine, PostLine)
DAYS = ("starts", "ends")


def head_of(roster: Roster) -> Roster:
    """The same without people and posts."""
    return replace(roster, people={}, posts=())


def pieces_of(roster: Roster, most: int) -> Iterator[Roster]:
    """People in pieces of at most `most`, each with all their posts; posts of nobody in the file come last."""
    theirs: dict[str, list[PostLine]] = {}
    for post in roster.posts:
        theirs.setdefault(post.person if post.person in roster.people else "", []).append(post)
    nobodys = theirs.pop("", [])
    keys = list(roster.people)
    for some in (keys[first : first + most] for first in range(0, len(keys), most)):
        posts = tuple(post for key in some for post in theirs.get(key, ()))
        yield _piece(roster, {key: roster.people[key] for key in some}, posts)
    for first in range(0, len(nobodys), most):
        yield _piece(roster, {}, tuple(nobodys[first : first + most]))


def some_of(pieces: Iterable[tuple[Roster, Container[str]]], roster: Roster) -> Roster:
    """Of each piece the people with these keys, with their posts, as one piece of `roster`."""
    people: dict[str, PersonLine] = {}
    posts: list[PostLine] = []
    for piece, keys in pieces:
        people |= {key: line for key, line in piece.people.items() if key in keys}
        posts += [post for post in piece.posts if post.person in keys]
    return _piece(roster, people, tuple(posts))


def others_of(piece: Roster, keys: Container[str]) -> Roster:
    """The piece without the people with these keys."""
    people = {key: line for key, line in piece.people.items() if key not in keys}
    return _piece(piece, people, tuple(post for post in piece.posts if post.person not in keys))


def _piece(roster: Roster, people: Mapping[str, PersonLine], posts: tuple[PostLine, ...]) -> Roster:
    return replace(roster, schools=(), people=people, posts=posts, wrong=(), skipped={}, columns={})


def as_json(roster: Roster) -> dict[str, Any]:
    """A roster as plain JSON, to be kept between reading and importing."""
    return {
        **{name: getattr(roster, name) for name in ("source", "found", "lines", "whole", "district")},
        "skipped": dict(roster.skipped),
        "columns": {file: dict(names) for file, names in roster.columns.items()},
        "schools": [_plain(line) for line in roster.schools],
        "people": {key: _plain(line) for key, line in roster.people.items()},
        "posts": [_plain(line) for line in roster.posts],
        "wrong": [[*_at(one.at), one.column, one.cell, one.words] for one in roster.wrong],
    }


def of_json(kept: Mapping[str, Any]) -> Roster:
    """The roster that `as_json` kept."""
    return Roster(
        **{name: kept[name] for name in ("source", "found", "lines", "whole", "district", "skipped")},
        schools=tuple(_line(SchoolLine, row) for row in kept["schools"]),
        people={key: _line(PersonLine, row) for key, row in kept["people"].items()},
        posts=tuple(_line(PostLine, row) for row in kept["posts"]),
        wrong=tuple(Wrong(At(file, line), *rest) for file, line, *rest in kept["wrong"]),
        # What was kept before it was asked says nothing.
        columns=kept.get("columns", {}),
    )


def refused(roster: Roster, wrong: Iterable[Wrong]) -> Roster:
    """The same roster with more that is wrong."""
    return replace(roster, wrong=tuple(sorted({*roster.wrong, *wrong})))


def _at(at: At) -> list[Any]:
    return [at.file, at.line]


def names_of(kind: type[Any]) -> tuple[str, ...]:
    """The fields of a dataclass. `dataclasses.fields` takes long, asked for some hundred thousand rows."""
    return tuple(kind.__dataclass_fields__)


def _plain(line: SchoolLine | PersonLine | PostLine) -> list[Any]:
    values = [getattr(line, name) for name in names_of(type(line))]
    return [
        value.isoformat() if isinstance(value, date) else value for value in [*_at(values[0]), *values[1:]]
    ]


def _line(kind: type[Line], row: list[Any]) -> Line:
    names = names_of(kind)
    told: dict[str, Any] = {
        name: date.fromisoformat(value) if name in DAYS and value else value
        for name, value in zip(names[1:], row[2:], strict=True)
    }
    return kind(At(row[0], row[1]), **told)
