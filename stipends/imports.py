"""The confirmation file of payroll: one row a line that was paid. All errors at once, each with its row."""

import re

from common.errors import DomainError
from common.tables import Row, Table, read_table
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
