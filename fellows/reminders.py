"""Who among the fellows is due a reminder. The outbox keeps anyone from being told the same twice."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q

from common.clock import local_date
from fellows.models import Fellow, Milestone, ServiceRecord
from fellows.states import GOING_ON, OWING
from notifications.queries import numbers_of
from notifications.rules import LATEST, due_number
from notifications.services import Letter, queue_all

SERVING = list(OWING)


def owe(now: datetime) -> int:
    """Owe every reminder due at `now`; answers how many are new. Catches up after an outage."""
    today = local_date(now)
    return queue_all([*_milestones(today), *_service_reports(today)])


def milestone_topic(milestone: Milestone) -> str:
    """Under it wait the reminders of one milestone; reaching it cancels them."""
    return f"milestone-{milestone.pk}"


def service_topic(fellow: Fellow) -> str:
    """Under it wait a fellow's reminders to report service; a report cancels them."""
    return f"service-report-{fellow.pk}"


def _milestones(today: date) -> Iterator[Letter]:
    numbers = numbers_of("milestone")
    if not numbers:
        return
    until = today + timedelta(days=max(numbers))
    since = today + timedelta(days=min(numbers)) - LATEST
    waiting = Milestone.objects.filter(
        reached_on=None, due__range=(since, until), fellow__state__in=GOING_ON
    ).select_related("fellow__person")
    for milestone in waiting:
        assert milestone.due is not None
        number = due_number(numbers, milestone.due, today)
        if number is not None:
            yield Letter(
                to=milestone.fellow.person,
                template="fellows/milestone_due",
                context={"milestone": milestone},
                dedupe_key=f"milestone-{milestone.pk}-{milestone.due}-{number}",
                topic=milestone_topic(milestone),
            )


def _service_reports(today: date) -> Iterator[Letter]:
    """Once a school year ends, from those who owe service and reported none of it."""
    last_day = date(today.year, 6, 30)
    number = due_number(numbers_of("service-report"), last_day, today)
    if number is None:
        return
    begins, over = date(today.year - 1, 7, 1), last_day + timedelta(days=1)
    reported = ServiceRecord.objects.filter(Q(ends=None) | Q(ends__gt=begins), starts__lt=over)
    owing = Fellow.objects.filter(state__in=SERVING, graduated_on__lt=over)
    for fellow in owing.exclude(pk__in=reported.values("fellow")).select_related("person"):
        yield Letter(
            to=fellow.person,
            template="fellows/service_report",
            context={"fellow": fellow, "label": f"{begins.year}-{over.year % 100:02}"},
            dedupe_key=f"service-report-{fellow.pk}-{last_day}-{number}",
            topic=service_topic(fellow),
        )
