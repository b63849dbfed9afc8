"""Leaders in office, as the rows of a table name them."""

from applications.services import LeaderLine
from common.tables import read_table

NEEDED = ("role", "school", "starts", "reason")
KNOWN = ("email", "external_id", "cohort", "school_code", "share")
# What offices call them.
CALLED = {
    "first_day": "starts",
    "start": "starts",
    "start_date": "starts",
    "sourcedid": "external_id",
    "employee_id": "external_id",
    "cds_code": "school_code",
    "fte": "share",
}


def leader_lines(text: str) -> list[LeaderLine]:
    """The lines of a table of leaders. Raises DomainError for what is no such table."""
    table = read_table(text.encode(), needed=NEEDED, known=KNOWN, called=CALLED)
    return [
        LeaderLine(number=row.number, **{name: row.cells.get(name, "").strip() for name in (*NEEDED, *KNOWN)})
        for row in table.rows
    ]
