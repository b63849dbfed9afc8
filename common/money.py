"""Money is whole cents; shares and rates are exact fractions. No float comes near either."""

from collections.abc import Sequence
from fractions import Fraction


def half_up(amount: Fraction) -> int:
    """Whole cents, a half rounded up."""
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)


def largest_remainder(amounts: Sequence[Fraction], total: int) -> list[int]:
    """Cents per part that sum to `total`: floor each, then the cents left go to the largest fractional
    parts, ties to the lower index (rules.md §1, Rounding). `total` is the rounded sum of `amounts`."""
    floors = [amount.numerator // amount.denominator for amount in amounts]
    left = total - sum(floors)
    if left:
        order = sorted(range(len(amounts)), key=lambda index: (floors[index] - amounts[index], index))
        for index in order[:left]:
            floors[index] += 1
    return floors


def dollars(cents: int) -> str:
    """1234567 as "$12,345.67"; negative amounts with a leading minus."""
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def signed(cents: int) -> str:
    """A difference: "+$12.50", "-$12.50", "$0.00"."""
    return f"+{dollars(cents)}" if cents > 0 else dollars(cents)


def amount(cents: int) -> str:
    """1234567 as "12345.67", for a cell of a spreadsheet that adds up."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"
