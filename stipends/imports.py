"""The confirmation file of payroll: one row a line that was paid. All errors at once, each with its row."""

import csv
from io import StringIO

from common.errors import DomainError
from stipends.services.confirmations import Confirmed

MOST_BYTES = 5 * 1024 * 1024
MOST_ERRORS = 20
NEEDED = ("line", "gross_amount")


def read_confirmations(content: bytes) -> list[Confirmed]:
    """The rows of a CSV file with the columns `line` and `gross_amount`, and `reference` if there is one.

    Other columns are left alone, so that the exported file itself can come back. Raises DomainError naming every
    row that cannot be read.
    """
    rows = _rows(content)
    header = [name.strip().lower() for name in next(rows, [])]
    missing = [name for name in NEEDED if name not in header]
    if missing and any(";" in name for name in header):
        raise DomainError(
            "This file separates its columns by semicolons. Save it with commas, and amounts like 1234.50."
        )
    if missing:
        raise DomainError(f"The first row must name the columns: {', '.join(missing)} is missing.")
    found, errors = [], []
    for number, cells in enumerate(rows, 2):
        if not any(cell.strip() for cell in cells):
            continue
        try:
            found.append(_confirmed(number, dict(zip(header, cells, strict=False))))
        except DomainError as error:
            errors.append(f"Row {number}: {error}")
    if errors:
        raise DomainError(" ".join(errors[:MOST_ERRORS]))
    return found


def _rows(content: bytes):  # type: ignore[no-untyped-def]
    if len(content) > MOST_BYTES:
        raise DomainError("This file is larger than 5 MB. Choose a smaller one.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DomainError("This file is not UTF-8 text. Save it as CSV (UTF-8) and try again.") from None
    if "\x00" in text:
        raise DomainError("This is not a CSV file.")
    try:
        return iter(list(csv.reader(StringIO(text, newline=""))))
    except csv.Error as error:
        raise DomainError(f"This is not a CSV file: {error}.") from None


def _confirmed(number: int, cells: dict[str, str]) -> Confirmed:
    line = cells.get("line", "").strip()
    if not (line.isascii() and line.isdigit() and len(line) <= 18):
        raise DomainError("the column “line” must hold the number of a line.")
    return Confirmed(
        number, int(line), _cents(cells.get("gross_amount", "")), cells.get("reference", "")[:100]
    )


def _cents(text: str) -> int:
    """ "1,234.50" or "$1234.50" in cents."""
    dollars, _, cents = text.strip().lstrip("$").replace(",", "").partition(".")
    if not (dollars.isascii() and dollars.isdigit() and len(dollars) <= 10):
        raise DomainError("the amount must be written like 1234.50.")
    if cents and not (cents.isascii() and cents.isdigit() and len(cents) == 2):
        raise DomainError("the amount must be written like 1234.50.")
    return int(dollars) * 100 + int(cents or 0)
