"""Files for people who open them in a spreadsheet. The one writer of CSV and of workbooks: plain Python."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from common.clock import LOS_ANGELES

FORMULA = ("=", "+", "-", "@", "\t", "\r")
# What money reads like in a file.
AMOUNT = re.compile(r"-?[0-9]+\.[0-9][0-9]")
# Without it Excel takes UTF-8 for Windows-1252, and every ñ for two other signs.
MARK = "\ufeff"


def plain_cell(value: object) -> str:
    """The value as text that no spreadsheet runs: what would start a formula gets an apostrophe before it. A moment
    reads as the clock in Los Angeles shows it, to the minute."""
    if isinstance(value, datetime):
        return f"{value.astimezone(LOS_ANGELES):%Y-%m-%d %H:%M}"
    text = "" if value is None else str(value)
    # An amount below nothing is a number, and runs nothing.
    if AMOUNT.fullmatch(text):
        return text
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else text


class _Echo:
    """csv writes here; what it writes is sent on at once."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Sequence[object]], delimiter: str = ",") -> Iterator[str]:
    """The rows as lines of a CSV file, one by one: a mark in front, no live formula, lines ended as Excel does."""
    writer = csv.writer(_Echo(), lineterminator="\r\n", delimiter=delimiter)
    mark = MARK
    for row in rows:
        yield mark + writer.writerow([cell if isinstance(cell, int) else plain_cell(cell) for cell in row])
        mark = ""


def csv_bytes(rows: Iterable[Sequence[object]], delimiter: str = ",") -> bytes:
    """The same as one file. The same rows always give the same bytes."""
    return "".join(csv_lines(rows, delimiter)).encode()


# Signs that no workbook may hold.
NOT_IN_A_BOOK = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# Larger books go to the disk while they are written.
IN_MEMORY = 2 * 1024 * 1024


class Code(str):
    """Text that stays text in a workbook, though it reads like an amount: "1100.50" of an account."""


def _cell(value: object) -> object:
    """A number or a day as such; anything else as text that no spreadsheet runs."""
    if isinstance(value, int) or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    text = NOT_IN_A_BOOK.sub("", plain_cell(value))
    if isinstance(value, str) and not isinstance(value, Code) and AMOUNT.fullmatch(value):
        return Decimal(value)
    return text


def workbook(rows: Iterable[Sequence[object]]) -> IO[bytes]:
    """The rows as the only sheet of a workbook, written row by row; the first names the columns and stays in sight.
    An open file at its beginning."""
    # Only who saves a workbook pays for its library.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Rows")
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([_cell(value) for value in row])
    # Whoever sends it closes it.
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    book.save(file)
    file.seek(0)
    return file


# What a zip says a file of it was changed: the first moment it can say.
NO_TIME = (1980, 1, 1, 0, 0, 0)
STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def workbook_bytes(rows: Iterable[Sequence[object]]) -> bytes:
    """The same workbook as one file. The same rows always give the same bytes: it tells no time."""
    made = BytesIO()
    with workbook(rows) as file, ZipFile(file) as book, ZipFile(made, "w", ZIP_DEFLATED) as still:
        for name in sorted(book.namelist()):
            content = STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z\g<3>", book.read(name))
            still.writestr(ZipInfo(name, NO_TIME), content, ZIP_DEFLATED)
    return made.getvalue()
