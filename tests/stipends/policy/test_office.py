"""Examples of an office, tried with a rule: read, compared to the cent, and why the first that differs does."""

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from common.errors import DomainError
from stipends.imports import examples_of
from stipends.rules import parse_policy
from stipends.rules.office import tried
from tests.factories.stipends import PROPORTIONAL

POLICY = replace(parse_policy(PROPORTIONAL), credit="exact")
COLUMNS = (
    *("Example", "Minutes attended", "Minutes required", "Deliverables accepted", "Deliverables", "Attested"),
    *("Days served", "Days", "Expected"),
)
HEAD = ",".join(COLUMNS) + "\n"
EVERYTHING = 'Everything,2880,2880,3,3,yes,180,180,"2,400.00"\n'
LATE = "Late three times,155;155;155,180;180;180,3,3,yes,180,180,2400\n"


def compared(text, policy=POLICY, cents=240_000):
    return tried(policy, cents, examples_of((HEAD + text).encode()))


def test_a_table_is_compared_line_by_line():
    found = compared(EVERYTHING + "Half,1440,2880,3,3,no,180,180,1320\nLater,180,180,0,3,yes,90,180,900.00\n")
    rows = [(one.example.name, one.example.expected_cents, one.cents, one.off_cents) for one in found.rows]
    assert rows == [
        ("Everything", 240_000, 240_000, 0),
        ("Half", 132_000, 132_000, 0),
        ("Later", 90_000, 90_000, 0),
    ]
    assert (found.in_words, found.why) == ("3 of 3 examples of your office match to the cent", "")


def test_a_workbook_is_compared_as_the_table_is():
    """Its cells are numbers, text and yes-or-no as a spreadsheet keeps them, below a title."""
    book = Workbook()
    for row in (
        ["Examples of our office"],
        COLUMNS,
        ["Everything", 2880, 2880.0, 3, 3, True, 180, 180, 2400],
        ["Half", "1440", "720; 2160", 3, 3, "no", 180, 180, 1320.5],
    ):
        book.active.append(row)
    book.active.cell(4, 2).value = "720; 720"
    file = BytesIO()
    book.save(file)
    found = tried(POLICY, 240_000, examples_of(file.getvalue()))
    rows = [(one.example.name, one.example.expected_cents, one.cents) for one in found.rows]
    assert rows == [("Everything", 240_000, 240_000), ("Half", 132_050, 132_000)]


def test_the_first_that_differs_says_what_would_make_it_match_and_how_many_match_then():
    found = compared(EVERYTHING + LATE)
    assert found.rows[1].off_cents == -20_000
    assert found.in_words == "1 of 2 examples of your office match to the cent"
    assert found.why == (
        "Late three times: it would match if the rule said “A session counts in full from 31/36 of its length on, by"
        " half from 31/36 on, else not at all.” Then 2 of 2 match."
    )


def test_an_example_that_nothing_explains_says_what_is_not_paid():
    assert compared("Odd,90,180,3,3,yes,180,180,1\n").why == (
        "Odd: Attendance pays in proportion to the minutes that count. Attendance: 60% of $2,400.00 a year, 180 of 180"
        " service days."
    )
    assert (
        compared("Odd,180,180,3,3,yes,180,180,1\n").why
        == "Odd: every part is paid in full, $2,400.00 in all."
    )


def test_the_file_of_check_examples_is_tried_with_the_draft_and_its_amount():
    cases = json.loads(Path("tests/vectors/worked-examples.json").read_text())["cases"]
    case = next(one for one in cases if one["rule"] == "statement")
    whole = sum(part["annual_cents"] for part in case["segments"])
    found = tried(parse_policy(case["policy"]), whole, examples_of(json.dumps({"cases": [case]}).encode()))
    assert found.rows[0].cents == case["expect"]["earned_cents"]
    other = tried(
        parse_policy(case["policy"]), whole * 2, examples_of(json.dumps({"cases": [case]}).encode())
    )
    assert other.rows[0].cents != found.rows[0].cents


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("A,1;2,1,0,0,yes,1,1,1\n", "Row 2: Write as many minutes attended as minutes required"),
        ("A,3,1,0,0,yes,1,1,1\n", "Row 2: Nobody attends more minutes of a session than are required."),
        ("A,1,1,2,1,yes,1,1,1\n", "Row 2: There are more deliverables accepted than there are."),
        ("A,1,1,0,0,yes,2,1,1\n", "Row 2: There are more days served than service days in the year."),
        ("A,1,1,0,0,perhaps,1,1,1\n", "Row 2: The column “attested” holds yes or no."),
        ("A,1,1,0,0,yes,1,1,much\n", "Row 2: The column “expected” holds an amount like 1234.50."),
        (
            'A,"1,5",1,0,0,yes,1,1,1\n',
            "Row 2: The column “minutes attended” holds whole numbers up to 100,000.",
        ),
        ("A,x,1,0,0,yes,1,1,1\n", "Row 2: The column “minutes attended” holds whole numbers up to 100,000."),
        (f"A,{'1;' * 101},1,0,0,yes,1,1,1\n", "Row 2: Write at most 100 sessions in a row."),
        ("", "cases: Write from 1 to 500 examples in a file."),
    ],
)
def test_what_cannot_be_read_is_said_with_its_row(row, words):
    with pytest.raises(DomainError) as refused:
        examples_of((HEAD + row).encode())
    assert str(refused.value).startswith(words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "file: This is not JSON."),
        (
            '{"cases": [{"rule": "cap"}]}',
            "case 1.rule: Only examples of a “statement” are tried with a policy.",
        ),
        ('{"cases": [{"rule": "statement", "segments": []}]}', "case 1.expect: This field is missing."),
        ("[" * 9000, "file: This is not JSON."),
    ],
)
def test_a_file_of_cases_that_cannot_be_used_says_which(text, words):
    with pytest.raises(DomainError) as refused:
        examples_of(text.encode())
    assert str(refused.value) == words


def test_an_example_without_service_days_says_what_is_missing():
    found = compared("A,180,180,0,0,yes,0,0,1\n")
    words = "The calendar of this program year has no service days. Enter them."
    assert (found.rows[0].cents, found.rows[0].problem, found.matching) == (None, words, 0)
    assert found.why == f"A: {words}"
