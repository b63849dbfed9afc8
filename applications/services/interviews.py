"""Group interviews: planned for several applicants, moved, called off. Interviewers score what they see with the rubric
of the offering, as readers score the text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from applications.models import Application, GroupInterview, Review
from applications.policies import not_decided, not_own
from applications.queries.reviewers import conflict_of
from applications.services.moves import locked, move, record
from applications.states import Action, Beside, ReviewState, State
from common.clock import LOS_ANGELES, local_date
from common.errors import DomainError, demand
from notifications.services import Letter, cancel, queue_all
from pathways.models import Offering
from people.models import User

READY = (State.COSIGNED, State.IN_REVIEW)
FELLOWS_ALONE = "Only for the fellowship people are interviewed in groups."


@dataclass(frozen=True, slots=True)
class When:
    """A day, an hour of Los Angeles, and a place or a link."""

    day: date
    begins: time
    place: str

    @property
    def moment(self) -> datetime:
        return datetime.combine(self.day, self.begins, tzinfo=LOS_ANGELES)


@transaction.atomic
def plan_interview(
    *,
    offering_pk: int,
    by: User,
    when: When,
    applicants: Iterable[int],
    interviewers: Sequence[User],
    now: datetime | None = None,
) -> GroupInterview:
    """Invite applicants to one group interview, and ask interviewers to score what they see: each of them everybody
    whom they may judge. Whoever is invited to an interview to come already stays out of this one.

    Raises DomainError for a role of leaders, for a moment that is over, without applicants or interviewers, for
    somebody who waits for no decision, and where a conflict leaves somebody without a part.
    """
    moment = now or timezone.now()
    offering = Offering.objects.select_related("role__pathway", "year").get(pk=offering_pk)
    demand(not_decided(by, offering, "plan interviews"))
    if not offering.role.pathway.makes_fellows:
        raise DomainError(FELLOWS_ALONE)
    _check_when(when, moment)
    rows = [locked(pk) for pk in sorted(set(applicants))]
    _check_applicants(rows, offering, by, moment)
    pairs = _pairs(rows, interviewers, local_date(moment))
    interview = GroupInterview.objects.create(
        offering=offering, planned_by=by, planned_at=moment, **_fields(when)
    )
    for row in rows:
        if row.state == State.COSIGNED:
            move(row, Action.START_REVIEW, by=by, now=moment)
        row.interview = interview
        row.save(update_fields=["interview", "changed_at"])
        record(row, Beside.INVITE, by=by, now=moment, interview=interview)
    Review.objects.bulk_create(
        Review(application=row, reviewer=person, interview=interview, assigned_at=moment)
        for row, person in pairs
    )
    _tell(interview, "invited")
    return interview


@transaction.atomic
def move_interview(*, pk: int, by: User, when: When, now: datetime | None = None) -> GroupInterview:
    """Another time or place, told to everybody on it by mail. The same again changes nothing.

    Raises DomainError once it took place or was called off, and for a moment that is over.
    """
    moment = now or timezone.now()
    interview = _held(pk, by, moment)
    if _fields(when) == {name: getattr(interview, name) for name in ("day", "begins", "place")}:
        return interview
    _check_when(when, moment)
    for name, value in _fields(when).items():
        setattr(interview, name, value)
    interview.save(update_fields=["day", "begins", "place"])
    for row in interview.invited.all():
        record(row, Beside.MOVE_INTERVIEW, by=by, now=moment, interview=interview)
    _tell(interview, "moved")
    return interview


@transaction.atomic
def call_off(*, pk: int, by: User, words: str, now: datetime | None = None) -> GroupInterview:
    """It does not take place: everybody on it reads why, and its applicants may be invited to another one.

    Raises DomainError once it took place or was called off, and without words.
    """
    moment = now or timezone.now()
    interview = _held(pk, by, moment)
    if not words.strip():
        raise DomainError("Say why it is called off. Everybody on it reads it.", at="words")
    interview.called_off_by, interview.called_off_at = by, moment
    interview.called_off_because = words.strip()
    interview.save(update_fields=["called_off_by", "called_off_at", "called_off_because"])
    _tell(interview, "called_off")
    for row in list(interview.invited.all()):
        record(row, Beside.CALL_OFF, by=by, now=moment, note=words.strip(), interview=interview)
        row.interview = None
        row.save(update_fields=["interview", "changed_at"])
    interview.reviews.filter(state=ReviewState.ASSIGNED).delete()
    return interview


def _held(pk: int, by: User, now: datetime) -> GroupInterview:
    """The interview, held until the transaction ends, while it can still be moved."""
    GroupInterview.objects.select_for_update(no_key=True).only("pk").get(pk=pk)
    interview = GroupInterview.objects.select_related("offering__role__pathway", "offering__year").get(pk=pk)
    demand(not_decided(by, interview.offering, "plan interviews"))
    if interview.called_off_at is not None:
        raise DomainError("This interview was called off already.")
    if When(interview.day, interview.begins, interview.place).moment <= now:
        raise DomainError("This interview has begun, so it stays as it is.")
    return interview


def _fields(when: When) -> dict[str, object]:
    return {"day": when.day, "begins": when.begins, "place": when.place.strip()}


def _check_when(when: When, now: datetime) -> None:
    if when.moment <= now:
        raise DomainError("Choose a time to come.", at="day")
    if not when.place.strip():
        raise DomainError("Say where it takes place, or give the link of the meeting.", at="place")


def _check_applicants(rows: list[Application], offering: Offering, by: User, now: datetime) -> None:
    if not rows:
        raise DomainError("Choose at least one applicant.", at="applicants")
    for row in rows:
        if row.offering_id != offering.pk or row.state not in READY:
            raise DomainError(f"{row.person} waits for no decision here.", at="applicants")
        demand(not_own(by, row))
        ahead = row.interview
        if ahead is not None and When(ahead.day, ahead.begins, ahead.place).moment > now:
            raise DomainError(f"{row.person} is invited already: {ahead}.", at="applicants")


def _pairs(
    rows: list[Application], interviewers: Sequence[User], day: date
) -> list[tuple[Application, User]]:
    """Who scores whom: nobody themselves, their own school or a rival."""
    if not interviewers:
        raise DomainError("Choose at least one interviewer.", at="interviewers")
    said = {(row.pk, one.pk): conflict_of(one, row, day) for row in rows for one in interviewers}
    for one in interviewers:
        reasons = [said[row.pk, one.pk] for row in rows]
        if all(reasons):
            raise DomainError(
                reasons[0].replace("a reviewer", "an interviewer").replace(" reviewer", " interviewer"),
                at="interviewers",
            )
    for row in rows:
        if all(said[row.pk, one.pk] for one in interviewers):
            raise DomainError(f"None of these may judge {row.person}. Choose one more.", at="interviewers")
    return [(row, one) for row in rows for one in interviewers if not said[row.pk, one.pk]]


def _tell(interview: GroupInterview, what: str) -> None:
    """Owe everybody on it a mail; a newer one takes the place of one that has not left."""
    topic = f"interview-{interview.pk}"
    cancel(topic=topic)
    asked = list(User.objects.filter(reviews__interview=interview).distinct())
    invited = [row.person for row in interview.invited.select_related("person")]
    stamp = interview.called_off_at or f"{interview.day}-{interview.begins}-{interview.place[:40]}"
    queue_all(
        Letter(
            to=person,
            template="applications/interview",
            context={"interview": interview, "what": what, "scores": person in asked},
            dedupe_key=f"interview-{interview.pk}-{what}-{stamp}-{person.pk}",
            topic=topic,
        )
        for person in [*invited, *asked]
    )
