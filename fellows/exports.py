"""Outcomes as a file for people outside: from it nobody can be told (rules.md §11, What leaves the house)."""

from collections.abc import Iterator

from fellows.rules.publication import Publication

HIDDEN = "hidden"
# Nobody is counted there by what the words mean: who is in our schools today has not left them.
NEVER = "cannot be"
HEADINGS = ("Table", "Cohorts that began in", "Counted", "People")


def said(number: int | None) -> str:
    """A number as it leaves the house."""
    if number is None:
        return HIDDEN
    return str(number) if number else NEVER


def publication_rows(published: Publication) -> Iterator[tuple[str, ...]]:
    """Every number of a publication, one a row: its table, its row, its column. Hidden ones say so."""
    yield HEADINGS
    for table in published.tables:
        for row, numbers in zip(table.rows, table.numbers, strict=True):
            for column, number in zip(table.columns, numbers, strict=True):
                yield (table.title, row, column, said(number))
