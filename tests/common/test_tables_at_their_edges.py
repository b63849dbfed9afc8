"""Tables at their edges: the largest one, the last title, the longest refusal, word for word."""

import pytest

from common.errors import DomainError
from common.tables import MOST_BYTES, read_table

NEEDED = ("line", "gross_amount")
HEAD = b"line,gross_amount\n"


def read(content, **known):
    return read_table(content, needed=NEEDED, **known)


def refusal(content, **known):
    with pytest.raises(DomainError) as refused:
        read(content, **known)
    return str(refused.value)


def test_a_table_may_have_five_megabytes_and_no_byte_more():
    assert MOST_BYTES == 5_242_880
    rows, rest = divmod(MOST_BYTES - len(HEAD), 100_000)
    largest = HEAD + (b"1," + b"x" * 99_997 + b"\n") * rows + b" " * rest
    assert (len(largest), len(read(largest).rows)) == (MOST_BYTES, rows)
    assert refusal(largest + b" ") == ("This file is larger than 5 MB. Choose a smaller one.")


def test_semicolons_separate_too_and_are_said():
    table = read(b"line;gross_amount\n1;2.00\n")
    assert (table.rows[0].cells, table.separator) == ({"line": "1", "gross_amount": "2.00"}, ";")
    assert table.found == "read as UTF-8, separated by semicolons, with the names of its columns in row 1"


def test_the_row_that_names_most_of_the_columns_is_the_one_with_the_names():
    table = read(b"line,of payroll\nline,gross_amount\n1,2.00\n")
    assert [(row.number, row.cells) for row in table.rows] == [(3, {"line": "1", "gross_amount": "2.00"})]


def test_of_two_rows_that_name_the_columns_the_first_one_does():
    table = read(HEAD + HEAD + b"1,2.00\n")
    assert [(row.number, row.cells["line"]) for row in table.rows] == [(2, "line"), (3, "1")]


def test_a_file_that_names_nothing_is_shown_by_its_first_row_that_holds_something():
    assert refusal(b"\n ,\n a,b , ,c,d,e\n1,2\n") == (
        "No row among the first 20 names the columns of this file: “line” and “gross_amount” are missing."
        " The file was read as UTF-8, separated by commas. Row 3 reads: a; b; c."
    )


def test_a_long_first_row_is_shown_cut_short():
    assert refusal(b"x" * 90 + b",y\n").endswith(f"Row 1 reads: {'x' * 80}.")


def test_an_empty_file_names_no_row():
    assert refusal(b"") == (
        "No row among the first 20 names the columns of this file: “line” and “gross_amount” are missing."
        " The file was read as UTF-8, separated by commas."
    )


def test_two_columns_that_stand_twice_are_both_named_in_order():
    assert refusal(b"title\nline,line,gross_amount,Gross Amount\n1,2,3,4\n") == (
        "Row 2 names the column “gross_amount” and “line” more than once. Take out the one that does not count."
        " The file was read as UTF-8, separated by commas."
    )


WIDE = (
    " more cells than row 1 names, so they may stand below the wrong names. Put quotes around what holds a comma, or"
    " save the file from a spreadsheet."
)


def test_rows_that_are_too_wide_are_named_the_first_twenty():
    assert refusal(HEAD + b"1,2,3\n") == f"Row 2 has{WIDE}"
    assert refusal(HEAD + b"1,2,3\n4,5\n1,2,3\n") == f"Rows 2, 4 have{WIDE}"
    many = ", ".join(str(number) for number in range(2, 22))
    assert refusal(HEAD + b"1,2,3\n" * 21) == f"Rows {many} have{WIDE}"


def test_blank_cells_beyond_the_names_are_no_more_cells():
    assert read(HEAD + b"1,2.00,, ,\n").rows[0].cells == {"line": "1", "gross_amount": "2.00"}


def test_a_row_that_is_too_short_holds_the_cells_it_has():
    assert [row.cells for row in read(HEAD + b"1\n").rows] == [{"line": "1"}]


def test_a_column_that_may_be_there_is_left_out_where_it_is_not():
    assert read(HEAD + b"1,2.00\n", known=("reference",)).rows[0].cells == {
        "line": "1",
        "gross_amount": "2.00",
    }


def test_cells_are_read_without_the_spaces_around_them():
    assert read(HEAD + b" 1 ,  2.00 \n").rows[0].cells == {"line": "1", "gross_amount": "2.00"}


def test_a_file_that_says_how_it_is_written_and_is_written_otherwise_is_refused():
    assert refusal(b"\xef\xbb\xbf" + "line,gross_amount\nMuñoz,1\n".encode("cp1252")) == (
        "This is not a CSV file. Save the table as “CSV UTF-8” and choose it again."
    )
    assert refusal(b"\xff\xfe" + b"line,gross_amount\n1,2\n\n") == (
        "This is not a CSV file. Save the table as “CSV UTF-8” and choose it again."
    )
