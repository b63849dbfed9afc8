"""The service days of school years, as far as anybody entered them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import DateField, IntegerField, Value
from django.db.models.functions import Coalesce

from fellows.rules.dates import school_year
from pathways.models import ProgramYear, ServiceDay


@dataclass(frozen=True, slots=True)
class Days:
    """The service days of a school year; where nobody knows more than their `number`, all weekdays of school."""

    days: tuple[date, ...]
    number: int | None = None

    @property
    def total(self) -> int:
        return len(self.days) if self.number is None else self.number


def calendars(begins: date) -> dict[int, Days]:
    """What is known of the days of each school year from `begins` on, by the year it starts in: one query."""
    counted = ProgramYear.objects.filter(days_count__isnull=False, ends__gt=begins).order_by()
    nothing = Value(None, DateField())
    days = ServiceDay.objects.filter(day__gte=begins).order_by()
    rows = days.values_list("day", nothing, Value(None, IntegerField())).union(
        counted.values_list(
            Coalesce("school_starts", "starts"), Coalesce("school_ends", "ends"), "days_count"
        ),
        all=True,
    )
    known: dict[int, list[date]] = defaultdict(list)
    numbers: dict[int, int] = {}
    for first, until, number in rows:
        if number is None:
            known[school_year(first)].append(first)
        else:
            start = school_year(first)
            known[start], numbers[start] = _weekdays(first, until), number
    return {start: Days(tuple(sorted(days)), numbers.get(start)) for start, days in known.items()}


def _weekdays(first: date, until: date) -> list[date]:
    days = (first + timedelta(days=number) for number in range((until - first).days))
    return [day for day in days if day.weekday() < 5]
