"""A person's cap for the year, and shares of one amount (rules.md §2)."""

from collections.abc import Sequence
from fractions import Fraction

from common.money import largest_remainder


def capped(earned_cents: Sequence[int], cap_cents: int | None) -> list[int]:
    """Cents per statement, reduced pro rata to sum to the cap; as they are under it or without one.

    No amount is negative; cents go by largest remainder, ties to the lower index.
    """
    total = sum(earned_cents)
    if cap_cents is None or total <= cap_cents:
        return list(earned_cents)
    return largest_remainder([Fraction(earned * cap_cents, total) for earned in earned_cents], cap_cents)
