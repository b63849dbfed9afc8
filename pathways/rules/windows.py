"""The days between which people apply for a role of a program year."""

from collections.abc import Mapping
from datetime import date

NAMES = ("opens", "closes")


def window_errors(days: Mapping[str, date | None], starts: date, last_day: date) -> dict[str, str]:
    """What cannot be about `opens` and `closes` (the last day to apply, an extension included) of a program year that
    lasts from `starts` to `last_day`, by name, in words; a day that is missing is no error here.

    People apply from a year before the program year begins, until its last day at most.
    """
    first, _ = lasting(starts, last_day)
    errors = {}
    for name in NAMES:
        day = days.get(name)
        if day and day > last_day:
            errors[name] = f"The program year ends on {_said(last_day)}. Choose that day or an earlier one."
        elif day and day < first:
            errors[name] = (
                f"The program year begins on {_said(starts)}, and people apply a year before it at most. Choose "
                f"{_said(first)} or a later day."
            )
    opens, closes = (days.get(name) for name in NAMES)
    if opens and closes and closes < opens:
        errors.setdefault("closes", "The last day to apply lies before the first. Put the days in order.")
    return errors


def lasting(starts: date, last_day: date) -> tuple[date, date]:
    """The first and the last day on which people may apply for a program year from `starts` to `last_day`."""
    return _year_before(starts), last_day


def _year_before(day: date) -> date:
    """The same day a year before; of February 29 the last day of February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _said(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
