"""A block of cells as spreadsheets put it on the clipboard: tabs between columns, lines between rows, and a cell of
several lines in quotes. Plain Python."""

import csv
import io


def table_of(block: str) -> list[list[str]]:
    """The rows of a block, each with its cells, without the empty ones behind the last. Raises ValueError for text that
    is no table."""
    try:
        rows = list(csv.reader(io.StringIO(block.strip("\r\n"), newline=""), delimiter="\t"))
    except csv.Error as error:
        raise ValueError(str(error)) from None
    return [[_lines(cell) for cell in row] for row in rows]


def _lines(cell: str) -> str:
    return "\n".join(line.strip() for line in cell.splitlines() if line.strip())
