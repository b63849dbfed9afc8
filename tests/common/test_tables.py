"""Tables as people's programs write them: read where nothing has to be guessed, refused by name where it would."""

import csv
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.archives import WORKBOOK
from common.errors import DomainError
from common.tables import MOST_BYTES, MOST_TITLES, Row, read_table

NEEDED = ("line", "gross_amount")
TEXT = "line,name,gross_amount\r\n2,Muñoz,3000.00\r\n"
READ = [Row(2, {"line": "2", "gross_amount": "3000.00"})]


def read(content, **known):
    return read_table(content, needed=NEEDED, **known)


def refusal(content, **known):
    with pytest.raises(DomainError) as refused:
        read(content, **known)
    return str(refused.value)


def test_a_mark_that_became_letters_in_the_first_name_is_left_out():
    """A program opened UTF-8 as Windows-1252, and saved what it read."""
    assert read("ï»¿line,name,gross_amount\r\n2,MuÃ±oz,3000.00\r\n".encode()).rows == READ


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8"),
        (TEXT.encode("cp1252"), "Windows-1252"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
    ],
)
def test_the_letters_of_a_file_are_found_out_and_said(content, words):
    table = read(content)
    assert table.rows == READ
    assert table.found == f"read as {words}, separated by commas, with the names of its columns in row 1"


def test_names_written_by_windows_are_read_as_they_were_typed():
    table = read_table(TEXT.encode("cp1252"), needed=("line",), known=("name",))
    assert table.rows == [Row(2, {"line": "2", "name": "Muñoz"})]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_tabs_separate_too(encoding):
    table = read(TEXT.replace(",", "\t").encode(encoding))
    assert (table.rows, table.separator) == (READ, "\t")
    assert "separated by tabs" in table.found


def test_titles_and_blank_rows_above_the_names_are_passed_over_and_rows_keep_their_numbers():
    table = read(b"Payroll register, March\r\n\r\n,,\r\n" + TEXT.encode() + b",,\r\n\r\n5,x,1\r\n")
    assert [row.number for row in table.rows] == [5, 8]
    assert table.found.endswith("with the names of its columns in row 4")


def test_names_below_too_many_titles_are_none():
    titles = b"title\r\n" * MOST_TITLES
    assert "“line” and “gross_amount” are missing" in refusal(titles + TEXT.encode())
    assert read(titles[7:] + TEXT.encode()).rows[0].number == MOST_TITLES + 1


@pytest.mark.parametrize("name", ["Gross_Amount", "gross amount", " GROSS  AMOUNT "])
def test_a_column_is_known_in_any_case_and_with_spaces(name):
    assert read(f"Line,{name}\n2,3000.00\n".encode()).rows == READ


def test_a_column_that_is_missing_is_named_with_how_the_file_was_read():
    assert refusal(b"a title\nline\tamount\n1\t2\n") == (
        "No row among the first 20 names the columns of this file: “gross_amount” is missing."
        " The file was read as UTF-8, separated by tabs. Row 2 reads: line; amount."
    )


def test_a_column_named_twice_is_refused_by_name():
    words = refusal(b"line,Gross amount,gross_amount\n1,2,3\n")
    assert words.startswith("Row 1 names the column “gross_amount” more than once.")


def test_a_doubled_column_nobody_asks_for_is_left_alone_until_somebody_does():
    content = b"line,note,note,gross_amount\n2,x,y,3000.00\n"
    assert read(content).rows == READ
    assert "“note” more than once" in refusal(content, known=("note",))


def test_a_comma_without_quotes_is_refused_where_cells_stand_below_the_wrong_names():
    content = b"line,name,gross_amount\n1,Kang,5.00\n2,Munoz, Naomi,3000.00\n"
    assert refusal(content).startswith("Row 3 has more cells than row 1 names")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "“line” and “gross_amount” are missing"),
        (b"\xff\xfe", "“line” and “gross_amount” are missing"),
        (b"line\x00,gross_amount", "“line” and “gross_amount” are missing"),
        (b"\xef\xbb\xbfline\x00,gross_amount", "This is not a CSV file."),
        (b"x" * (MOST_BYTES + 1), "This file is larger than 5 MB."),
        (b'line,gross_amount\n"' + b"x" * 200_000, "This is not a CSV file"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content, words):
    assert words in refusal(content)


def test_a_workbook_is_told_from_a_csv_file():
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    assert refusal(file.getvalue()) == WORKBOOK
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("lines.csv", "line")
    assert refusal(file.getvalue()) == (
        "This is an archive, or an Excel file that is damaged. Open it: choose the CSV file in it, or save the workbook"
        " again."
    )


@given(st.binary(max_size=400))
def test_no_bytes_at_all_are_an_error_nobody_foresaw(content):
    try:
        read(content)
    except DomainError:
        return


@given(
    st.lists(st.tuples(st.integers(1, 9_999), st.text(alphabet="añ,\"';\t –", max_size=9)), max_size=5),
    st.sampled_from([",", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_a_program_writes_is_what_is_read(rows, separator, encoding):
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerows([("line", "name", "gross_amount"), *((number, name, "1.5") for number, name in rows)])
    table = read_table(file.getvalue().encode(encoding), needed=NEEDED, known=("name",))
    assert [(row.cells["line"], row.cells["name"]) for row in table.rows] == [
        (str(number), name.strip()) for number, name in rows
    ]
