"""How many are still there after so many years, with the band of what is in doubt (rules.md §11, Retention).

The estimate of Kaplan and Meier: who cannot have stayed that long yet counts as long as is known. Shares are exact; the
band is calculated in decimals of fixed precision, so that it comes out the same everywhere. Plain Python.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction

from fellows.rules.dates import add_months

ONE = Fraction(1)
EXACT = Context(prec=28)
# Half of what lies outside the band of 95% lies beyond so many standard errors on each side.
BAND_95 = Decimal("1.959963984540054")
A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Followed:
    """How long somebody was followed, in years, and whether they left then (else no more is known yet)."""

    years: Fraction
    left: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What the curve says from `years` on: of those `followed` until then, `left` left; so large a `share` stays.
    `band`: its bounds; None where no band exists, as nobody left or nobody stayed."""

    years: Fraction
    followed: int
    left: int
    share: Fraction
    band: tuple[Decimal, Decimal] | None


def years_between(first: date, last: date) -> Fraction:
    """Whole years by the calendar, and the part of the year after them by its days; 0 for a day before the first."""
    whole = max(last.year - first.year, 0)
    while whole and add_months(first, whole * A_YEAR) > last:
        whole -= 1
    begins, ends = (add_months(first, years * A_YEAR) for years in (whole, whole + 1))
    return Fraction(whole) + Fraction(max((last - begins).days, 0), (ends - begins).days)


def curve(people: Sequence[Followed]) -> tuple[Step, ...]:
    """A step for each time at which somebody left, the earliest first. Who was followed until exactly then is among
    those who could have left."""
    steps, share, doubt = [], ONE, Fraction(0)
    for years in sorted({one.years for one in people if one.left}):
        followed = sum(one.years >= years for one in people)
        left = sum(one.left and one.years == years for one in people)
        share *= ONE - Fraction(left, followed)
        if share:
            doubt += Fraction(left, followed * (followed - left))
        steps.append(Step(years, followed, left, share, _band(share, doubt)))
    return tuple(steps)


def after(steps: Sequence[Step], years: int) -> Step | None:
    """The step that holds after so many years; None while nobody has left."""
    return next((step for step in reversed(steps) if step.years <= years), None)


def followed_at(people: Sequence[Followed], years: int) -> int:
    """How many are still there and still followed after so many years."""
    return sum(one.years > years or (one.years == years and not one.left) for one in people)


def _band(share: Fraction, doubt: Fraction) -> tuple[Decimal, Decimal] | None:
    """Greenwood's variance on the scale log(-log): bounds never leave 0 to 1."""
    if not 0 < share < 1:
        return None
    logarithm = EXACT.ln(_decimal(share))
    width = EXACT.divide(EXACT.multiply(BAND_95, EXACT.sqrt(_decimal(doubt))), logarithm)
    low, high = (EXACT.exp(EXACT.multiply(logarithm, EXACT.exp(sign * width))) for sign in (-1, 1))
    return min(low, high), max(low, high)


def _decimal(number: Fraction) -> Decimal:
    return EXACT.divide(Decimal(number.numerator), Decimal(number.denominator))
