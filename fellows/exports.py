"""Outcomes as a file for people outside: from it nobody can be told."""

from collections.abc import Iterator, Sequence

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


def outcome_rows(rows: Sequence[CohortOutcome]) -> Iterator[tuple[str, ...]]:
    """Outcomes by cohort; small counts, and those that would reveal them, read "under 10" or "hidden"."""
    columns = [[getattr(row, name) for row in rows] for name in COLUMNS]
    shown = [
        [
            str(kept) if kept is not None else (HIDDEN if count < 10 else "hidden")
            for count, kept in zip(column, suppress(column), strict=True)
        ]
        for column in columns
    ]
    yield ("Cohort", *COLUMNS.values())
    for row, *cells in zip(rows, *shown, strict=True):
        yield (row.cohort, *cells)
