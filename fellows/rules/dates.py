"""Months and school years. Plain Python."""

from calendar import monthrange
from datetime import date

JULY = 7


def add_months(day: date, months: int) -> date:
    """The same day of a later month; the last one where that month is shorter, and the last of all days at most."""
    month = day.year * 12 + day.month - 1 + months
    year, number = month // 12, month % 12 + 1
    if year > date.max.year:
        return date.max
    return date(year, number, min(day.day, monthrange(year, number)[1]))


def school_year(day: date) -> int:
    """The year in which the school year of `day` began, on 1 July."""
    return day.year if day.month >= JULY else day.year - 1


def label(begins: int) -> str:
    """2026 is "2026-27"."""
    return f"{begins}-{(begins + 1) % 100:02}"
