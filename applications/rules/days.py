"""The day an offered role begins when nobody chose another. Plain Python."""

from datetime import date


def usual_first_day(year_starts: date, released: date) -> date:
    """The first day of the program year, or the day of the release once the year runs."""
    return max(year_starts, released)
