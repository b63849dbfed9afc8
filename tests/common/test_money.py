"""Whole cents: rounded once, shared out without a cent lost, written as people write them."""

from fractions import Fraction

import pytest

from common.money import amount, dollars, half_up, largest_remainder


@pytest.mark.parametrize(
    ("amount", "cents"),
    [
        (Fraction(0), 0),
        (Fraction(1, 2), 1),
        (Fraction(499, 1000), 0),
        (Fraction(3, 2), 2),
        (Fraction(5, 2), 3),
        (Fraction(149, 100), 1),
        (Fraction(-1, 2), 0),
        (Fraction(-3, 4), -1),
        (Fraction(7), 7),
    ],
)
def test_a_half_cent_is_rounded_up(amount, cents):
    assert half_up(amount) == cents


@pytest.mark.parametrize(
    ("parts", "total", "cents"),
    [
        # The cents left over go to the largest parts of a cent; of two that are equal to the first.
        ([Fraction(1, 3), Fraction(2, 3)], 1, [0, 1]),
        ([Fraction(1, 2), Fraction(1, 2)], 1, [1, 0]),
        ([Fraction(3, 4), Fraction(1, 2), Fraction(3, 4)], 2, [1, 0, 1]),
        ([Fraction(10, 3), Fraction(10, 3), Fraction(10, 3)], 10, [4, 3, 3]),
        ([Fraction(5), Fraction(0), Fraction(2)], 7, [5, 0, 2]),
        ([], 0, []),
    ],
)
def test_cents_left_over_go_to_the_largest_part_of_a_cent(parts, total, cents):
    assert largest_remainder(parts, total) == cents


@pytest.mark.parametrize(
    ("cents", "said"),
    [
        (0, "$0.00"),
        (5, "$0.05"),
        (100, "$1.00"),
        (99_999, "$999.99"),
        (100_000, "$1,000.00"),
        (123_456_789, "$1,234,567.89"),
        (-5, "-$0.05"),
        (-123_456, "-$1,234.56"),
    ],
)
def test_cents_are_written_as_dollars(cents, said):
    assert dollars(cents) == said


@pytest.mark.parametrize(
    ("cents", "said"),
    [
        (0, "0.00"),
        (5, "0.05"),
        (-5, "-0.05"),
        (-100, "-1.00"),
        (100_000, "1000.00"),
        (-123_456, "-1234.56"),
        (123_456_789, "1234567.89"),
    ],
)
def test_cents_are_written_for_a_cell_that_adds_up(cents, said):
    assert amount(cents) == said
