"""Outcomes as files for people outside, from what was frozen: from them nobody can be told (rules.md §11)."""

from collections.abc import Iterator

from fellows.rules.snapshots import Frozen, said

HEADINGS = ("Table", "Cohorts that began in", "Counted", "People")
COLUMNS = (
    ("Table", "What the numbers are about; tables of the same cohorts are about the same graduates."),
    ("Cohorts that began in", "The cohorts that are counted together, by the years in which they began."),
    ("Counted", "The class the people are in; of one table and row everybody is in exactly one."),
    ("People", "How many fellows, as of the day of the file."),
)


def number_rows(frozen: Frozen) -> Iterator[tuple[str, ...]]:
    """Every number, one a row: its table, its row, its column. Hidden ones say so."""
    yield HEADINGS
    for table in frozen.tables:
        for row, numbers in zip(table.rows, table.numbers, strict=True):
            for column, number in zip(table.columns, numbers, strict=True):
                yield (table.title, row, column, said(number))


def dictionary_rows(frozen: Frozen, sha256: str) -> Iterator[tuple[str, str]]:
    """What each column and each word of the file of numbers means, and of which day and facts it is."""
    yield ("Word", "Meaning")
    yield ("As of", f"{frozen.today:%B %-d, %Y}")
    yield ("Fingerprint of the facts", sha256)
    yield from COLUMNS
    yield from frozen.words
    if frozen.waiting:
        years = ", ".join(map(str, frozen.waiting))
        yield ("Not in the file", f"Cohorts that began in {years}: too few of them have graduated.")
