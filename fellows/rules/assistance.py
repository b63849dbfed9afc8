"""Assistance as plain amounts: a schedule, and what a cohort's budget still holds. Whole cents; nothing is divided, so
nothing is rounded. What a fellow might owe back is computed nowhere: that is a question for counsel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

MOST_PARTS = 6
# An award is a part of what a fellow's studies cost, not a school's year.
MOST_CENTS = 100_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """An amount and the day it is due."""

    due: date
    cents: int


def total_of(parts: Sequence[Part]) -> int:
    """What the parts come to, in cents: exact."""
    return sum(part.cents for part in parts)


def lacking(parts: Sequence[Part]) -> str:
    """Why these parts are no schedule, in words; empty when they are one."""
    if not parts:
        return "Write at least one amount and the day it is due."
    if len(parts) > MOST_PARTS:
        return f"These are {len(parts)} parts; write at most {MOST_PARTS}."
    if any(part.cents < 1 for part in parts):
        return "Each part is an amount above $0.00."
    if total_of(parts) > MOST_CENTS:
        return "Together these parts are more than an award may be."
    if len({part.due for part in parts}) < len(parts):
        return "Two parts are due on one day. Add them into one."
    return ""


def too_early(parts: Sequence[Part], day: date) -> list[int]:
    """Which of the parts, counted from 0, are due before `day`: nothing can be paid on a day that is past."""
    return [number for number, part in enumerate(parts) if part.due < day]


@dataclass(frozen=True, slots=True)
class Money:
    """The assistance of a cohort in cents. `budget` is None where nobody wrote one. `proposed` waits for a second
    person; `approved` is all that was approved and did not come back, with what of it was `sent` to payroll, and what
    of that was `paid`."""

    budget: int | None
    proposed: int = 0
    approved: int = 0
    sent: int = 0
    paid: int = 0

    @property
    def awarded(self) -> int:
        """Proposed or approved."""
        return self.proposed + self.approved

    @property
    def left(self) -> int:
        """What may still be approved; of no budget nothing."""
        return (self.budget or 0) - self.approved

    def holds(self, cents: int) -> bool:
        """Whether so much more may be approved."""
        return cents <= self.left
