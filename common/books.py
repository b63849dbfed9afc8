"""Workbooks that people send, as plain rows of text: what a cell shows, never what it would calculate."""

import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice

from common.archives import plain_parts
from common.errors import DomainError
from common.judging import BROKEN_ARCHIVE

MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 20_000, 200, 10
LARGE = "This workbook unpacks to more than can be read here. Save its sheet as CSV, and choose that file."
BROKEN = "This workbook cannot be read. Save its sheet as CSV, and choose that file."


def sheets_of(content: bytes) -> dict[str, list[list[str]]]:
    """The rows of each sheet by its name, as text. Raises DomainError, in words, for one that is no Excel workbook, is
    broken, or unpacks to very much."""
    # Only who reads a workbook pays for its library.
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            plain_parts(archive, large=LARGE)
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        sheets = [one for one in book.worksheets if one.sheet_state == "visible"][:MOST_SHEETS]
        found = {
            sheet.title: _rows(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)) for sheet in sheets
        }
    except DomainError:
        raise
    # Whatever a library meets in a file that others made, nobody shall see its insides.
    except (*BROKEN_ARCHIVE, LookupError, TypeError, AttributeError, SyntaxError, ArithmeticError):
        raise DomainError(BROKEN) from None
    if not found:
        raise DomainError(BROKEN)
    return found


def _rows(cells: Iterable[Iterable[object]]) -> list[list[str]]:
    rows = [[_text(value) for value in row] for row in islice(cells, MOST_ROWS + 1)]
    if len(rows) > MOST_ROWS:
        raise DomainError(LARGE)
    return rows


def _text(value: object) -> str:
    """As a cell reads: 2887.5 is "2887.5", a day is "2027-02-12"."""
    match value:
        case None:
            return ""
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        # As Excel shows it: what arithmetic on binary fractions left in the 17th digit is no part of an amount.
        case float():
            return f"{value:.15g}"
    return str(value)
