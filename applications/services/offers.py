"""The answer to an offer, and what a freed place leads to. Acceptance makes the placement exactly once."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from applications.models import Application, Decision
from applications.queries.commitments import current_record
from applications.queries.places import next_on_waitlist, taken_at
from applications.rules.days import usual_first_day
from applications.services.moves import (
    check_applied_for,
    check_told,
    locked,
    locked_with_places,
    move,
    tell_recorded,
)
from applications.states import Action, State
from common.clock import is_past, local_date
from common.errors import DomainError
from notifications.services import queue
from pathways.models import Placement, ProgramYear
from pathways.queries import places_of
from pathways.services import begin_placement
from people.models import User

LEAST_DAYS_TO_ANSWER = 7
MOVED_UP = "A place became free, and this application was next on the waitlist."


@transaction.atomic
def accept(
    *, pk: int, by: User, on_behalf: bool = False, words: str = "", now: datetime | None = None
) -> Placement:
    """Take the offer: the placement begins on the day the offer says, also when that is past.

    Accepted twice, the same placement. `on_behalf`: an administrator records what the applicant said elsewhere;
    `words` say how. Raises DomainError once the last day to answer is over.
    """
    now = now or timezone.now()
    application = locked_with_places(pk)
    check_told(application, Action.ACCEPT, by=by, words=words, on_behalf=on_behalf)
    record = current_record(application)
    if record is not None and application.state == State.ACCEPTED:
        return Placement.objects.get(commitment_sha256=record.sha256)
    move(application, Action.ACCEPT, by=by, now=now, note=words.strip(), on_behalf=on_behalf)
    if record is None:
        raise DomainError("Nothing was signed for this application. Write to the Partnership.")
    assert application.starts is not None, "the database keeps an offer with its first day"
    placement = begin_placement(
        person=application.person,
        role=application.offering.role,
        year=application.offering.year,
        cohort=application.cohort,
        school=application.school,
        starts=application.starts,
        commitment_sha256=record.sha256,
        by=by,
        now=now,
    )
    _tell(application, "accepted", key=f"accepted-{pk}-{record.pk}")
    tell_recorded(
        application, application.person, by=by, words=words, said="accepted the offer", on_behalf=on_behalf
    )
    return placement


@transaction.atomic
def turn_down(
    *, pk: int, by: User, words: str = "", on_behalf: bool = False, now: datetime | None = None
) -> Application:
    """Say no to an offer. The next on the waitlist of this school gets it. Twice, nothing changes.

    `on_behalf`: an administrator records what the applicant said elsewhere; `words` say how.
    """
    now = now or timezone.now()
    application = locked_with_places(pk)
    check_told(application, Action.TURN_DOWN, by=by, words=words, on_behalf=on_behalf)
    if application.state == State.TURNED_DOWN:
        return application
    move(application, Action.TURN_DOWN, by=by, now=now, note=words, on_behalf=on_behalf)
    tell_recorded(
        application, application.person, by=by, words=words, said="turned the offer down", on_behalf=on_behalf
    )
    fill_place(application, now)
    return application


@transaction.atomic
def lapse(*, pk: int, now: datetime) -> bool:
    """An offer nobody answered in time ends, and its place moves on. Answers whether this call ended it."""
    application = locked_with_places(pk)
    overdue = application.answer_by is not None and is_past(application.answer_by, now)
    if application.state != State.OFFERED or not overdue:
        return False
    move(application, Action.LAPSE, by=None, now=now)
    _tell(application, "lapsed", key=f"lapsed-{pk}-{application.answer_by}")
    fill_place(application, now)
    return True


def lapse_all(*, now: datetime | None = None) -> int:
    """End every offer whose last day is over, each in its own transaction. Answers how many."""
    now = now or timezone.now()
    offered = Application.objects.filter(state=State.OFFERED, answer_by__lt=local_date(now))
    return sum(lapse(pk=pk, now=now) for pk in offered.order_by("pk").values_list("pk", flat=True))


def fill_place(freed: Application, now: datetime) -> Application | None:
    """Offer the place to the next on the waitlist of the school. The offering must be locked."""
    offering = freed.offering
    # A role of a year that is over, or that nobody applies for here, is offered to nobody.
    if local_date(now) >= offering.year.ends or offering.role.pathway.where_to_ask:
        return None
    if taken_at(offering, freed.school_id) >= places_of(offering).at(freed.school_id):
        return None
    following = next_on_waitlist(offering, freed.school_id)
    if following is None:
        return None
    application = locked(following.pk)
    earlier = application.decisions.filter(released_at__isnull=False).latest("released_at")
    decision = Decision.objects.create(
        application=application,
        outcome=Decision.Outcome.OFFER,
        reason=Decision.Reason.OTHER,
        words=MOVED_UP,
        staged_by=earlier.staged_by,
        staged_at=now,
        released_at=now,
    )
    # What a manager had staged for it meanwhile is overtaken.
    application.decisions.filter(released_at=None).delete()
    give_offer(application, decision, by=None, now=now)
    return application


def give_offer(application: Application, decision: Decision, *, by: User | None, now: datetime) -> None:
    """Move to offered with a first day and a last day to answer, and owe the mail that says both. Places are the
    caller's business."""
    check_applied_for(application.offering)
    today, year = local_date(now), application.offering.year
    if today >= year.ends:
        raise DomainError(f"The program year {year} is over, so no role of it can be offered.")
    decision.starts = decision.starts or usual_first_day(year.starts, today)
    decision.save(update_fields=["starts"])
    answer_by = last_day_to_answer(application.offering.answer_by, today)
    move(
        application,
        Action.OFFER,
        by=by,
        now=now,
        note=decision.words,
        decision=decision,
        answer_by=answer_by,
        starts=decision.starts,
    )
    _tell(application, "offered", key=f"decision-{decision.pk}")


def check_first_day(year: ProgramYear, starts: date) -> None:
    """Raises DomainError for a day outside the program year."""
    if not year.starts <= starts < year.ends:
        days = f"{year.starts:%B %-d, %Y} to {year.last_day:%B %-d, %Y}"
        raise DomainError(f"Choose a first day within the program year {year}: {days}.")


def last_day_to_answer(offered_until: date, today: date) -> date:
    """The offering's day, but never less than a week from now."""
    return max(offered_until, today + timedelta(days=LEAST_DAYS_TO_ANSWER))


def _tell(application: Application, template: str, *, key: str) -> None:
    queue(
        to=application.person,
        template=f"applications/{template}",
        context={"application": application},
        dedupe_key=key,
    )
