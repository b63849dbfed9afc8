"""On which days a series of sessions falls, and which of them are left out for a break. Days are inclusive."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from pathways.rules.calendar import Span

DAY, WEEK = timedelta(days=1), timedelta(days=7)
SATURDAY = 5
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LAST = -1
# Which of its month, by what a sentence says.
WHICH = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}
# A series longer than this is a slip of the keyboard.
MOST = 60


@dataclass(frozen=True, slots=True)
class Series:
    """A `weekday` (Monday is 0) from `first` to `last`: the so-manyth of each month (`which`, of WHICH), or where that
    is None every so many `weeks`, counted from the first such day."""

    weekday: int
    first: date
    last: date
    which: int | None = None
    weeks: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """A day of a series. One in a break (`free`: what that is called) is left out; `instead` is the same weekday of
    the next week without one, where it lies in the time of the series and is offered for no day before it."""

    day: date
    free: str = ""
    instead: date | None = None


def days_of(series: Series) -> Iterator[date]:
    """The days in order, breaks or not; at most MOST of them."""
    ahead = (series.weekday - series.first.weekday()) % 7
    # Weeks are counted from the first such day, months from the first day.
    begins = series.first + timedelta(days=ahead if series.which is None else 0)
    found = rrule(
        WEEKLY if series.which is None else MONTHLY,
        interval=series.weeks if series.which is None else 1,
        byweekday=weekday(series.weekday, series.which),
        dtstart=_midnight(begins),
        until=_midnight(series.last),
    )
    return (moment.date() for moment in islice(found, MOST))


def _midnight(day: date) -> datetime:
    # The library counts in moments; these have no zone, for days have none.
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001


def found_in(series: Series, breaks: Collection[Span]) -> list[Found]:
    """Each day of the series, and of those in a break which, and what may be taken instead."""
    days = list(days_of(series))
    taken = {day for day in days if not break_on(day, breaks)}
    found = []
    for day in days:
        free = break_on(day, breaks)
        instead = next_free(day, series.last, breaks, taken) if free else None
        if instead is not None:
            taken.add(instead)
        found.append(Found(day, free, instead))
    return found


def break_on(day: date, breaks: Collection[Span]) -> str:
    """What the break or holiday of that day is called; empty where it is none."""
    return next((span.name or "a break" for span in breaks if span.first <= day <= span.last), "")


def next_free(day: date, last: date, breaks: Collection[Span], taken: Collection[date] = ()) -> date | None:
    """The same weekday some weeks later that is in no break and not taken, for a Saturday or a Sunday the first such
    day of school; None where none comes until `last`."""
    weekend = day.weekday() >= SATURDAY
    later = day + (DAY if weekend else WEEK)
    while later <= last:
        if later not in taken and later.weekday() < SATURDAY and not break_on(later, breaks):
            return later
        later += DAY if weekend else WEEK
    return None
