"""Small counts do not leave the house, and nothing tells them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fellows.rules.suppression import SMALL, suppress


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([12, 15], [12, 15]),
        ([3, 12, 15], [None, None, 15]),
        ([3, 8, 15], [None, None, 15]),
        ([1, 2, 15, 20], [None, None, None, 20]),
        ([], []),
    ],
)
def test_a_hidden_count_cannot_be_told_from_the_total(counts: list[int], shown: list[int | None]) -> None:
    assert suppress(counts) == shown


@given(st.lists(st.integers(0, 40), max_size=12))
def test_no_small_count_is_shown_and_what_is_hidden_sums_to_ten_or_is_all(counts: list[int]) -> None:
    shown = suppress(counts)
    hidden = [count for count, kept in zip(counts, shown, strict=True) if kept is None]
    assert all(kept is None or kept >= SMALL for kept in shown)
    assert not hidden or len(hidden) == len(counts) or (len(hidden) > 1 and sum(hidden) >= SMALL)
