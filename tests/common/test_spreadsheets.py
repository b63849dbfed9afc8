"""Files for people's spreadsheets: letters arrive, and nothing in them runs."""

import csv
import io
import re

from common.spreadsheets import csv_bytes, csv_lines, plain_cell
from tests.architecture.rooms import ROOMS, ROOT

WRITES = re.compile(r"csv\.(writer|DictWriter)|text/csv")


def test_a_file_begins_with_the_mark_by_which_excel_reads_its_letters():
    content = csv_bytes([("Name", "Count"), ("Muñoz", 3)])
    assert content == b"\xef\xbb\xbfName,Count\r\nMu\xc3\xb1oz,3\r\n"


def test_a_file_without_rows_is_empty():
    assert csv_bytes([]) == b""


def test_what_would_run_in_a_spreadsheet_is_text_and_a_number_stays_one():
    cells = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "  =x", "a=b", None, -5]
    read = next(csv.reader(io.StringIO("".join(csv_lines([cells]))[1:], newline="")))
    assert read == ["'=1+1", "'+1", "'-1", "'@x", "'\tx", "'\rx", "'  =x", "a=b", "", "-5"]


def test_nobody_else_writes_or_sends_csv():
    """Each further writer would have to remember the mark and the formulas. What `common/tables.py` writes is a
    sheet of a workbook for its own reader: nobody opens it."""
    ours = (file for room in ROOMS for file in (ROOT / room).rglob("*.py"))
    found = {str(file.relative_to(ROOT)) for file in ours if WRITES.search(file.read_text(encoding="utf-8"))}
    assert found == {"common/downloads.py", "common/spreadsheets.py", "common/tables.py"}


def test_an_amount_below_nothing_is_a_number_in_a_csv_file():
    assert [plain_cell(text) for text in ("-1687.50", "-1687.5", "-1+1.00")] == [
        "-1687.50",
        "'-1687.5",
        "'-1+1.00",
    ]
