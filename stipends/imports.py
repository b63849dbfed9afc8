"""The confirmation file of payroll, one row a line that was paid, and the examples of an office, one row an example.
All errors at once, each with its row."""

import re
from typing import Any

from common.errors import DomainError
from common.reading import FieldError
from common.tables import Row, Table, read_table
from stipends.rules import office
from stipends.services.confirmations import Confirmed

MOST_ERRORS = 20
NEEDED = ("line", "gross_amount")
LONGEST_REFERENCE = 100
# "1,234.50", "$1234.5" and "1234": a spreadsheet drops the last zeros. A comma stands before three digits only.
AMOUNT = re.compile(r"\$?\s?(\d{1,3}(?:,\d{3}){1,3}|\d{1,10})(?:\.(\d{1,2}))?", re.ASCII)


def table_of(content: bytes) -> Table:
    """A CSV file with the columns `line` and `gross_amount`, and `reference` if there is one, as a table.

    Other columns are left alone, so that the exported file itself can come back, also out of a spreadsheet. Raises
    DomainError, in words, for what cannot be read without guessing.
    """
    table = read_table(content, needed=NEEDED, known=("reference",))
    if table.separator == ";":
        raise DomainError(
            "This file separates its columns by semicolons. Save it with commas, and amounts like 1234.50."
        )
    return table


def confirmations_of(table: Table) -> list[Confirmed]:
    """What the rows confirm. Raises DomainError naming those that cannot be read, and how the file was read."""
    found, errors = [], []
    for row in table.rows:
        try:
            found.append(_confirmed(row))
        except DomainError as error:
            errors.append(f"Row {row.number}: {error}")
    if errors:
        more = f" And {len(errors) - MOST_ERRORS} more." if len(errors) > MOST_ERRORS else ""
        raise DomainError(f"{' '.join(errors[:MOST_ERRORS])}{more} The file was {table.found}.")
    return found


def _confirmed(row: Row) -> Confirmed:
    line, reference = row.cells.get("line", ""), row.cells.get("reference", "")
    if not (line.isascii() and line.isdigit() and len(line) <= 18):
        raise DomainError("the column “line” must hold the number of a line.")
    if len(reference) > LONGEST_REFERENCE:
        raise DomainError(
            f"the reference has {len(reference)} characters; write at most {LONGEST_REFERENCE}."
        )
    return Confirmed(row.number, int(line), _cents(row.cells.get("gross_amount", "")), reference)


def _cents(text: str) -> int:
    """ "1,234.50", "$1234.5" or "1234" in cents."""
    found = AMOUNT.fullmatch(text)
    if found is None:
        raise DomainError("the amount must be written like 1234.50.")
    return int(found[1].replace(",", "")) * 100 + int((found[2] or "0").ljust(2, "0"))


EXAMPLES = (
    *("example", "minutes_attended", "minutes_required", "deliverables_accepted", "deliverables"),
    *("attested", "days_served", "days", "expected"),
)
YES = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
MOST_SESSIONS, MOST_MINUTES = 100, 100_000


def examples_of(content: bytes) -> list[dict[str, Any]]:
    """The examples in a file: JSON as `manage.py check_examples` reads it, or a table with the columns of EXAMPLES.
    Raises DomainError for what cannot be read, with the row or the case."""
    try:
        if content.lstrip()[:1] in (b"{", b"["):
            return office.read_file(content.decode("utf-8", "replace"))
        table = read_table(content, needed=EXAMPLES)
        found, errors = [], []
        for row in table.rows:
            try:
                found.append(_example(row.cells))
            except FieldError as error:
                errors.append(f"Row {row.number}: {error.sentence}")
        if errors:
            raise DomainError(" ".join(errors[:MOST_ERRORS]))
        return office.counted(found)
    except FieldError as error:
        raise DomainError(f"{error.field}: {error.sentence}") from None


def _example(cells: dict[str, str]) -> dict[str, Any]:
    attested = YES.get(cells.get("attested", "").casefold())
    if attested is None:
        raise FieldError("attested", "The column “attested” holds yes or no.")
    amount = AMOUNT.fullmatch(cells.get("expected", ""))
    if amount is None:
        raise FieldError("expected", "The column “expected” holds an amount like 1234.50.")
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
            "expected_cents": _cents(cells["expected"]),
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
    text = text.replace(",", "")
    if not (text.isascii() and text.isdigit() and len(text) < 9 and int(text) <= most):
        words = name.replace("_", " ")
        raise FieldError(name, f"The column “{words}” holds whole numbers up to {most:,}.")
    return int(text)
