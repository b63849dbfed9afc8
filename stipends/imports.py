"""The confirmation file of payroll, one row a line that was paid or one row a person; that of whoever pays schools, one
row a claim or one row a school; and the examples of an office, one row an example.

All errors at once, each with its row.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from common.amounts import written_cents, written_number
from common.errors import DomainError
from common.reading import MOST, FieldError
from common.tables import Row, Stream, by_row, plain_name, read_table, stream_table
from stipends.rules import office
from stipends.rules.layouts import KEYS as LAYOUT_KEYS
from stipends.rules.layouts import READ_BACK, Layout
from stipends.services.told import NUMBERS, Confirmed, Key

MOST_ERRORS = 20
LONGEST_REFERENCE, LONGEST_KEY = 100, 254
KNOWN = ("reference", "paid_on")
# By what a row says whose money it is, the surest first: of a run, and of a file of claims.
OF_LINES = (Key.LINE, Key.EXTERNAL_ID, Key.EMAIL)
OF_CLAIMS = (Key.CLAIM, Key.CDS_CODE)
# What payroll programs call these columns, as `common.tables` compares names.
CALLED = {
    **dict.fromkeys(("line_number", "line_no", "line_id"), "line"),
    **dict.fromkeys(
        (
            *("payee_number", "payee_no", "payee_id", "employee_number", "employee_no", "employee_id"),
            *("emp_id", "personnel_number", "personnel_no", "person_number"),
        ),
        "external_id",
    ),
    **dict.fromkeys(("claim_number", "claim_no", "claim_id"), "claim"),
    **dict.fromkeys(("cds", "cds_number", "cds_no", "school_code"), "cds_code"),
    **dict.fromkeys(("e-mail", "email_address", "e-mail_address", "work_email"), "email"),
    **dict.fromkeys(("gross", "gross_pay", "amount", "amount_paid", "paid_amount"), "gross_amount"),
    **dict.fromkeys(("check_number", "check_no", "reference_number", "payment_reference"), "reference"),
    **dict.fromkeys(("pay_date", "paid", "date_paid", "payment_date", "check_date", "payday"), "paid_on"),
}
# Begins the name of a column that a layout calls as something else may be called.
NOT_OURS = "own "
SAID = {
    "line": "the number of the line",
    "external_id": "the payee’s number",
    "email": "the payee’s address",
    "claim": "the number of the claim",
    "cds_code": "the CDS code of the school",
    "gross_amount": "the amount",
    "paid_on": "the date of payment",
    "reference": "payroll’s number",
}
# Between semicolons a comma is what elsewhere a point is: "1.234,50" and "2887,5" can mean nothing else there.
WITH_COMMA = re.compile(r"\$?\s?(\d{1,3}(?:\.\d{3}){1,3}|\d{1,10}),(\d{1,2})", re.ASCII)
AMBIGUOUS = re.compile(r"\$?\s?\d{1,3}(?:[.,]\d{3})+", re.ASCII)
ISO_DAY = re.compile(r"(20\d\d)-(\d\d)-(\d\d)(?: 00:00:00)?", re.ASCII)
US_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(20\d\d)", re.ASCII)
DAY_WORDS = "the date of payment must be written like 2027-02-12 or 2/12/2027."


@dataclass(frozen=True, slots=True)
class Told:
    """What payroll says, and as what the file was read: a part of a sentence."""

    rows: list[Confirmed]
    found: str


def confirmations_of(
    content: bytes, layouts: Sequence[Layout] = (), keys: tuple[Key, ...] = OF_LINES
) -> Told:
    """A CSV file or a workbook with `gross_amount` and one of `keys`, by default `line`, `external_id` (the payee's
    number) and `email`, under these or other known names, or under those of one of `layouts`; `paid_on` and
    `reference` if they are there.

    Other columns are left alone, so that the exported file itself can come back, also out of a spreadsheet. Raises
    DomainError, in words, for what cannot be read without guessing, naming the rows and how the file was read.
    """
    key, table, own = _table(content, layouts, keys)
    found = f"{table.found}{_taken(table)}"
    rows, wrong = [], []
    for row in table.rows:
        try:
            rows.append(_confirmed(row, key, table.separator == ";"))
        except DomainError as error:
            wrong.append((row.number, str(error)))
    if errors := by_row(wrong):
        more = f" And {len(errors) - MOST_ERRORS} more." if len(errors) > MOST_ERRORS else ""
        raise DomainError(f"{' '.join(errors[:MOST_ERRORS])}{more} The file was {found}.")
    return Told(_joined(rows) if own and key is not Key.LINE else rows, found)


def _table(content: bytes, layouts: Sequence[Layout], keys: tuple[Key, ...]) -> tuple[Key, Stream, bool]:
    """By what a row says whose money it is, the table, and whether it has the names of one of the layouts."""
    for key, called in _ways(layouts):
        if found := _own(content, key, called):
            return key, found, True
    first: DomainError | None = None
    for key in keys:
        try:
            needed = (str(key), "gross_amount")
            return key, stream_table(content, needed=needed, known=KNOWN, called=CALLED, books=True), False
        except DomainError as refusal:
            first = first or refusal
    others = " or ".join(f"“{key}”" for key in keys[1:])
    raise DomainError(f"{first} In place of “{keys[0]}” a file may have {others}.")


def _joined(rows: Sequence[Confirmed]) -> list[Confirmed]:
    """A file in a layout has a row a line: those of one person, paid on one day, as one row with their sum."""
    found: dict[tuple[str, date | None], list[Confirmed]] = defaultdict(list)
    for row in rows:
        found[row.whose.casefold(), row.paid_on].append(row)
    return [
        replace(
            theirs[0],
            amount_cents=sum(row.amount_cents for row in theirs),
            reference=", ".join(dict.fromkeys(row.reference for row in theirs if row.reference))[
                :LONGEST_REFERENCE
            ],
        )
        for theirs in found.values()
    ]


def _own(content: bytes, key: Key, called: Mapping[str, str]) -> Stream | None:
    """The table under the names of a layout; None where it has others, also where it has ours."""
    needed = (str(key), "gross_amount")
    try:
        table = stream_table(content, needed=needed, known=KNOWN, called=called, books=True)
    except DomainError:
        return None
    return table if all(called.get(plain_name(table.heads[name])) == name for name in needed) else None


def _ways(layouts: Sequence[Layout]) -> Iterator[tuple[Key, Mapping[str, str]]]:
    """How the files of these layouts come back: by the column that shall come back, then by any other that says whose
    money it is. What else a layout calls by a name we know is nothing of ours."""
    for layout in layouts:
        own = {
            plain_name(one.head): str(one.fact) if one.fact in READ_BACK else f"{NOT_OURS}{one.fact}"
            for one in layout.columns
        }
        others = {name: said for name, said in CALLED.items() if said in KNOWN}
        there = [one.fact for one in layout.columns if one.fact in LAYOUT_KEYS]
        for fact in sorted(there, key=lambda fact: (fact is not layout.key, LAYOUT_KEYS.index(fact))):
            yield Key(str(fact)), {**others, **own}


def _taken(table: Stream) -> str:
    """The columns that were known by another name than ours: ", “Gross” taken as the amount"."""
    others = [
        f"“{head}” taken as {SAID[name]}"
        for name, head in table.heads.items()
        if "_".join(head.replace("_", " ").casefold().split()) != name
    ]
    return "".join(f", {words}" for words in others)


def _confirmed(row: Row, key: Key, commas: bool) -> Confirmed:
    reference = row.cells.get("reference", "")
    if len(reference) > LONGEST_REFERENCE:
        raise DomainError(
            f"the reference has {len(reference)} characters; write at most {LONGEST_REFERENCE}."
        )
    whose = row.cells.get(str(key), "")
    line = 0
    if key in NUMBERS:
        if not (whose.isascii() and whose.isdigit() and len(whose) <= 18):
            raise DomainError(f"the column “{key}” must hold the number of a {key}.")
        line, whose = int(whose), ""
    elif not whose or len(whose) > LONGEST_KEY:
        raise DomainError(f"the column “{key}” must hold {SAID[key]}.")
    cents = _cents(row.cells.get("gross_amount", ""), commas)
    return Confirmed(row.number, line, cents, reference, key, whose, _day(row.cells.get("paid_on", "")))


def _cents(text: str, commas: bool = False) -> int:
    """ "1,234.50", "$1234.5" or "1234" in cents; with `commas` "1.234,50" and "1234,5" too."""
    if commas and (found := WITH_COMMA.fullmatch(text)):
        return int(found[1].replace(".", "")) * 100 + int(found[2].ljust(2, "0"))
    # Between semicolons "1,234" may be either, and so may "1.234".
    if commas and AMBIGUOUS.fullmatch(text):
        raise DomainError(
            "between semicolons the amount may mean two things. Save the file with commas, and amounts like 1234.50."
        )
    try:
        cents = written_cents(text)
    except ValueError:
        cents = -1
    if not 0 <= cents <= MOST:
        raise DomainError("the amount must be written like 1234.50.")
    return cents


def _day(text: str) -> date | None:
    """ "2027-02-12" or "2/12/2027"; None where nothing stands."""
    if not text:
        return None
    if found := ISO_DAY.fullmatch(text):
        year, month, number = map(int, found.groups())
    elif found := US_DAY.fullmatch(text):
        month, number, year = map(int, found.groups())
    else:
        raise DomainError(DAY_WORDS)
    try:
        return date(year, month, number)
    except ValueError:
        raise DomainError(DAY_WORDS) from None


EXAMPLES = (
    *("example", "minutes_attended", "minutes_required", "deliverables_accepted", "deliverables"),
    *("attested", "days_served", "days", "expected"),
)
YES = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
MOST_SESSIONS, MOST_MINUTES = 100, 100_000


def examples_of(content: bytes) -> list[dict[str, Any]]:
    """The examples in a file: JSON as `manage.py check_examples` reads it, or a table, as CSV or as a workbook, with
    the columns of EXAMPLES.
    Raises DomainError for what cannot be read, with the row or the case."""
    try:
        if content.lstrip()[:1] in (b"{", b"["):
            return office.read_file(content.decode("utf-8", "replace"))
        table = read_table(content, needed=EXAMPLES, books=True)
        found, wrong = [], []
        for row in table.rows:
            try:
                found.append(_example(row.cells))
            except FieldError as error:
                wrong.append((row.number, error.sentence))
        if errors := by_row(wrong):
            raise DomainError(" ".join(errors[:MOST_ERRORS]))
        return office.counted(found)
    except FieldError as error:
        raise DomainError(f"{error.field}: {error.sentence}") from None


def _example(cells: dict[str, str]) -> dict[str, Any]:
    attested = YES.get(cells.get("attested", "").casefold())
    if attested is None:
        raise FieldError("attested", "The column “attested” holds yes or no.")
    try:
        expected = _cents(cells.get("expected", ""))
    except DomainError:
        raise FieldError("expected", "The column “expected” holds an amount like 1234.50.") from None
    return office.of_row(
        {
            "name": cells.get("example", "") or "An example",
            "attended": _minutes(cells, "minutes_attended"),
            "required": _minutes(cells, "minutes_required"),
            "accepted": _count(cells, "deliverables_accepted"),
            "deliverables": _count(cells, "deliverables"),
            "attested": attested,
            "days": _count(cells, "days_served"),
            "year_days": _count(cells, "days"),
            "expected_cents": expected,
        }
    )


def _minutes(cells: dict[str, str], name: str) -> list[int]:
    """One sum, or the minutes of each session with semicolons between them."""
    parts = [part.strip() for part in cells.get(name, "").split(";") if part.strip()]
    if len(parts) > MOST_SESSIONS:
        raise FieldError(name, f"Write at most {MOST_SESSIONS} sessions in a row.")
    return [_whole(part, name, MOST_MINUTES) for part in parts]


def _count(cells: dict[str, str], name: str) -> int:
    return _whole(cells.get(name, ""), name, 1000)


def _whole(text: str, name: str, most: int) -> int:
    try:
        number = written_number(text)
    except ValueError:
        number = Decimal(-1)
    if not 0 <= number <= most or number != int(number):
        words = name.replace("_", " ")
        raise FieldError(name, f"The column “{words}” holds whole numbers up to {most:,}.")
    return int(number)
