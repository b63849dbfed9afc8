"""When a fellow will have served what they owe, if nothing changes."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from fellows.models import ServiceRecord
from fellows.queries.calendars import Days
from fellows.rules import Ahead, Service, Terms, completed_on
from fellows.rules.dates import school_year

# Years that are looked ahead; nobody is forecast longer.
MOST_AHEAD = 12


def done_on_day(
    terms: Terms,
    result: Service,
    hoped: Sequence[Fraction],
    records: Sequence[ServiceRecord],
    known: Mapping[int, Days],
    suspended: Sequence[tuple[date, date]],
    today: date,
) -> date | None:
    """The day on which nothing remains if the post of today goes on as it is, and all is confirmed; None without one.

    `hoped` is what each year earns once what was reported is confirmed; `records` are those at schools that count
    today. By the calendars that are entered, and for years without one by the last of them, whole weeks later.
    """
    lasting = [row for row in records if row.ends is None]
    if not lasting or not result.remaining_years or not known:
        return None
    now, post = school_year(today), lasting[-1]
    first = result.service_starts.year
    remaining = terms.required_years - sum(hoped[: max(now - first, 0)], Fraction(0))
    if remaining <= 0:
        return None
    ahead, began = [], _began(records, post)
    for start in range(max(now, first), now + MOST_AHEAD):
        of_year = known.get(start) or _as_last(known, start)
        days = [day for day in of_year.days if day >= began]
        free = [day for day in days if not any(since <= day < over for since, over in suspended)]
        ahead.append(Ahead(len(of_year.days), tuple(free)))
    return completed_on(terms, remaining, ahead, post.fte)


def _began(records: Sequence[ServiceRecord], post: ServiceRecord) -> date:
    """Since when this post lasts: reports of it that follow each other without a gap are one."""
    began = post.starts
    for row in sorted(records, key=lambda row: row.starts, reverse=True):
        if row.ends == began and (row.site, row.position) == (post.site, post.position):
            began = row.starts
    return began


def _as_last(known: Mapping[int, Days], start: int) -> Days:
    last = max((year for year in known if year < start), default=min(known))
    by = timedelta(weeks=52 * (start - last))
    return Days(tuple(day + by for day in known[last].days))
