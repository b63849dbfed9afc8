"""Small counts do not leave the house, and nothing that is published tells them."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fellows.rules.suppression import SMALL, CannotHide, Shown, Table, suppress
from tests.fellows.attacker import Sum, most

ROW_TOTALS = -1


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([[12, 15]], ((12, 15, 27),)),
        # A number alone follows from its total, so a second one is hidden: the smallest that is enough.
        ([[3, 12, 15]], ((None, None, 15, 30),)),
        ([[4, 5, 20]], ((None, None, None, 29),)),
        # What reads as nearly all tells how many are not among them.
        ([[82, 4]], ((None, None, 86),)),
        # Of two rows and columns: hiding two numbers of the row alone would leave both to their columns.
        ([[3, 20], [15, 30]], ((None, None, 23), (None, None, 45), (18, 50, 68))),
        # The third row is needed by none.
        ([[3, 20], [15, 30], [40, 50]], ((None, None, 23), (None, None, 45), (40, 50, 90), (58, 100, 158))),
        # No ten are there at all.
        ([[1, 2]], ((None, None, None),)),
        ([[0, 0, 30]], ((None, None, None, 30),)),
    ],
)
def test_a_hidden_number_is_hidden_with_what_would_tell_it(counts: list[list[int]], shown: Shown) -> None:
    assert suppress(Table(tuple(map(tuple, counts)))) == shown


def test_what_is_known_from_elsewhere_stays_shown_and_others_are_hidden_instead() -> None:
    counts = ((24, 3, 12), (30, 11, 14))
    known = frozenset({(0, 0), (1, 0), (-1, 0)})
    assert suppress(Table(counts, known)) == (
        (24, None, None, 39),
        (30, None, None, 55),
        (54, 14, 26, 94),
    )


def test_a_small_number_that_follows_from_what_is_known_is_refused() -> None:
    with pytest.raises(CannotHide, match="follows from what is published beside its table"):
        suppress(Table(((12, 3),), frozenset({(0, 0), (0, -1)})))


def sums_of(shown: Shown, rows: int, name: str = "") -> list[Sum]:
    """Every sum that holds in a table, as whoever reads it can write it down."""
    height, width = len(shown), len(shown[0])
    lines = [[(row, column) for column in range(width)] for row in range(height)]
    lines += [
        [(row, column) for row in range(height)] for column in range(width) if height > rows or rows > 1
    ]
    found: list[Sum] = []
    for line in lines:
        factors, total = {}, 0
        for place in line:
            sign = -1 if place == line[-1] else 1
            number = shown[place[0]][place[1]]
            if number is None:
                factors[name, place] = sign
            else:
                total -= sign * number
        if factors:
            found.append((factors, total))
    return found


def tells(shown: Shown, rows: int) -> list[tuple[object, object, object]]:
    """The hidden numbers whose values can be told too well: their least, their greatest."""
    sums = sums_of(shown, rows)
    bare = []
    for row, numbers in enumerate(shown):
        for column, number in enumerate(numbers):
            if number is None:
                low, high = most(sums, ("", (row, column)), -1), most(sums, ("", (row, column)))
                assert low is not None
                if high is not None and (high < SMALL or high - low < SMALL):
                    bare.append(((row, column), low, high))
    return bare


tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.one_of(st.integers(0, 14), st.integers(0, 60)), min_size=width, max_size=width).map(
            tuple
        ),
        min_size=1,
        max_size=4,
    ).map(tuple)
)


@settings(max_examples=60)
@given(tables)
@example(((3, 20, 11), (15, 30, 9), (9, 9, 9)))
def test_whoever_holds_the_table_cannot_tell_a_hidden_number(counts: tuple[tuple[int, ...], ...]) -> None:
    shown = suppress(Table(counts))
    assert all(number is None or number >= SMALL for numbers in shown for number in numbers)
    assert tells(shown, len(counts)) == []


@settings(max_examples=40)
@given(tables.filter(lambda counts: all(sum(row) >= SMALL for row in counts)))
def test_nor_where_the_totals_of_rows_are_published_anyway(counts: tuple[tuple[int, ...], ...]) -> None:
    height = len(counts) + (len(counts) > 1)
    shown = suppress(Table(counts, frozenset((row, ROW_TOTALS) for row in range(height))))
    assert [numbers[-1] for numbers in shown][: len(counts)] == [sum(row) for row in counts]
    assert tells(shown, len(counts)) == []


@given(tables)
def test_a_table_without_small_numbers_is_shown_whole(counts: tuple[tuple[int, ...], ...]) -> None:
    table = Table(tuple(tuple(count + SMALL for count in row) for row in counts))
    assert suppress(table) == table.numbers


@pytest.mark.parametrize(
    ("sums", "low", "high"),
    [
        ([({"a": 1, "b": 1}, 7)], 0, 7),
        ([({"a": 1, "b": 1}, 7), ({"b": 1, "c": 1}, 5)], 2, 7),
        ([({"a": 1, "b": 1}, 7), ({"b": 1, "c": 1}, 5), ({"a": 1, "c": 1}, 6)], 4, 4),
        ([({"a": 1, "b": -1}, 3)], 3, None),
    ],
)
def test_the_attacker_knows_its_trade(sums: list[Sum], low: int, high: int | None) -> None:
    assert (most(sums, "a", -1), most(sums, "a")) == (low, high)
