"""Hours of fieldwork against the plan. Plain values; minutes and days in, minutes and words out."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

MOST_MINUTES = 24 * 60
# Who is behind the even pace by more than this part of it is behind.
SLACK = Fraction(1, 4)


def hours_number(minutes: int) -> str:
    """Minutes as hours, with at most two decimals: 90 is "1.5", 8880 is "148", 100 is "1.67"."""
    hundredths = (minutes * 100 + 30) // 60
    return f"{hundredths // 100:,}.{hundredths % 100:02}".rstrip("0").rstrip(".")


def whole_hours(minutes: int) -> str:
    """Minutes as whole hours, halves up: what was worked out needs no more."""
    return f"{(minutes + 30) // 60:,}"


def hours_text(minutes: int) -> str:
    """The same with its word: "1 hour", "1.5 hours"."""
    return f"{hours_number(minutes)} {'hour' if minutes == 60 else 'hours'}"


@dataclass(frozen=True, slots=True)
class Pace:
    """Minutes that were accepted and that wait, those the plan asks for, and those an even pace has reached by now."""

    accepted: int
    logged: int
    asked: int
    expected: int

    @property
    def complete(self) -> bool:
        """Whether enough was accepted. Nothing is complete that nobody asked for."""
        return self.asked > 0 and self.accepted >= self.asked

    @property
    def behind(self) -> int:
        """Minutes behind the pace; 0 unless it is more than a quarter of it."""
        missing = self.expected - self.accepted
        return missing if self.expected and Fraction(missing, self.expected) > SLACK else 0


def pace(
    accepted: int, logged: int, hours: int | None, *, starts: date, due: date | None, today: date
) -> Pace:
    """Where a fellow stands on `today`, by an even pace from the first day of the cohort to the day hours are due."""
    asked = (hours or 0) * 60
    if due is None or due <= starts:
        return Pace(accepted, logged, asked, asked if due and today >= due else 0)
    passed = min(max((today - starts).days, 0), (due - starts).days)
    return Pace(accepted, logged, asked, int(Fraction(asked * passed, (due - starts).days)))
