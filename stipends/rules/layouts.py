"""A payroll office's own layout of a run's file: which facts of a line stand in it, in which order, under which names.
The same lines in the same layout always give the same bytes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from common.spreadsheets import Code, csv_bytes, plain_cell, workbook_bytes
from common.tables import plain_name
from stipends.rules.files import Paid, amount


class Fact(StrEnum):
    """What a column may hold."""

    LINE = "line"
    EXTERNAL_ID = "external_id"
    EMAIL = "email"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    FULL_NAME = "full_name"
    SCHOOL = "school"
    CDS_CODE = "cds_code"
    PATHWAY = "pathway"
    ROLE = "role"
    CHANNEL = "channel"
    AMOUNT = "gross_amount"
    ACCOUNT = "account"
    FUND = "fund"
    PROGRAM = "program"
    RUN = "run"
    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"
    CORRECTS = "corrects"
    PAID_ON = "paid_on"
    REFERENCE = "reference"
    CONSTANT = "constant"


WORDS: dict[Fact, str] = {
    Fact.LINE: "Line number",
    Fact.EXTERNAL_ID: "Payee number",
    Fact.EMAIL: "Email",
    Fact.FAMILY_NAME: "Family name",
    Fact.GIVEN_NAME: "Given name",
    Fact.FULL_NAME: "Family name, given name",
    Fact.SCHOOL: "School",
    Fact.CDS_CODE: "CDS code",
    Fact.PATHWAY: "Pathway",
    Fact.ROLE: "Role",
    Fact.CHANNEL: "Channel",
    Fact.AMOUNT: "Gross amount",
    Fact.ACCOUNT: "Account",
    Fact.FUND: "Fund",
    Fact.PROGRAM: "Program",
    Fact.RUN: "Run",
    Fact.FIRST_DAY: "First day paid for",
    Fact.LAST_DAY: "Last day paid for",
    Fact.CORRECTS: "Line it corrects",
    Fact.PAID_ON: "Date of payment",
    Fact.REFERENCE: "Payroll’s own number",
    Fact.CONSTANT: "Always the same",
}
# Left empty in the file: payroll fills them in.
FOR_PAYROLL = (Fact.PAID_ON, Fact.REFERENCE)
# By what a confirmation may say whose money it is.
KEYS = (Fact.LINE, Fact.EXTERNAL_ID, Fact.EMAIL)
READ_BACK = (*KEYS, Fact.AMOUNT, *FOR_PAYROLL)
ENDINGS = {"csv": "CSV file", "xlsx": "Excel workbook"}
DELIMITERS = {"comma": "Commas", "semicolon": "Semicolons", "tab": "Tabs"}
SIGNS = {"comma": ",", "semicolon": ";", "tab": "\t"}
AMOUNTS = {"plain": "1234.50", "dollars": "$1,234.50"}
DATES = {"iso": "%Y-%m-%d", "us": "%m/%d/%Y", "digits": "%Y%m%d"}
DATE_WORDS = {"iso": "2027-02-12", "us": "02/12/2027", "digits": "20270212"}
MOST_COLUMNS = 40
# Of a line, where it is not called as the fact is.
NAMED = {Fact.LINE: "line_id"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """One column, from the left. `constant` is what stands in each row of a column that is always the same."""

    fact: Fact
    head: str
    constant: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """`key` is the fact by which a confirmation says whose money it is. In a workbook amounts are numbers and days
    are days, so `amounts`, `dates` and `delimiter` are those of a CSV file."""

    columns: tuple[Drawn, ...]
    key: Fact
    ending: str = "csv"
    delimiter: str = "comma"
    amounts: str = "plain"
    dates: str = "iso"


def lacking(layout: Layout) -> str:
    """What keeps a layout from being used, in words; empty where nothing does."""
    facts = [column.fact for column in layout.columns]
    if len(facts) > MOST_COLUMNS:
        return f"These are {len(facts)} columns; choose at most {MOST_COLUMNS}."
    if words := next(filter(None, (_lacks(column, layout) for column in layout.columns)), ""):
        return words
    if Fact.AMOUNT not in facts:
        return "A file for payroll needs the gross amount. Give it a place."
    if layout.key not in facts:
        return f"Payroll says by “{WORDS[layout.key]}” whose money it is, so that needs a place in the file."
    return ""


def _lacks(column: Drawn, layout: Layout) -> str:
    """The same of one column."""
    head = plain_name(column.head)
    if not head:
        return f"Say what the column of “{WORDS[column.fact]}” is called."
    if [plain_name(other.head) for other in layout.columns].count(head) > 1:
        return f"Two columns are called “{column.head}”. Call each otherwise."
    if column.fact is Fact.CONSTANT and not column.constant:
        return "Say what stands in a column that is always the same."
    return ""


def rows_of(layout: Layout, run: str, lines: Iterable[Paid]) -> Iterator[Sequence[object]]:
    """The names of the columns, then a row a line."""
    yield [column.head for column in layout.columns]
    for line in lines:
        yield [_cell(layout, column, run, line) for column in layout.columns]


def content_of(layout: Layout, run: str, lines: Iterable[Paid]) -> bytes:
    """The file: UTF-8 with a mark in front, or a workbook."""
    rows = rows_of(layout, run, lines)
    if layout.ending == "xlsx":
        return workbook_bytes(rows)
    return csv_bytes(rows, SIGNS[layout.delimiter])


def shown(layout: Layout, run: str, lines: Iterable[Paid]) -> list[list[str]]:
    """The same rows as text, as a page shows them."""
    return [[plain_cell(cell) for cell in row] for row in rows_of(layout, run, lines)]


def _cell(layout: Layout, column: Drawn, run: str, line: Paid) -> object:
    if column.fact is Fact.CONSTANT:
        return Code(column.constant)
    if column.fact is Fact.AMOUNT:
        return _money(layout, line.amount_cents)
    value = _value(column.fact, run, line)
    return _day(layout, value) if isinstance(value, date) else Code("" if value is None else value)


def _value(fact: Fact, run: str, line: Paid) -> object:
    if fact in FOR_PAYROLL:
        return None
    if fact is Fact.RUN:
        return run
    if fact is Fact.FULL_NAME:
        return f"{line.family_name}, {line.given_name}"
    return getattr(line, NAMED.get(fact, fact))


def _money(layout: Layout, cents: int) -> str:
    if layout.amounts == "dollars" and layout.ending == "csv":
        return f"${cents // 100:,}.{cents % 100:02d}"
    return amount(cents)


def _day(layout: Layout, day: date) -> object:
    return day if layout.ending == "xlsx" else f"{day:{DATES[layout.dates]}}"
