"""Equal cells of a table that touch are one; empty ones stay alone."""

from hypothesis import given
from hypothesis import strategies as st

from pathways.rules.merging import Block, blocks

TABLES = st.integers(1, 4).flatmap(
    lambda wide: st.lists(st.lists(st.integers(0, 2), min_size=wide, max_size=wide), max_size=5)
)


def test_cells_merge_first_to_the_right_then_down() -> None:
    assert blocks(["aab", "aac"], "") == [
        [Block(0, 0, 2, 2, "a"), Block(0, 2, 1, 1, "b")],
        [Block(1, 2, 1, 1, "c")],
    ]


def test_empty_cells_stay_alone() -> None:
    assert blocks([["", ""]], "") == [[Block(0, 0, 1, 1, ""), Block(0, 1, 1, 1, "")]]


@given(TABLES)
def test_the_blocks_of_a_table_cover_each_cell_once_with_what_it_says(table: list[list[int]]) -> None:
    covered = [
        ((block.row + y, block.column + x), block.said)
        for begun in blocks(table, 0)
        for block in begun
        for y in range(block.rows)
        for x in range(block.columns)
    ]
    cells = [((y, x), table[y][x]) for y in range(len(table)) for x in range(len(table[y]))]
    assert sorted(covered) == cells
