"""Who went silent, and when graduates are asked whether all is still right. Plain Python; the day is passed in."""

from datetime import date, timedelta

MONTH = 12
# After so many months without a word somebody counts as silent, first of all.
SILENT = (13, 24, 36)


def day_of(year: int) -> date:
    """The day of a year about which graduates are reminded: as school ends, like those who owe service."""
    return date(year, 5, 1)


def months_silent(heard: date, today: date) -> int:
    """Whole months since somebody was heard of last."""
    months = (today.year - heard.year) * MONTH + today.month - heard.month
    return max(months - (today.day < heard.day), 0)


def known_until(ends: date | None, lasts: date, today: date) -> date:
    """The last day somebody is known to have been where they were: that before it ended; `lasts` where it did not."""
    return min(ends - timedelta(days=1), today) if ends else min(lasts, today)


def silent_words(months: int) -> str:
    """ "over 2 years", "over 13 months"."""
    return f"over {months // MONTH} years" if months % MONTH == 0 else f"over {months} months"
