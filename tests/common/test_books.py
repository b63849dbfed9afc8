"""Workbooks that cannot be read are refused in words."""

import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from common.books import BROKEN, LARGE, MOST_ROWS, sheets_of
from common.errors import DomainError


def book(*, rows: int = 1, hidden: bool = False) -> bytes:
    made, out = Workbook(), BytesIO()
    sheet = made.active
    for number in range(rows):
        sheet.append([number])
    made.save(out)
    return all_hidden(out.getvalue()) if hidden else out.getvalue()


def with_charts() -> bytes:
    """A sheet between a chart without a drawing and one with, to which a name belongs: as Excel saves them."""
    made, out = Workbook(), BytesIO()
    sheet = made.active
    sheet.append(["Person", "Amount"])
    sheet.append(["Ana", 2887.5])
    made.create_chartsheet("No drawing yet", 0)
    drawn = BarChart()
    drawn.add_data(Reference(sheet, min_col=2, min_row=1, max_row=2))
    made.create_chartsheet("Amounts").add_chart(drawn)
    made.save(out)
    named = (
        b'<definedNames><definedName name="shown" localSheetId="2">Sheet!$A$1</definedName></definedNames>'
    )
    return changed(out.getvalue(), "xl/workbook.xml", (b"<definedNames/>", named))


def changed(content: bytes, part: str, *words: tuple[bytes, bytes]) -> bytes:
    """The workbook with other words in one part of it."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            said = before.read(name)
            for old, new in words if name == part else ():
                assert old in said
                said = said.replace(old, new)
            after.writestr(name, said)
    return out.getvalue()


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


def test_of_a_workbook_with_charts_on_sheets_of_their_own_the_other_sheets_are_read() -> None:
    ((name, rows),) = sheets_of(with_charts()).items()
    assert (name, [[cell for cell in row if cell] for row in rows]) == (
        "Sheet",
        [["Person", "Amount"], ["Ana", "2887.5"]],
    )


def test_no_row_is_lost_where_a_program_says_that_the_sheet_is_smaller_than_it_is() -> None:
    small = changed(book(rows=3), "xl/worksheets/sheet1.xml", (b'ref="A1:A3"', b'ref="A1"'))
    assert [row[0] for row in sheets_of(small)["Sheet"]] == ["0", "1", "2"]
