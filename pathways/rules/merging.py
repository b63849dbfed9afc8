"""Cells of a table that say the same and touch are drawn as one."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Said = TypeVar("Said", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Block(Generic[Said]):
    """A rectangle of equal cells: where its first one stands, and over how many rows and columns it reaches."""

    row: int
    column: int
    rows: int
    columns: int
    said: Said


def blocks(table: Sequence[Sequence[Said]], alone: Said) -> list[list[Block[Said]]]:
    """The rectangles that fill the table, each in the row where it begins: first as wide as it goes, then as deep.
    Cells that say `alone` stay alone."""
    taken: set[tuple[int, int]] = set()
    found: list[list[Block[Said]]] = []
    for row, cells in enumerate(table):
        begun: list[Block[Said]] = []
        for column in range(len(cells)):
            if (row, column) not in taken:
                block = _block(table, row, column, taken, alone)
                taken |= {(row + y, column + x) for y in range(block.rows) for x in range(block.columns)}
                begun.append(block)
        found.append(begun)
    return found


def _block(
    table: Sequence[Sequence[Said]], row: int, column: int, taken: set[tuple[int, int]], alone: Said
) -> Block[Said]:
    said, columns, rows = table[row][column], 1, 1
    if said == alone:
        return Block(row, column, 1, 1, said)

    def same(y: int, x: int) -> bool:
        return x < len(table[row]) and table[y][x] == said and (y, x) not in taken

    while same(row, column + columns):
        columns += 1
    while row + rows < len(table) and all(same(row + rows, column + x) for x in range(columns)):
        rows += 1
    return Block(row, column, rows, columns, said)
