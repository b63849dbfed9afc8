"""What waits about fellows: for themselves, for whoever supervised their hours, and for program managers."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import DateField, Value

from dashboard.queries.agreements import nothing_to_sign, to_publish, to_sign
from dashboard.queries.assistance import awards_of_managers
from dashboard.queries.rows import each, local_day, name_of
from fellows.models import Fellow, FieldworkEntry, FirstOfMay, Milestone, MilestoneProof, ServiceRecord
from fellows.queries.plans import milestone_in_words
from people.models import User


def fellow(user: User, day: date, ahead: date) -> Iterator[Any]:
    """What a fellow owes: the next milestones, an agreement to sign, service to say anew or that an employer disagreed
    with, what a graduate does now, hours that came back. Hours that somebody supervised wait for them, whoever they
    are. `ahead`: what is due by then."""
    waiting, back = FieldworkEntry.objects.to_accept(user), FieldworkEntry.objects.to_correct(user)
    yield each(waiting, "hours", since="day", who=name_of("fellow__person"), what="what")
    yield each(back, "hours_back", since="day", who=name_of("supervisor"), what="what")
    owed = Milestone.objects.to_reach(ahead).filter(fellow__person=user)
    yield each(
        owed, "milestone", key="fellow", since="due", what=milestone_in_words(), where="fellow__cohort__name"
    )
    yield from to_sign(user, day)
    lasting = ServiceRecord.objects.to_say_anew(day).filter(fellow__person=user)
    yield each(lasting, "still_right", key="fellow", since="confirmed_on", what="position", where="site")
    silent = Fellow.objects.to_say_what_they_do(day).filter(person=user)
    yield each(silent, "what_now", since=FirstOfMay(Value(day, DateField())), where="cohort__name")
    disputed = ServiceRecord.objects.to_correct().filter(fellow__person=user)
    yield each(
        disputed, "disputed", key="fellow", since=local_day("reported_at"), what="position", where="site"
    )


def of_fellows(user: User, day: date) -> Iterator[Any]:
    """For program managers: service to accept or to settle, proofs to record, steps at UCLA whose day is over, hours
    whose supervisor left, agreements to publish."""
    yield from to_publish(user)
    yield from awards_of_managers(user)
    yield nothing_to_sign(day)
    yield from _service(user, day)
    yield each(
        Milestone.objects.late_at_ucla(day).exclude(fellow__person=user),
        "ucla_late",
        key="fellow",
        since="due",
        who=name_of("fellow__person"),
        what=milestone_in_words(),
        where="fellow__cohort__name",
    )
    yield each(
        MilestoneProof.objects.to_record(user),
        "proof",
        key="milestone__fellow",
        since=local_day("added_at"),
        who=name_of("milestone__fellow__person"),
        what=milestone_in_words("milestone__kind"),
    )
    yield each(
        FieldworkEntry.objects.left_to_managers(user),
        "hours",
        since="day",
        who=name_of("fellow__person"),
        what="what",
    )


def _service(user: User, day: date) -> Iterator[Any]:
    """Service to accept: confirmed by a signer, from an address that was given, or on paper; and what to settle."""
    verified = ServiceRecord.objects.to_accept(user).filter(paper__isnull=True)
    for kind, vouched, what in (("service", True, "position"), ("service_given", False, "verifier_email")):
        yield each(
            verified.filter(vouched=vouched),
            kind,
            key="fellow",
            since=local_day("reported_at"),
            who=name_of("fellow__person"),
            what=what,
            where="site",
        )
    yield each(
        ServiceRecord.objects.to_accept(user).filter(paper__isnull=False),
        "service_paper",
        key="fellow",
        since=local_day("paper__at"),
        who=name_of("fellow__person"),
        what=name_of("paper__by"),
        where="site",
    )
    yield each(
        ServiceRecord.objects.to_settle(user, day),
        "disputed_long",
        key="fellow",
        since="disputed_on",
        who=name_of("fellow__person"),
        what="position",
        where="site",
    )
