"""The lists an office keeps: CSV with a header. One of schools, one of people with their positions; a line a position.

Names of columns go by several words, and in any order; days are the first and the last day, that one included.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from common.errors import DomainError
from common.names import name_key
from common.tables import Row, Stream, stream_table
from people.adapters.cells import Cells
from people.rules.roster import (
    CHANNELS,
    LEVELS,
    POSITIONS,
    At,
    PersonLine,
    PostLine,
    Roster,
    SchoolLine,
    Wrong,
)

SOURCE = "the office’s lists"
MOST_BYTES = 10 * 1024 * 1024
SCHOOL = ("name", "level", "lowest_grade", "highest_grade", "cds_code")
MORE_OF_SCHOOL = ("community", "external_id")
PERSON = ("school", "position")
MORE_OF_PERSON = (
    *("external_id", "email", "given_name", "family_name", "preferred_name"),
    *("fte", "channel", "first_day", "last_day"),
)
CALLED = {
    **dict.fromkeys(("first_name", "given", "first"), "given_name"),
    **dict.fromkeys(("last_name", "family", "last", "surname"), "family_name"),
    **dict.fromkeys(("called", "preferred", "preferred_first_name"), "preferred_name"),
    **dict.fromkeys(("mail", "e-mail", "email_address", "address"), "email"),
    **dict.fromkeys(("id", "employee_id", "sourcedid", "person_id"), "external_id"),
    **dict.fromkeys(("school_code", "cds", "cds_code"), "school"),
    **dict.fromkeys(("role", "job"), "position"),
    **dict.fromkeys(("share", "full-time_share", "full_time_share"), "fte"),
    **dict.fromkeys(("paid_through",), "channel"),
    **dict.fromkeys(("begins", "starts", "start_date", "from", "begin_date"), "first_day"),
    **dict.fromkeys(("ends", "end_date", "until", "through"), "last_day"),
}
OF_POSTS = {"role": "position", "starts": "first_day", "ends": "last_day"}
ONE_DAY = timedelta(days=1)


def read_plain(files: Mapping[str, bytes], *, whole: bool) -> Roster:
    """What the lists say; `whole`: who works at a school they name and is not in them, does so no longer.

    Raises DomainError, in words, for a file that is no such list; what is wrong with single lines stands in the roster.
    """
    found = _Found()
    for name, content in sorted(files.items()):
        table, of_schools = _table(name, content)
        found.words.append(f"{name}: {table.found}")
        heads = table.heads
        # What a line of a position says, by what the line is called here.
        found.columns[name] = {
            **heads,
            **{here: heads[its] for here, its in OF_POSTS.items() if its in heads},
        }
        for row in _rows(name, table):
            found.lines += 1
            cells = Cells(At(name, row.number), row.cells, found.wrong)
            if of_schools:
                found.schools.append(_school(cells))
            else:
                _person(cells, found)
    return Roster(
        source=SOURCE,
        found="; ".join(found.words),
        lines=found.lines,
        whole=whole and bool(found.people),
        schools=tuple(found.schools),
        people=found.people,
        posts=tuple(found.posts),
        wrong=tuple(sorted(set(found.wrong))),
        columns=found.columns,
    )


class _Found:
    def __init__(self) -> None:
        self.words: list[str] = []
        self.lines = 0
        self.schools: list[SchoolLine] = []
        self.people: dict[str, PersonLine] = {}
        self.posts: list[PostLine] = []
        self.wrong: list[Wrong] = []
        self.columns: dict[str, dict[str, str]] = {}


def _table(name: str, content: bytes) -> tuple[Stream, bool]:
    """The table, and whether it is one of schools."""
    if len(content) > MOST_BYTES:
        raise DomainError(f"{name} is larger than 10 MB. Split it.")
    try:
        return stream_table(content, needed=SCHOOL, known=MORE_OF_SCHOOL, most=MOST_BYTES), True
    except DomainError:
        pass
    try:
        return stream_table(
            content, needed=PERSON, known=MORE_OF_PERSON, called=CALLED, most=MOST_BYTES
        ), False
    except DomainError as refusal:
        raise DomainError(f"{name} is no list of people or schools. {refusal}") from None


def _rows(name: str, table: Stream) -> Iterator[Row]:
    try:
        yield from table.rows
    except DomainError as refusal:
        raise DomainError(f"{name} cannot be read. {refusal}") from None


def _school(cells: Cells) -> SchoolLine:
    lowest, highest = cells.grade("lowest_grade"), cells.grade("highest_grade")
    if lowest > highest:
        cells.fail("highest_grade", "The highest grade is below the lowest. Correct one of them.")
    name = cells.line("name")
    if not name:
        cells.fail("name", "Write the name of the school.")
    return SchoolLine(
        cells.at,
        cells.id("external_id"),
        cells.code("cds_code"),
        name,
        cells.choice("level", LEVELS),
        lowest,
        highest,
        cells.line("community", 100),
    )


def _person(cells: Cells, found: _Found) -> None:
    line = PersonLine(
        cells.at,
        cells.id("external_id"),
        cells.address("email"),
        cells.name("given_name"),
        cells.name("family_name"),
        cells.name("preferred_name") if "preferred_name" in cells.told else None,
    )
    if not (line.given_name or line.family_name):
        cells.fail("family_name", "Write the name of the person.")
    key = _key(line, cells)
    before = found.people.setdefault(key, line)
    if _facts(before) != _facts(line):
        words = f"Line {before.at.line} says another name or address of the same person. Make them one."
        cells.fail("family_name", words)
    last = cells.day("last_day")
    starts, ends = cells.day("first_day"), last + ONE_DAY if last else None
    if starts and ends and ends <= starts:
        cells.fail("last_day", "The last day is before the first. Correct one of them.")
    found.posts.append(
        PostLine(
            cells.at,
            "",
            key,
            cells.text("school"),
            cells.choice("position", POSITIONS, "teacher"),
            cells.share("fte"),
            cells.choice("channel", CHANNELS) if cells.text("channel") else None,
            starts,
            ends,
        )
    )


def _key(line: PersonLine, cells: Cells) -> str:
    """Two lines with one key are one person's: by the id, else the address. A name alone makes nobody the same."""
    if line.external_id:
        return f"id:{line.external_id}"
    if line.email:
        return f"mail:{line.email}"
    return f"name:{name_key(line.given_name, line.family_name)}:{cells.text('school')}"


def _facts(line: PersonLine) -> tuple[object, ...]:
    return line.email, line.given_name, line.family_name, line.preferred_name
