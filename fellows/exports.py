"""Outcomes as a file for people outside: nobody can be told from it."""

import csv
import io
from collections.abc import Sequence

from fellows.queries import CohortOutcome
from fellows.rules.suppression import suppress

COLUMNS = {
    "fellows": "Fellows",
    "graduated": "Graduated",
    "credentialed": "Hold a credential",
    "serving": "Serving",
    "fulfilled": "Service fulfilled",
}
HIDDEN = "under 10"


def outcomes_csv(rows: Sequence[CohortOutcome]) -> str:
    """Outcomes by cohort; small counts, and those that would reveal them, read "under 10" or "hidden"."""
    columns = [[getattr(row, name) for row in rows] for name in COLUMNS]
    shown = [
        [
            str(kept) if kept is not None else (HIDDEN if count < 10 else "hidden")
            for count, kept in zip(column, suppress(column), strict=True)
        ]
        for column in columns
    ]
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["Cohort", *COLUMNS.values()])
    for row, *cells in zip(rows, *shown, strict=True):
        writer.writerow([_plain(row.cohort), *cells])
    return file.getvalue()


def _plain(text: str) -> str:
    """A cell that a spreadsheet would take for a formula is made text."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
