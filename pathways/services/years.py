"""The calendar of a program year."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from common.errors import DomainError
from pathways.models import ProgramYear, ServiceDay


@transaction.atomic
def set_service_days(*, year: ProgramYear, days: Iterable[date]) -> int:
    """Make exactly these the year's service days; answers how many there are. The same again writes no row.

    Raises DomainError for a day outside the year.
    """
    ProgramYear.objects.select_for_update().get(pk=year.pk)
    wanted = set(days)
    outside = sorted(day for day in wanted if not year.starts <= day < year.ends)
    if outside:
        raise DomainError(f"{outside[0]:%B %-d, %Y} is not in the program year {year}. Take it out.")
    known = set(ServiceDay.objects.filter(year=year).values_list("day", flat=True))
    ServiceDay.objects.filter(year=year, day__in=known - wanted).delete()
    ServiceDay.objects.bulk_create(ServiceDay(year=year, day=day) for day in sorted(wanted - known))
    return len(wanted)
