"""Tables that people send: CSV files as Excel, LibreOffice and payroll programs save them.

One reader for every import. It finds out how a file is written, says so in words, and refuses what it would have
to guess. Plain Python; what the cells mean is for those who ask.
"""

import codecs
import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from io import StringIO
from itertools import islice
from types import MappingProxyType

from common.archives import WORKBOOK, is_workbook
from common.books import sheets_of
from common.errors import DomainError

ARCHIVE = (
    "This is an archive, or an Excel file that is damaged. Open it: choose the CSV file in it, or save the workbook"
    " again."
)
MOST_BYTES = 5 * 1024 * 1024
# Letterheads, dates and blank rows stand above a table; one that begins lower than this is none.
MOST_TITLES = 20
# So many rows are named with what is wrong with all of them.
MOST_SAID = 10
SEPARATORS = {",": "commas", "\t": "tabs", ";": "semicolons"}
MARKS = {
    codecs.BOM_UTF8: ("utf-8-sig", "UTF-8"),
    codecs.BOM_UTF16_LE: ("utf-16", "UTF-16"),
    codecs.BOM_UTF16_BE: ("utf-16", "UTF-16"),
}
MISREAD_MARK = codecs.BOM_UTF8.decode("cp1252")
# What programs of our schools write when they write no UTF-8. Left to itself the detector takes three Spanish
# letters for Chinese.
OTHERS = {
    "cp1252": "Windows-1252",
    "mac_roman": "Mac Roman",
    "utf_16_le": "UTF-16",
    "utf_16_be": "UTF-16",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds something: its number as a spreadsheet counts, and its cells by the names asked for."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows below the names of the columns. `found` says how the file is written, as a part of a sentence."""

    rows: list[Row]
    found: str
    separator: str


@dataclass(frozen=True, slots=True)
class Stream:
    """A table whose `rows` are read one by one, once. What is wrong with a row is raised where it is reached. `heads`:
    the name of each column as the file has it."""

    rows: Iterator[Row]
    found: str
    separator: str
    heads: Mapping[str, str]


def read_table(
    content: bytes,
    *,
    needed: Sequence[str],
    known: Sequence[str] = (),
    called: Mapping[str, str] = MappingProxyType({}),
    most: int = MOST_BYTES,
    books: bool = False,
) -> Table:
    """All rows of `stream_table`, read at once: what it refuses and what is wrong with a row is raised here."""
    told = stream_table(content, needed=needed, known=known, called=called, most=most, books=books)
    return Table(list(told.rows), told.found, told.separator)


def stream_table(
    content: bytes,
    *,
    needed: Sequence[str],
    known: Sequence[str] = (),
    called: Mapping[str, str] = MappingProxyType({}),
    most: int = MOST_BYTES,
    books: bool = False,
) -> Stream:
    """The columns `needed`, and those of `known` that are there, by their names in any case; `called` tells other names
    they go by. With `books` a workbook is read too: the first sheet that names them.

    Other columns are left alone, and so are titles above the names and blank rows. Raises DomainError for what is
    no table, for a needed column that is missing, for a column named twice, and for a row whose cells do not
    stand below the names.
    """
    if len(content) > most:
        raise DomainError(f"This file is larger than {most // 1024 // 1024} MB. Choose a smaller one.")
    ways = _ways(content, books)
    heads = [list(islice(way.rows(), MOST_TITLES)) for way in ways]
    found_in = [_header(rows, needed, called) for rows in heads]
    best = max(range(len(ways)), key=lambda at: found_in[at][1])
    (number, named), head, way = found_in[best], heads[best], ways[best]
    if named < len(needed):
        raise DomainError(_missing(head, number, needed, way.found, called))
    names = _named(head[number], called)
    _refuse_doubled(names, {*needed, *known}, number + 1, way.found)
    found = f"{way.found}, with the names of its columns in row {number + 1}"
    below = islice(way.rows(), number + 1, None)
    used = {*needed, *known}
    theirs = {name: cell.strip() for name, cell in zip(names, head[number], strict=True) if name in used}
    return Stream(_rows(below, number, names, used), found, way.separator, theirs)


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to read a file: how it is called, and its rows, as often as they are asked for."""

    found: str
    separator: str
    rows: Callable[[], Iterator[list[str]]]


def _ways(content: bytes, books: bool) -> list[_Way]:
    """By each sign that may separate columns, or by each sheet."""
    if books and is_workbook(content):
        return [
            _Way(f"read as the sheet “{name}” of a workbook", "", partial(iter, rows))
            for name, rows in sheets_of(content).items()
        ]
    text, written = decoded(content)
    return [
        _Way(f"read as {written}, separated by {words}", sign, partial(_parsed, text, sign))
        for sign, words in SEPARATORS.items()
    ]


def as_lines(
    content: bytes, needed: Sequence[str] = (), called: Mapping[str, str] = MappingProxyType({})
) -> str:
    """What a file says as lines of CSV, each with its number: of a workbook the sheet that names most of the `needed`
    columns, of any other file its text as it is. Raises DomainError for what is no text and no workbook."""
    if not is_workbook(content):
        return decoded(content)[0]
    sheets = list(sheets_of(content).values())
    named = [_header(rows, needed, called)[1] for rows in sheets]
    told = StringIO(newline="")
    csv.writer(told, lineterminator="\n").writerows(sheets[named.index(max(named))])
    return told.getvalue()


def decoded(content: bytes) -> tuple[str, str]:
    """The text, and how it was written, as people call that. Raises DomainError for what is no text."""
    if content.startswith(b"PK\x03\x04"):
        raise DomainError(WORKBOOK if is_workbook(content) else ARCHIVE)
    mark = next((known for known in MARKS if content.startswith(known)), None)
    name, words = MARKS[mark] if mark else ("utf-8", "UTF-8")
    try:
        text = content.decode(name)
    except UnicodeDecodeError:
        text, words = "\x00", words
    if "\x00" in text and mark is None:
        # Its tables of languages are large, and few files need them: no process holds them until one does.
        from charset_normalizer import from_bytes

        best = from_bytes(content, cp_isolation=list(OTHERS)).best()
        text, words = (str(best), OTHERS[best.encoding]) if best else (text, words)
    if "\x00" in text:
        raise DomainError("This is not a CSV file. Save the table as “CSV UTF-8” and choose it again.")
    return text.removeprefix("\ufeff"), words


def _parsed(text: str, separator: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise DomainError(f"This is not a CSV file: {error}.") from None


def _named(row: list[str], called: Mapping[str, str]) -> list[str]:
    """The cells of a row as names of columns. Another name is taken where ours does not stand: beside
    "gross_amount", "Amount" is something else."""
    names = [plain_name(cell) for cell in row]
    return [called[name] if called.get(name, name) not in names else name for name in names]


def by_row(wrong: Iterable[tuple[int, str]], noun: str = "Row") -> list[str]:
    """What is wrong, each sentence once, with the numbers of all it is about: "Rows 2, 5 and 7: write a day." In the
    order in which each is first said; of more than MOST_SAID numbers the others are counted."""
    found: dict[str, list[int]] = {}
    for number, sentence in wrong:
        found.setdefault(sentence, []).append(number)
    return [f"{_numbered(numbers, noun)}: {sentence}" for sentence, numbers in found.items()]


def _numbered(numbers: Sequence[int], noun: str) -> str:
    if len(numbers) == 1:
        return f"{noun} {numbers[0]}"
    said = [str(number) for number in numbers[:MOST_SAID]]
    last = f"{len(numbers) - MOST_SAID:,} more" if len(numbers) > MOST_SAID else said.pop()
    return f"{noun}s {', '.join(said)} and {last}"


def plain_name(name: str) -> str:
    """A name of a column as it is compared: "Gross amount" and "gross_amount" are one. The mark of UTF-8, taken for
    three letters by a program that opened the file as Windows-1252 and saved it, is no part of it."""
    return "_".join(name.removeprefix(MISREAD_MARK).replace("_", " ").casefold().split())


def _header(rows: list[list[str]], needed: Sequence[str], called: Mapping[str, str]) -> tuple[int, int]:
    """Which of the first rows names the columns best, counted from 0, and how many of those needed it names."""
    scores = [len({*_named(row, called)} & set(needed)) for row in rows[:MOST_TITLES]]
    most = max(scores, default=0)
    # Without any name at all, the first row that holds something is what a person calls the first.
    first = next((number for number, row in enumerate(rows) if any(cell.strip() for cell in row)), 0)
    return (scores.index(most) if most else first), most


def _missing(
    rows: list[list[str]], number: int, needed: Sequence[str], found: str, called: Mapping[str, str]
) -> str:
    there = {*_named(rows[number], called)} if rows else set()
    names = [f"“{name}”" for name in needed if name not in there]
    lacking = f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} missing"
    begins = "; ".join(cell.strip() for cell in rows[number][:4] if cell.strip())[:80] if rows else ""
    reads = f" Row {number + 1} reads: {begins}." if begins else ""
    return (
        f"No row among the first {MOST_TITLES} names the columns of this file: {lacking}."
        f" The file was {found}.{reads}"
    )


def _refuse_doubled(names: list[str], used: set[str], row: int, found: str) -> None:
    doubled = sorted({name for name in names if name in used and names.count(name) > 1})
    if doubled:
        both = " and ".join(f"“{name}”" for name in doubled)
        raise DomainError(
            f"Row {row} names the column {both} more than once. Take out the one that does not count."
            f" The file was {found}."
        )


def _rows(below: Iterator[list[str]], header: int, names: list[str], used: set[str]) -> Iterator[Row]:
    """The rows `below` the names of the columns; who has more cells than names is refused after the last one."""
    names = [plain_name(name) for name in names]
    wide = []
    for number, cells in enumerate(below, header + 2):
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(names) :]):
            wide.append(str(number))
        told = dict(zip(names, cells, strict=False))
        yield Row(number, {name: told[name].strip() for name in used if name in told})
    if wide:
        which = f"Row {wide[0]} has" if len(wide) == 1 else f"Rows {', '.join(wide[:20])} have"
        raise DomainError(
            f"{which} more cells than row {header + 1} names, so they may stand below the wrong names."
            " Put quotes around what holds a comma, or save the file from a spreadsheet."
        )
