"""How a milestone of a fellow stands on a day. Plain values in, plain values out; the day is passed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# What is due within so many days comes next; the rest lies ahead.
SOON = timedelta(days=45)


class Stands(StrEnum):
    DONE = "done"
    LATE = "late"
    AGAIN = "again"
    NEXT = "next"
    AHEAD = "ahead"
    # The fellow graduated, so it was reached; nobody wrote down when.
    UNKNOWN = "unknown"
    NOT_PLANNED = "not_planned"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at a milestone."""

    number: int
    due: date | None
    reached_on: date | None = None
    not_passed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands: the day it was reached or is due, days of delay, and at which attempt."""

    stands: Stands
    day: date | None = None
    days_late: int = 0
    attempt: int = 1


def standing(attempts: Iterable[Attempt], today: date, *, over: bool = False) -> Standing:
    """Where the attempts at one milestone stand on `today`. What is due today is not late. `over`: the fellow
    graduated, and this was asked for before that."""
    last = max(attempts, key=lambda one: one.number, default=None)
    if last is None:
        return Standing(Stands.NOT_PLANNED)
    if last.reached_on is not None:
        return Standing(Stands.DONE, last.reached_on, attempt=last.number)
    if over:
        return Standing(Stands.UNKNOWN, last.due, attempt=last.number)
    if last.due is not None and last.due < today:
        return Standing(Stands.LATE, last.due, (today - last.due).days, last.number)
    if last.number > 1:
        return Standing(Stands.AGAIN, last.due, attempt=last.number)
    soon = last.due is not None and last.due - today <= SOON
    return Standing(Stands.NEXT if soon else Stands.AHEAD, last.due, attempt=last.number)
