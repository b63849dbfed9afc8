"""Holidays whose day is known of every year. All else in a calendar keeps its weekday from year to year; these keep
what they are kept by: a date (Veterans Day, November 11), or which Monday of a month (Labor Day)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONDAY, SATURDAY, SUNDAY = 0, 5, 6
ONE = timedelta(days=1)
LAST = -1


@dataclass(frozen=True, slots=True)
class OnDate:
    """The same date each year. A Saturday is kept on the Friday before it, a Sunday on the Monday after it, as the
    Education Code of California has it (§ 37220)."""

    called: re.Pattern[str]
    month: int
    day: int

    def date_in(self, year: int) -> date:
        """Its date, also where it lies on a weekend."""
        return date(year, self.month, self.day)

    def kept_in(self, year: int) -> date:
        """The day on which there is no school for it."""
        day = self.date_in(year)
        beside = {SATURDAY: -1, SUNDAY: 1}.get(day.weekday(), 0)
        return day + timedelta(days=beside)


@dataclass(frozen=True, slots=True)
class OnMonday:
    """The first, second, third or last Monday of its month."""

    called: re.Pattern[str]
    month: int
    which: int

    def date_in(self, year: int) -> date:
        mondays = [day for day in _days(year, self.month) if day.weekday() == MONDAY]
        return mondays[self.which if self.which == LAST else self.which - 1]

    kept_in = date_in


Holiday = OnDate | OnMonday


def _days(year: int, month: int) -> Iterator[date]:
    day = date(year, month, 1)
    while day.month == month:
        yield day
        day += ONE


def _called(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


HOLIDAYS: tuple[Holiday, ...] = (
    OnDate(_called(r"independence|fourth of july|4th of july|july (4|fourth)"), 7, 4),
    OnMonday(_called(r"labor day"), 9, 1),
    OnDate(_called(r"admission day"), 9, 9),
    OnMonday(_called(r"indigenous|columbus"), 10, 2),
    OnDate(_called(r"veteran"), 11, 11),
    OnDate(_called(r"christmas(?! eve)"), 12, 25),
    OnDate(_called(r"new year(?!\W*s eve)"), 1, 1),
    OnMonday(_called(r"\bking\b|\bmlk\b"), 1, 3),
    OnDate(_called(r"lincoln"), 2, 12),
    OnMonday(_called(r"president|washington"), 2, 3),
    OnDate(_called(r"ch[aá]vez"), 3, 31),
    OnDate(_called(r"genocide remembrance"), 4, 24),
    OnMonday(_called(r"memorial day"), 5, LAST),
    OnDate(_called(r"juneteenth"), 6, 19),
)


def holiday_on(day: date, name: str) -> Holiday | None:
    """The holiday kept on this day under this name, or, without a name, on this day. None for another day, also where
    a school keeps a holiday on a day of its own: that one goes with its weekday."""
    for holiday in HOLIDAYS:
        # New Year's Day on a Saturday is kept in the year before.
        kept = (holiday.kept_in(day.year), holiday.kept_in(day.year + 1))
        if day in kept and (not name or holiday.called.search(name)):
            return holiday
    return None


def between(holiday: Holiday, first: date, last: date) -> date | None:
    """The day on which it is kept that lies in these days, by its date; None where it does not come."""
    dates = {year: holiday.date_in(year) for year in range(first.year, last.year + 1)}
    return next((holiday.kept_in(year) for year, day in dates.items() if first <= day <= last), None)


def why_beside(name: str, kept: date) -> str:
    """Why a holiday is kept on this day and not on its date, as in: November 11 is a Saturday. Empty for others."""
    holiday = holiday_on(kept, name) if name else None
    if not isinstance(holiday, OnDate):
        return ""
    own = next(day for day in map(holiday.date_in, (kept.year, kept.year + 1)) if abs(day - kept) <= ONE)
    return "" if own == kept else f"{own:%B} {own.day} is a {own:%A}."
