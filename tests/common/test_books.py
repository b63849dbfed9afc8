"""Workbooks that cannot be read are refused in words."""

import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook

from common.books import BROKEN, LARGE, MOST_ROWS, sheets_of
from common.errors import DomainError


def book(*, rows: int = 1, hidden: bool = False) -> bytes:
    made, out = Workbook(), BytesIO()
    sheet = made.active
    for number in range(rows):
        sheet.append([number])
    made.save(out)
    return all_hidden(out.getvalue()) if hidden else out.getvalue()


def all_hidden(content: bytes) -> bytes:
    """The workbook with each sheet hidden; no program saves one so."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b'state="visible"', b'state="hidden"'))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 and then nothing of an archive", BROKEN),
        (book(hidden=True), BROKEN),
        (book(rows=MOST_ROWS + 1), LARGE),
    ],
    ids=["no archive", "no sheet that is shown", "too many rows"],
)
def test_a_workbook_that_cannot_be_read_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(DomainError) as refused:
        sheets_of(content)
    assert str(refused.value) == words


def test_a_sheet_is_rows_of_text_under_its_name() -> None:
    ((name, rows),) = sheets_of(book(rows=2)).items()
    assert (name, [[cell for cell in row if cell] for row in rows]) == ("Sheet", [["0"], ["1"]])
