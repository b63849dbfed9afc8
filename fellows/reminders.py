"""Who among the fellows is due a reminder. The outbox keeps anyone from being told the same twice."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q

from common.clock import local_date
from fellows.models import AgreementVersion, Fellow, FellowCohort, Milestone, ServiceRecord
from fellows.queries.agreements import asked_on, in_force, unsigned
from fellows.rules.alumni import day_of
from fellows.services.alumni import LIVES, ask_yearly
from fellows.states import GOING_ON, OWING
from notifications.queries import numbers_of
from notifications.rules import LATEST, due_number
from notifications.services import Letter, queue_all
from people.models import User

SERVING = list(OWING)


def owe(now: datetime) -> int:
    """Owe every reminder due at `now`; answers how many are new. Catches up after an outage."""
    today = local_date(now)
    letters = [*_milestones(today), *_credentials(today), *_agreements(today), *_service_reports(today)]
    return queue_all(letters) + _graduates(now, today)


def _graduates(now: datetime, today: date) -> int:
    """Those who owe no service are asked once a year whether all is still right."""
    number = due_number(numbers_of("alumni"), day_of(today.year), today)
    return 0 if number is None else ask_yearly(number=number, now=now)


def milestone_topic(milestone: Milestone) -> str:
    """Under it wait the reminders of one milestone; reaching it cancels them."""
    return f"milestone-{milestone.pk}"


def service_topic(fellow: Fellow) -> str:
    """Under it wait a fellow's reminders to report service; a report cancels them."""
    return f"service-report-{fellow.pk}"


def agreement_topic(fellow: Fellow) -> str:
    """Under it wait a fellow's reminders to sign the agreement; signing cancels them."""
    return f"agreement-{fellow.pk}"


def _agreements(today: date) -> Iterator[Letter]:
    """From the day on which somebody can sign: selected, and the version published."""
    numbers, version = numbers_of("agreement"), in_force(today)
    if not numbers or version is None:
        return
    for fellow in unsigned(Fellow.objects.all()):
        number = due_number(numbers, asked_on(fellow.selected_at, version), today)
        if number is not None:
            yield _agreement(fellow, version, number)


def _milestones(today: date) -> Iterator[Letter]:
    numbers = numbers_of("milestone")
    if not numbers:
        return
    until = today + timedelta(days=max(numbers))
    since = today + timedelta(days=min(numbers)) - LATEST
    ahead = Milestone.objects.open().filter(due__range=(since, until), fellow__state__in=GOING_ON)
    waiting = ahead.select_related("fellow__person")
    for milestone in waiting:
        assert milestone.due is not None
        number = due_number(numbers, milestone.due, today)
        if number is not None:
            yield _milestone(milestone, number)


def credential_topic(milestone: Milestone) -> str:
    """Under it wait the reminders that a credential expires; a later one on record cancels none, but makes no more."""
    return f"credential-{milestone.pk}"


def _credentials(today: date) -> Iterator[Letter]:
    """What expires: a certificate, a Tier 1 credential without a Clear one."""
    numbers = numbers_of("credential")
    if not numbers:
        return
    until = today + timedelta(days=max(numbers))
    since = today + timedelta(days=min(numbers)) - LATEST
    expiring = Milestone.objects.expiring().filter(expires_on__range=(since, until))
    for milestone in expiring.select_related("fellow__person"):
        assert milestone.expires_on is not None
        number = due_number(numbers, milestone.expires_on, today)
        if number is not None:
            yield _credential(milestone, number)


def _service_reports(today: date) -> Iterator[Letter]:
    """Once a school year ends, from those who owe service and reported none of it, or did not say since May that a post
    of before still lasts."""
    last_day = date(today.year, 6, 30)
    number = due_number(numbers_of("service-report"), last_day, today)
    if number is None:
        return
    begins, over = _school_year(last_day)
    reported = ServiceRecord.objects.filter(Q(ends=None) | Q(ends__gt=begins), starts__lt=over)
    reported = reported.exclude(pk__in=ServiceRecord.objects.to_say_anew(today))
    owing = Fellow.objects.filter(state__in=SERVING, graduated_on__lt=over)
    for fellow in owing.exclude(pk__in=reported.values("fellow")).select_related("person"):
        yield _service_report(fellow, last_day, number)


def sample_of_milestone(number: int, today: date) -> Letter:
    """The reminder `number` as it would leave today, about a milestone of an invented fellow."""
    due, kind = today + timedelta(days=number), Milestone.Kind.CALAPA_1
    return _milestone(Milestone(fellow=_invented(), kind=kind, due=due), number)


def sample_of_credential(number: int, today: date) -> Letter:
    """The reminder `number` as it would leave today, about a credential of an invented fellow."""
    expires, kind = today + timedelta(days=number), Milestone.Kind.PRELIMINARY
    return _credential(Milestone(fellow=_invented(), kind=kind, expires_on=expires), number)


def sample_of_agreement(number: int, today: date) -> Letter:
    """The reminder `number` to sign, as it leaves an invented fellow."""
    return _agreement(_invented(), AgreementVersion(number=1), number)


def sample_of_service(number: int, today: date) -> Letter:
    """The reminder `number` as it leaves an invented fellow this year."""
    return _service_report(_invented(), date(today.year, 6, 30), number)


def sample_of_alumni(number: int, today: date) -> Letter:
    """The reminder `number` as it leaves an invented graduate."""
    fellow = _invented()
    context = {"fellow": fellow, "token": "…", "days": LIVES.days}
    return Letter(
        to=fellow.person, template="fellows/still_right", context=context, dedupe_key=f"alumni-0-{number}"
    )


def _invented() -> Fellow:
    person = User(given_name="Rosa", family_name="Delgado", email="fellow@example.org")
    return Fellow(pk=0, person=person, cohort=FellowCohort(name="Cohort of this year"))


def _milestone(milestone: Milestone, number: int) -> Letter:
    return Letter(
        to=milestone.fellow.person,
        template="fellows/milestone_due",
        context={"milestone": milestone},
        dedupe_key=f"milestone-{milestone.pk}-{milestone.due}-{number}",
        topic=milestone_topic(milestone),
    )


def _credential(milestone: Milestone, number: int) -> Letter:
    return Letter(
        to=milestone.fellow.person,
        template="fellows/credential_expires",
        context={"milestone": milestone, "over": number < 0},
        dedupe_key=f"credential-{milestone.pk}-{milestone.expires_on}-{number}",
        topic=credential_topic(milestone),
    )


def _agreement(fellow: Fellow, version: AgreementVersion, number: int) -> Letter:
    return Letter(
        to=fellow.person,
        template="fellows/agreement_due",
        context={"fellow": fellow},
        dedupe_key=f"agreement-{fellow.pk}-{version.number}-{number}",
        topic=agreement_topic(fellow),
    )


def _school_year(last_day: date) -> tuple[date, date]:
    """Its first day, and the day after its last."""
    return date(last_day.year - 1, 7, 1), last_day + timedelta(days=1)


def _service_report(fellow: Fellow, last_day: date, number: int) -> Letter:
    begins, over = _school_year(last_day)
    return Letter(
        to=fellow.person,
        template="fellows/service_report",
        context={"fellow": fellow, "label": f"{begins.year}-{over.year % 100:02}"},
        dedupe_key=f"service-report-{fellow.pk}-{last_day}-{number}",
        topic=service_topic(fellow),
    )
