"""Program years: opened, and their calendars."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils import timezone

from common.clock import local_date
from common.edits import mark_of
from common.errors import DomainError, LookFirst, demand
from pathways.models import CalendarEntry, ProgramYear, ProgramYearEvent, ServiceDay
from pathways.models.years import MOST_DAYS
from pathways.policies import why_not_year
from pathways.queries.calendars import calendar_in
from pathways.rules.calendar import ONE, Calendar, calendar_of
from pathways.rules.lines import in_full, line_of
from pathways.states import YearAction
from people.models import User

FIRST, LAST = 2000, 2100
# The month in which a year begins, and how many years after the running one are opened at most.
MONTH, AHEAD = 7, 2


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """What another calendar changes: how many service days there were (None: none were known) and are then, and the
    lines that stand in it no more, and are new."""

    before: int | None
    after: int
    gone: tuple[str, ...]
    come: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.gone or self.come or self.before != self.after)

    @property
    def mark(self) -> str:
        """The same for the same change, and for no other."""
        return sha256(repr(self).encode()).hexdigest()[:16]


@transaction.atomic
def open_year(
    *, first: int, by: User, seen: str | None = None, now: datetime | None = None
) -> tuple[ProgramYear, bool]:
    """The program year from 1 July `first` to the next 30 June, and whether it is new: opening one twice makes one.

    Raises DomainError where another year has some of these days, and for one more than two ahead: a year is never
    taken back. LookFirst for a new one that is neither this nor the next, unless `seen` is the mark of just that (None:
    nobody is asked to look).
    """
    demand(why_not_year(by))
    if not FIRST <= first <= LAST:
        raise DomainError(f"Write a year from {FIRST} to {LAST}, the one in which it begins.", at="first")
    label, starts, ends = _label(first), date(first, 7, 1), date(first + 1, 7, 1)
    if not ProgramYear.objects.filter(label=label).exists():
        _check_meant(first, seen, local_date(now or timezone.now()))
    try:
        year, new = ProgramYear.objects.get_or_create(label=label, defaults={"starts": starts, "ends": ends})
    except IntegrityError:
        raise DomainError(
            f"Another program year has days of {label}. They follow each other.", at="first"
        ) from None
    if new:
        _tell(year, YearAction.OPEN, by, now)
    return year, new


def _label(first: int) -> str:
    return f"{first}-{(first + 1) % 100:02}"


def _check_meant(first: int, seen: str | None, day: date) -> None:
    """Raises what `open_year` does for a year that is perhaps mistyped; `day` lies in this year."""
    label, running = _label(first), day.year if day.month >= MONTH else day.year - 1
    if first > running + AHEAD:
        raise DomainError(
            f"{label} lies more than two years ahead. Open a year up to {_label(running + AHEAD)}, the one in which "
            "it begins.",
            at="first",
        )
    mark = mark_of(label)
    if seen is not None and first not in (running, running + 1) and seen != mark:
        raise LookFirst(
            f"{label} is neither this year nor the next. Nothing was opened yet.",
            lines=["A year that is open stays. If this is the one you mean, press the button again."],
            seen=mark,
        )


def change_of(year: ProgramYear, calendar: Calendar) -> CalendarChange:
    """What this calendar would change of the year, in at most three queries; false where it is the same.

    Raises DomainError for a calendar without a day and for days outside the year.
    """
    _check(year, calendar)
    was = calendar_in(year)
    before, after = _lines(was), _lines(calendar)
    return CalendarChange(
        len(was.days()) if was else year.days_count,
        len(calendar.days()),
        tuple(line for line in before if line not in after),
        tuple(line for line in after if line not in before),
    )


@transaction.atomic
def set_calendar(
    *, pk: int, by: User, calendar: Calendar, reason: str = "", now: datetime | None = None
) -> CalendarChange:
    """Make this the calendar of the year, and its days the service days; answers what it changed. The same again
    writes nothing. Raises DomainError as `change_of` does."""
    year = ProgramYear.objects.select_for_update().get(pk=pk)
    demand(why_not_year(by))
    change = change_of(year, calendar)
    if change:
        _write(year, calendar)
        _tell(year, YearAction.SET_CALENDAR, by, now, change, reason)
    return change


@dataclass(frozen=True, slots=True)
class Counted:
    """What is known of a year whose calendar nobody enters: how many service days it had, and perhaps the first and the
    last day of school."""

    days: int
    first: date | None = None
    last: date | None = None


@transaction.atomic
def count_days(
    *, pk: int, by: User, counted: Counted, reason: str = "", now: datetime | None = None
) -> CalendarChange:
    """Say how many service days a year had whose calendar nobody enters. The same again writes nothing.

    Raises DomainError for a year that has its calendar, for a number no year has, and for days that cannot be.
    """
    year = ProgramYear.objects.select_for_update().get(pk=pk)
    demand(why_not_year(by))
    _check_counted(year, counted)
    starts, ends = counted.first, counted.last + ONE if counted.last else None
    change = CalendarChange(year.days_count, counted.days, (), ())
    if change or (starts, ends) != (year.school_starts, year.school_ends):
        year.days_count, year.school_starts, year.school_ends = counted.days, starts, ends
        year.save(update_fields=["days_count", "school_starts", "school_ends"])
        _tell(year, YearAction.COUNT_DAYS, by, now, change, reason)
    return change


def _check_counted(year: ProgramYear, counted: Counted) -> None:
    if year.service_days.exists():
        raise DomainError(f"{year} has its calendar, and its days are counted by it.", at="days")
    if not 1 <= counted.days <= MOST_DAYS:
        raise DomainError(f"Write a number from 1 to {MOST_DAYS}.", at="days")
    if (counted.first is None) != (counted.last is None):
        raise DomainError("Write both the first and the last day of school, or neither.", at="first")
    if counted.first and counted.last and not year.starts <= counted.first <= counted.last < year.ends:
        raise DomainError(f"School begins and ends in {year}. Correct its days.", at="first")


@transaction.atomic
def set_service_days(
    *, year: ProgramYear, days: Iterable[date], by: User | None = None, now: datetime | None = None
) -> int:
    """Make exactly these the year's service days; answers how many there are. The same again writes no row. What is
    left out between them are its breaks; one that stays keeps its name.

    Raises DomainError for a day outside the year.
    """
    held = ProgramYear.objects.select_for_update().get(pk=year.pk)
    was = calendar_in(held)
    calendar = calendar_of(frozenset(days), was.off if was else ())
    if (calendar.days() if calendar else ()) == (was.days() if was else ()):
        return len(calendar.days()) if calendar else 0
    if calendar is None:
        _clear(held)
        return 0
    change = change_of(held, calendar)
    _write(held, calendar)
    if by is not None:
        _tell(held, YearAction.SET_CALENDAR, by, now, change)
    return change.after


def _check(year: ProgramYear, calendar: Calendar) -> None:
    spans = (*calendar.off, *calendar.on)
    days = (calendar.first, calendar.last, *(day for span in spans for day in (span.first, span.last)))
    outside = sorted(day for day in days if not year.starts <= day < year.ends)
    if outside:
        raise DomainError(f"{in_full(outside[0])} is not in the program year {year}. Take it out.")
    if calendar.last < calendar.first:
        raise DomainError("School ends before it begins. Correct its first or its last day.", at="last")
    if not calendar.days():
        raise DomainError("No service day is left. Correct the breaks.", at="off")


def _lines(calendar: Calendar | None) -> list[str]:
    """The calendar line by line, as its history tells it."""
    if calendar is None:
        return []
    return [
        f"First day {in_full(calendar.first)}",
        f"Last day {in_full(calendar.last)}",
        *(line_of(span) for span in calendar.off),
        *(f"{line_of(span)} (serves)" for span in calendar.on),
    ]


def _write(year: ProgramYear, calendar: Calendar) -> None:
    """The calendar and the days it gives; only rows that differ are written."""
    year.school_starts, year.school_ends, year.days_count = calendar.first, calendar.last + ONE, None
    year.save(update_fields=["school_starts", "school_ends", "days_count"])
    wanted = {
        (serves, span.first, span.last + ONE, span.name)
        for serves, spans in ((False, calendar.off), (True, calendar.on))
        for span in spans
    }
    kept = {(one.serves, one.starts, one.ends, one.name): one.pk for one in year.calendar_entries.all()}
    year.calendar_entries.filter(pk__in=[pk for key, pk in kept.items() if key not in wanted]).delete()
    CalendarEntry.objects.bulk_create(
        CalendarEntry(year=year, serves=serves, starts=starts, ends=ends, name=name)
        for serves, starts, ends, name in sorted(wanted - kept.keys())
    )
    _write_days(year, set(calendar.days()))


def _write_days(year: ProgramYear, wanted: set[date]) -> None:
    known = set(year.service_days.values_list("day", flat=True))
    year.service_days.filter(day__in=known - wanted).delete()
    ServiceDay.objects.bulk_create(ServiceDay(year=year, day=day) for day in sorted(wanted - known))


def _clear(year: ProgramYear) -> None:
    year.school_starts = year.school_ends = None
    year.save(update_fields=["school_starts", "school_ends"])
    year.calendar_entries.all().delete()
    year.service_days.all().delete()


def _tell(
    year: ProgramYear,
    action: YearAction,
    by: User,
    now: datetime | None,
    change: CalendarChange | None = None,
    reason: str = "",
) -> None:
    ProgramYearEvent.objects.create(
        year=year,
        action=action,
        by=by,
        at=now or timezone.now(),
        days_before=change.before if change else None,
        days_after=change.after if change else None,
        gone=list(change.gone) if change else [],
        come=list(change.come) if change else [],
        note=reason.strip(),
    )
