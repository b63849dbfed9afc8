"""When a post that lasts is said anew: once a year, as school ends (domain.md, Alumni). Plain Python."""

from datetime import date

MONTH = 5


def asked_since(day: date) -> date:
    """The first of May on or before `day`: what was confirmed before it is asked about again."""
    return date(day.year if day.month >= MONTH else day.year - 1, MONTH, 1)
