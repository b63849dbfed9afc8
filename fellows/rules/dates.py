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


# The program takes fourteen months, summer to summer: a year less a month is the least that can be.
LEAST_MONTHS = 11


def first_graduation(began: date) -> date:
    """The first day on which somebody of a cohort that `began` then can graduate."""
    return add_months(began, LEAST_MONTHS)


def first_july(graduated: date) -> date:
    """When service begins: the first July 1 on or after graduation."""
    july = date(graduated.year, JULY, 1)
    return july if graduated <= july else date(graduated.year + 1, JULY, 1)


def school_year(day: date) -> int:
    """The year in which the school year of `day` began, on 1 July."""
    return day.year if day.month >= JULY else day.year - 1


def label(begins: int) -> str:
    """2026 is "2026-27"."""
    return f"{begins}-{(begins + 1) % 100:02}"
