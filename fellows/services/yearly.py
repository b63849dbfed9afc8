"""A post that lasts is said anew once a year: still right, or ended. What the site confirmed stays as it is; the days
since then become a report of their own, which the site is asked to confirm."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from common.clock import local_date
from common.errors import DomainError, demand
from common.states import step
from fellows.models import ServiceRecord
from fellows.policies import why_not
from fellows.services.service import ask_site, locked_record, record_service
from fellows.states import SERVICE_MOVES, ServiceAction, ServiceState
from notifications.services import cancel
from people.models import User

ONE_DAY = timedelta(days=1)
SAME = ("fellow", "school", "employer", "site", "position", "fte_thousandths", "verifier_email")


@transaction.atomic
def still_right(*, pk: int, by: User, now: datetime | None = None) -> ServiceRecord:
    """The post lasts as it was: the site is asked about the days since it confirmed them last. Answers that report.

    Raises DomainError when it was said already.
    """
    return _said_anew(pk, by, ServiceAction.CONTINUE, None, now or timezone.now())


@transaction.atomic
def ended(*, pk: int, by: User, last_day: date, now: datetime | None = None) -> ServiceRecord:
    """The post ended on `last_day`. The site is asked about the days since it confirmed them last; where it ended
    before that day, its report ends there and nobody is asked. Answers the report of the last days.

    Raises DomainError for a day ahead, or before the post began.
    """
    return _said_anew(pk, by, ServiceAction.LEAVE, last_day, now or timezone.now())


def _said_anew(
    pk: int, by: User, action: ServiceAction, last_day: date | None, now: datetime
) -> ServiceRecord:
    row = locked_record(pk)
    demand(why_not(by, action, row))
    before = row.state
    row.state = step(SERVICE_MOVES, ServiceState(row.state), action)
    if last_day is not None and not row.starts <= last_day <= local_date(now):
        raise DomainError("Give a day from its first day to today.", at="last_day")
    assert row.confirmed_on is not None
    until = row.confirmed_on
    row.ends = min(last_day or until, until) + ONE_DAY
    row.save(update_fields=["ends"])
    record_service(row, action, by, now, before=before)
    cancel(topic=f"service-report-{row.fellow_id}")
    if last_day is not None and last_day <= until:
        return row
    return _rest(row, by, last_day, now)


def _rest(row: ServiceRecord, by: User, last_day: date | None, now: datetime) -> ServiceRecord:
    assert row.ends is not None
    said = {name: getattr(row, name) for name in SAME}
    ends = last_day + ONE_DAY if last_day is not None else None
    rest = ServiceRecord.objects.create(**said, starts=row.ends, ends=ends, reported_at=now)
    record_service(rest, ServiceAction.REPORT, by, now, before="")
    ask_site(rest, now)
    return rest
