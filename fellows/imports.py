"""Fellows of before, as the rows of a table name them."""

from common.tables import read_table
from fellows.services.takeover_lines import OF_FELLOW, OF_YEAR, FellowLine

NEEDED = ("cohort", "state")
# What offices call them.
CALLED = {
    "sourcedid": "external_id",
    "employee_id": "external_id",
    "first_name": "given_name",
    "last_name": "family_name",
    "school_year": "year",
    "school": "site",
    "class": "cohort",
}


def fellow_lines(text: str) -> list[FellowLine]:
    """The lines of a table of fellows. Raises DomainError for what is no such table."""
    known = [name for name in ("email", "external_id", *OF_FELLOW, *OF_YEAR) if name not in NEEDED]
    table = read_table(text.encode(), needed=NEEDED, known=known, called=CALLED)
    return [FellowLine(row.number, row.cells) for row in table.rows]
