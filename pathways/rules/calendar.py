"""The days on which schools serve in a year: Monday to Friday from its first day to its last, without breaks and
holidays, with single days besides. All days here are inclusive, as people say them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pathways.rules.holidays import between, holiday_on

ONE = timedelta(days=1)
WEEK = timedelta(days=7)
SATURDAY = 5
# What a break is called of which nobody wrote the name.
NO_NAME = "No school"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from `first` to `last`, both of them in it, and what they are called."""

    first: date
    last: date
    name: str = ""

    def days(self) -> Iterator[date]:
        """Each day of it, weekends too."""
        day = self.first
        while day <= self.last:
            yield day
            day += ONE

    def later(self, by: timedelta) -> "Span":
        """The same days so much later."""
        return Span(self.first + by, self.last + by, self.name)

    def within(self, first: date, last: date) -> "Span | None":
        """What of it lies in these days; None when nothing does."""
        begins, ends = max(self.first, first), min(self.last, last)
        return Span(begins, ends, self.name) if begins <= ends else None


@dataclass(frozen=True, slots=True)
class Calendar:
    """A school year: its first and last day, the days without school (`off`) and those that serve besides (`on`)."""

    first: date
    last: date
    off: tuple[Span, ...] = ()
    on: tuple[Span, ...] = ()

    def days(self) -> tuple[date, ...]:
        """The service days in order. A day that serves besides serves also in a break or on a weekend."""
        free = {day for span in self.off for day in span.days()}
        besides = {day for span in self.on for day in span.days()}
        usual = {day for day in Span(self.first, self.last).days() if day.weekday() < SATURDAY}
        return tuple(sorted((usual - free) | besides))


def calendar_of(days: Collection[date], known: Collection[Span] = ()) -> Calendar | None:
    """The calendar that has exactly these service days: what is left out between them are breaks, what lies on a
    weekend serves besides. None without a day. A break that has the days of one that is `known` keeps its name."""
    if not days:
        return None
    served = frozenset(days)
    first, last = min(served), max(served)
    names = {(span.first, span.last): span.name for span in known}
    off = [
        Span(span.first, span.last, names.get((span.first, span.last), NO_NAME))
        for span in _runs(_weekdays(first, last), served)
    ]
    on = [Span(day, day) for day in sorted(served) if day.weekday() >= SATURDAY]
    return Calendar(first, last, tuple(off), tuple(on))


def _weekdays(first: date, last: date) -> Iterator[date]:
    return (day for day in Span(first, last).days() if day.weekday() < SATURDAY)


def _runs(weekdays: Iterator[date], served: Collection[date]) -> Iterator[Span]:
    """Runs of weekdays that do not serve; a weekend between two of them breaks no run."""
    run: list[date] = []
    for day in weekdays:
        if day not in served:
            run.append(day)
        elif run:
            yield Span(run[0], run[-1])
            run = []
    # The last day lies on a weekend.
    if run:
        yield Span(run[0], run[-1])


def weeks_between(starts: date, other: date) -> timedelta:
    """How much later the same week of another program year is, in whole weeks: both counted from the week of their
    first day. So every day keeps its weekday, and Thanksgiving its Thursday."""
    return _monday(other) - _monday(starts)


def weeks_later(days: Sequence[date], by: timedelta, first: date, last: date) -> timedelta:
    """`by`, in whole weeks, as these days bear it that lie in order: a week more where the first of them would fall
    before `first`, a week less where the last would fall after `last`."""
    if days[0] + by < first:
        return by + WEEK
    return by - WEEK if days[-1] + by > last else by


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def moved(span: Span, by: timedelta, first: date, last: date) -> Span | None:
    """A break so much later, in the year from `first` to `last`; None where it falls out of it. A holiday that has its
    day of every year (`pathways/rules/holidays.py`) is on that one, whatever its weekday."""
    name = "" if span.name == NO_NAME else span.name
    holiday = holiday_on(span.first, name) if span.first == span.last else None
    if holiday is None:
        return span.later(by).within(first, last)
    day = between(holiday, first, last)
    return Span(day, day, span.name).within(first, last) if day else None


def shifted(calendar: Calendar, by: timedelta, first: date, last: date) -> Calendar:
    """The calendar so much later, cut to the year from `first` to `last`; its holidays as `moved` has them."""
    off = [kept for span in calendar.off if (kept := moved(span, by, first, last)) is not None]
    on = [kept for span in calendar.on if (kept := span.later(by).within(first, last)) is not None]
    begins, ends = max(calendar.first + by, first), min(calendar.last + by, last)
    return Calendar(begins, ends, tuple(sorted(off)), tuple(on))
