"""Files for people who open them in a spreadsheet. The one writer of CSV: plain Python."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from common.clock import LOS_ANGELES

FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Without it Excel takes UTF-8 for Windows-1252, and every ñ for two other signs.
MARK = "\ufeff"


def plain_cell(value: object) -> str:
    """The value as text that no spreadsheet runs: what would start a formula gets an apostrophe before it. A moment
    reads as the clock in Los Angeles shows it, to the minute."""
    if isinstance(value, datetime):
        return f"{value.astimezone(LOS_ANGELES):%Y-%m-%d %H:%M}"
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else text


class _Echo:
    """csv writes here; what it writes is sent on at once."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The rows as lines of a CSV file, one by one: a mark in front, no live formula, lines ended as Excel does."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    mark = MARK
    for row in rows:
        yield mark + writer.writerow([cell if isinstance(cell, int) else plain_cell(cell) for cell in row])
        mark = ""


def csv_bytes(rows: Iterable[Sequence[object]]) -> bytes:
    """The same as one file. The same rows always give the same bytes."""
    return "".join(csv_lines(rows)).encode()
