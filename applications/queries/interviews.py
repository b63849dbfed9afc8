"""Group interviews of an offering: who is on each, and who may be invited next."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from applications.models import Application, GroupInterview, Review
from applications.states import State
from pathways.models import Offering
from people.models import User
from people.queries import today


@dataclass(frozen=True, slots=True)
class OnIt:
    """An interview with the applicants on it, and the interviewers with how many scores each has given of how many."""

    interview: GroupInterview
    applicants: list[Application]
    interviewers: list[tuple[User, int, int]]
    ahead: bool


def interviews_of(offering: Offering) -> list[OnIt]:
    """Those of the offering, the next first, then those that took place and those that were called off (three
    queries)."""
    invited = Application.objects.select_related("person", "school").order_by("person__sort_name", "pk")
    asked = Review.objects.select_related("reviewer", "application__person", "application__school")
    asked = asked.order_by("reviewer__sort_name", "pk")
    rows = GroupInterview.objects.filter(offering=offering).prefetch_related(
        Prefetch("invited", invited), Prefetch("reviews", asked)
    )
    found = [_on(row) for row in rows.order_by("day", "begins", "pk")]
    ahead = [one for one in found if one.ahead]
    off = [one for one in found if one.interview.called_off_at is not None]
    were = [one for one in found if not one.ahead and one.interview.called_off_at is None]
    return [*ahead, *reversed(were), *reversed(off)]


def _on(interview: GroupInterview) -> OnIt:
    given: dict[User, list[bool]] = {}
    for review in interview.reviews.all():
        given.setdefault(review.reviewer, []).append(review.submitted_at is not None)
    scores = [(person, sum(found), len(found)) for person, found in given.items()]
    ahead = interview.called_off_at is None and interview.day >= today()
    # Who was seen may be invited to another one by now.
    seen = {review.application_id: review.application for review in interview.reviews.all()}
    seen |= {row.pk: row for row in interview.invited.all()}
    return OnIt(
        interview, sorted(seen.values(), key=lambda row: (row.person.sort_name, row.pk)), scores, ahead
    )


def to_invite(user: User, offering: Offering) -> "QuerySet[Application]":
    """Applicants who wait for a decision and are invited to no interview yet, or to one that is over; others' only."""
    free = Q(interview=None) | Q(interview__day__lt=today())
    ready = Application.objects.filter(free, offering=offering, state__in=[State.COSIGNED, State.IN_REVIEW])
    return (
        ready.exclude(person=user)
        .select_related("person", "school", "interview")
        .order_by("person__sort_name", "pk")
    )
