"""A layout of a payroll office: what stands in its file, letter by letter, and what is refused."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from stipends.rules.files import Paid
from stipends.rules.layouts import FOR_PAYROLL, WORDS, Drawn, Fact, Layout, content_of, lacking, shown
from tests.factories.stipends import OFFICE_LAYOUT

LINE = Paid(
    line_id=12,
    external_id="0042",
    family_name="Peña",
    given_name="Ana",
    email="ana@example.org",
    school="Markham Middle",
    cds_code="19647336061477",
    pathway="Arts",
    role="Arts Lead",
    channel="district",
    amount_cents=123_450,
    corrects=7,
    account="1100.50",
    fund="4210",
    program="P1",
    first_day=date(2026, 8, 13),
    last_day=date(2027, 6, 30),
)


def test_a_csv_file_is_written_as_the_office_wants_it():
    assert content_of(OFFICE_LAYOUT, "Final run 1", [LINE]).decode() == (
        "\ufeffCompany;Pers No;Employee;Earnings;Pay date;Until;Paid out;Warrant\r\n"
        "0417;0042;Peña, Ana;$1,234.50;08/13/2026;06/30/2027;;\r\n"
    )


@pytest.mark.parametrize(
    ("dates", "day"), [("iso", "2026-08-13"), ("us", "08/13/2026"), ("digits", "20260813")]
)
def test_a_day_is_written_in_each_way_there_is(dates, day):
    layout = Layout((Drawn(Fact.FIRST_DAY, "From"),), Fact.LINE, dates=dates)
    assert shown(layout, "", [LINE]) == [["From"], [day]]


def test_every_fact_but_those_of_payroll_says_something_of_a_line():
    layout = Layout(tuple(Drawn(fact, WORDS[fact], "0417") for fact in Fact), Fact.LINE)
    heads, cells = shown(layout, "Final run 1", [LINE])
    empty = [head for head, cell in zip(heads, cells, strict=True) if not cell]
    assert empty == [WORDS[fact] for fact in FOR_PAYROLL]


def test_in_a_workbook_amounts_are_numbers_days_are_days_and_codes_are_text():
    layout = replace(OFFICE_LAYOUT, ending="xlsx")
    content = content_of(layout, "Final run 1", [LINE])
    sheet = load_workbook(BytesIO(content)).active
    assert [cell.value for cell in sheet[2]][:4] == ["0417", "0042", "Peña, Ana", 1234.5]
    assert sheet["E2"].value.date() == date(2026, 8, 13)
    assert content == content_of(layout, "Final run 1", [LINE])


def test_what_would_start_a_formula_starts_none():
    layout = Layout((Drawn(Fact.SCHOOL, "=School"), Drawn(Fact.CONSTANT, "Code", "+1")), Fact.LINE)
    assert shown(layout, "", [replace(LINE, school="=1+1")]) == [["'=School", "Code"], ["'=1+1", "'+1"]]


AMOUNT, NUMBER = Drawn(Fact.AMOUNT, "Pay"), Drawn(Fact.LINE, "No")


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ((AMOUNT, NUMBER), ""),
        ((), "A file for payroll needs the gross amount. Give it a place."),
        ((NUMBER,), "A file for payroll needs the gross amount. Give it a place."),
        ((AMOUNT,), "Payroll says by “Line number” whose money it is, so that needs a place in the file."),
        ((AMOUNT, Drawn(Fact.LINE, " ")), "Say what the column of “Line number” is called."),
        ((AMOUNT, Drawn(Fact.LINE, "PAY")), "Two columns are called “Pay”. Call each otherwise."),
        (
            (AMOUNT, NUMBER, Drawn(Fact.CONSTANT, "Company")),
            "Say what stands in a column that is always the same.",
        ),
        (
            (AMOUNT, NUMBER, *(Drawn(Fact.CONSTANT, f"C{at}", "x") for at in range(39))),
            "These are 41 columns; choose at most 40.",
        ),
    ],
)
def test_a_layout_that_no_file_could_be_made_or_confirmed_by_says_why(columns, words):
    assert lacking(Layout(columns, Fact.LINE)) == words
