"""The answer to an offer, and what a freed place leads to. Acceptance makes the placement exactly once."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.models import Application, CommitmentRecord, Decision
from applications.policies import why_not_filled
from applications.queries.commitments import current_record
from applications.queries.places import next_on_waitlist, pool_of
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
from pathways.models import Offering, Placement, ProgramYear
from pathways.services import begin_fellow, begin_placement
from pathways.services.intake import Begun
from people.models import User

LEAST_DAYS_TO_ANSWER = 7
MOVED_UP = "A place became free, and this application was next on the waitlist."


@transaction.atomic
def accept(
    *, pk: int, by: User, on_behalf: bool = False, words: str = "", now: datetime | None = None
) -> Any:
    """Take the offer: the placement begins on the day the offer says, also when that is past. An offer of the
    fellowship makes a fellow in the cohort it fills, and never a placement. Answers which of them began.

    Accepted twice, the same one. `on_behalf`: an administrator records what the applicant said elsewhere;
    `words` say how. Raises DomainError once the last day to answer is over.
    """
    now = now or timezone.now()
    application = locked_with_places(pk)
    check_told(application, Action.ACCEPT, by=by, words=words, on_behalf=on_behalf)
    record = current_record(application)
    if record is not None and application.state == State.ACCEPTED:
        return _begun(application, record, by, now)
    move(application, Action.ACCEPT, by=by, now=now, note=words.strip(), on_behalf=on_behalf)
    if record is None:
        raise DomainError("Nothing was signed for this application. Write to the Partnership.")
    begun = _begun(application, record, by, now)
    if isinstance(begun, Placement):
        _tell(application, "accepted", key=f"accepted-{pk}-{record.pk}")
    tell_recorded(
        application, application.person, by=by, words=words, said="accepted the offer", on_behalf=on_behalf
    )
    return begun


def _begun(application: Application, signed: CommitmentRecord, by: User, now: datetime) -> Placement | Begun:
    """What an accepted offer leads to; asked again, the same. Who becomes a fellow is told so by that."""
    if application.offering.role.pathway.makes_fellows:
        return begin_fellow(
            person=application.person,
            offering=application.offering,
            commitment_sha256=signed.sha256,
            by=by,
            now=now,
        )
    assert application.starts is not None, "the database keeps an offer with its first day"
    return begin_placement(
        person=application.person,
        role=application.offering.role,
        year=application.offering.year,
        cohort=application.cohort,
        school=application.school,
        starts=application.starts,
        commitment_sha256=signed.sha256,
        by=by,
        now=now,
    )


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
    """Offer the place to the next on the waitlist of the school, or of the cohort. The offering must be locked."""
    offering = freed.offering
    # A role of a year that is over, or of a cohort that has begun, is offered to nobody.
    if local_date(now) >= offering.year.ends or why_not_filled(offering):
        return None
    if not pool_of(offering, freed.school).free:
        return None
    following = next_on_waitlist(offering, freed.school_id)
    return None if following is None else _move_up(following.pk, now)


def fill_freed(*, offering: Offering, now: datetime) -> None:
    """A fellow left the cohort that the offering fills: the next on its waitlist gets the place. The places must be
    held."""
    waiting = Application.objects.select_related("offering__role__pathway", "offering__year", "school")
    one = waiting.filter(offering=offering, state=State.WAITLISTED).first()
    if one is not None:
        fill_place(one, now)


def _move_up(pk: int, now: datetime) -> Application:
    application = locked(pk)
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
    decision.starts = first_day_of(application.offering, decision.starts, today)
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


def first_day_of(offering: Offering, chosen: date | None, day: date) -> date:
    """The day an offer released on `day` begins: of a cohort of fellows its first one."""
    cohort = offering.fills
    return cohort.starts if cohort is not None else chosen or usual_first_day(offering.year.starts, day)


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
