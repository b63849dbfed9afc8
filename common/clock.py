"""Times are stored in UTC and meant in Los Angeles. A deadline holds until its last local second (rules.md §6)."""

from datetime import date, datetime, timedelta
from datetime import time as clock_time
from zoneinfo import ZoneInfo

LOS_ANGELES = ZoneInfo("America/Los_Angeles")


def local_date(moment: datetime) -> date:
    """The calendar day in Los Angeles of an aware moment."""
    return moment.astimezone(LOS_ANGELES).date()


def clock_in_words(moment: datetime) -> str:
    """The time of day in Los Angeles: "4:05 p.m."."""
    here = moment.astimezone(LOS_ANGELES)
    return f"{here.hour % 12 or 12}:{here:%M} {'a.m.' if here.hour < 12 else 'p.m.'}"


def day_in_words(day: date) -> str:
    """As in "Nov 3, 2026"."""
    return f"{day:%b} {day.day}, {day.year}"


def in_words(moment: datetime) -> str:
    """Day and time in Los Angeles: "Nov 3, 2026, 4:05 p.m."."""
    return f"{day_in_words(local_date(moment))}, {clock_in_words(moment)}"


def program_year_begins(day: date) -> date:
    """The first day of the program year that `day` lies in: July 1."""
    return date(day.year if day.month >= 7 else day.year - 1, 7, 1)


def day_begins(day: date) -> datetime:
    """Local midnight that begins the day, right on both days the clocks change."""
    return datetime.combine(day, clock_time(0), tzinfo=LOS_ANGELES)


def day_ends(day: date) -> datetime:
    """The moment a deadline on `day` is over (half-open: the next local midnight)."""
    return day_begins(day + timedelta(days=1))


def is_past(day: date, now: datetime) -> bool:
    """Whether a deadline "on day" is over at `now`."""
    return now >= day_ends(day)


def lasting(seconds: int) -> str:
    """How long, as people say it: "40 seconds", "3 minutes", "5 hours", "2 days"."""
    for size, word in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= 2 * size or (seconds >= size and word != "day"):
            count = seconds // size
            return f"{count} {word}{'' if count == 1 else 's'}"
    return f"{seconds} second{'' if seconds == 1 else 's'}"
