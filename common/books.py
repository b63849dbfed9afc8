"""Workbooks that people send, as plain rows of text: what a cell shows, never what it would calculate."""

import zipfile
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from typing import Any

from common.archives import plain_parts
from common.errors import DomainError
from common.judging import BROKEN_ARCHIVE

MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 20_000, 200, 10
LARGE = "This workbook unpacks to more than can be read here. Save its sheet as CSV, and choose that file."
BROKEN = "This workbook cannot be read. Save its sheet as CSV, and choose that file."


def sheets_of(content: bytes) -> dict[str, list[list[str]]]:
    """The rows of each sheet by its name, as text. Raises DomainError, in words, for one that is no Excel workbook, is
    broken, or unpacks to very much."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            plain_parts(archive, large=LARGE)
        book = _opened(content)
        sheets = [one for one in book.worksheets if one.sheet_state == "visible"][:MOST_SHEETS]
        found = {sheet.title: _rows(sheet) for sheet in sheets}
    except DomainError:
        raise
    # Whatever a library meets in a file that others made, nobody shall see its insides.
    except (*BROKEN_ARCHIVE, LookupError, TypeError, AttributeError, SyntaxError, ArithmeticError):
        raise DomainError(BROKEN) from None
    if not found:
        raise DomainError(BROKEN)
    return found


def _opened(content: bytes) -> Any:
    """The workbook, with nothing read yet of its sheets, and nothing at all of a chart that is a sheet of its own."""
    # Only who reads a workbook pays for its library.
    from openpyxl.chartsheet import Chartsheet
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.workbook.defined_name import DefinedNameDict

    class Reader(ExcelReader):
        def read_chartsheet(self, sheet: Any, rel: Any) -> None:
            # The library fails on a chart without a drawing, and on a name that belongs to a chart. Its place stays:
            # names say by a number which sheet is theirs.
            chart = Chartsheet()
            chart.defined_names = DefinedNameDict()
            self.wb._sheets.append(chart)

    reader = Reader(BytesIO(content), read_only=True, data_only=True)
    reader.read()
    return reader.wb


def _rows(sheet: Any) -> list[list[str]]:
    # How large a sheet says it is, some programs write wrong: its rows are counted.
    sheet.reset_dimensions()
    cells = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
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
