"""The calendar of a program year: as it is kept, and as the year before suggests it."""

from datetime import timedelta

from pathways.models import ProgramYear
from pathways.rules.calendar import ONE, Calendar, Span, calendar_of, shifted, weeks_between
from pathways.rules.lines import Within


def within(year: ProgramYear) -> Within:
    """The days that lines of this year are read for."""
    return Within(year.label, year.starts, year.last_day)


def calendar_in(year: ProgramYear) -> Calendar | None:
    """Its calendar, in at most two queries; None before one was entered, or where only the number of its days is known.
    Where only service days are, the breaks are what they leave out."""
    if year.days_count is not None:
        return None
    if year.school_starts is None or year.school_ends is None:
        return calendar_of(list(year.service_days.values_list("day", flat=True)))
    off, on = list[Span](), list[Span]()
    for entry in year.calendar_entries.all():
        (on if entry.serves else off).append(Span(entry.starts, entry.ends - ONE, entry.name))
    return Calendar(year.school_starts, year.school_ends - ONE, tuple(sorted(off)), tuple(sorted(on)))


def breaks_in(year: ProgramYear) -> tuple[Span, ...]:
    """The breaks and holidays of the year, so that nothing is planned in them. Two queries at most."""
    calendar = calendar_in(year)
    return calendar.off if calendar else ()


def year_before(year: ProgramYear) -> ProgramYear | None:
    """The program year that ended when this one began, or last before."""
    return ProgramYear.objects.filter(ends__lte=year.starts).order_by("-starts").first()


def shifted_to(year: ProgramYear, before: ProgramYear | None) -> tuple[Calendar, timedelta] | None:
    """The calendar of the year `before` for this one, each day on its weekday in the same week but holidays of a
    date, and how much later that is; None where that year has no calendar."""
    calendar = calendar_in(before) if before else None
    if before is None or calendar is None:
        return None
    by = weeks_between(before.starts, year.starts)
    return shifted(calendar, by, year.starts, year.last_day), by
