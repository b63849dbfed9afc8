"""The days of terms in the year after (rules.md §4): a year later, where nothing stands yet."""

from collections.abc import Iterable
from datetime import date

# From the first day up to before the second.
Days = tuple[date, date]


def later(day: date, years: int) -> date:
    """The same day so many years later; of February 29 the last day of February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def carried(days: Days, years: int, taken: Iterable[Days], within: Days) -> list[Days]:
    """These days so many years later without those that are `taken`: the stretches that are left, whole, of which a day
    lies `within`."""
    starts, ends = later(days[0], years), later(days[1], years)
    left = list[Days]()
    for first, end in sorted(taken):
        if end > starts and first < ends:
            left.append((starts, first))
            starts = max(starts, end)
    left.append((starts, ends))
    return [(one, end) for one, end in left if one < end and one < within[1] and end > within[0]]
