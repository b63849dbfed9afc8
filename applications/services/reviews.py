"""Readers are asked, score against the rubric, or step aside."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from applications.models import Application, Review
from applications.policies import why_not
from applications.queries.reviewers import conflict_of
from applications.rules.checklist import CRITERIA
from applications.rules.rubric import average_hundredths
from applications.services.moves import locked, move, record
from applications.states import Action, Care, ReviewAction, ReviewState, State
from common.clock import local_date
from common.errors import DomainError, demand
from notifications.services import queue
from people.models import User


@transaction.atomic
def start_review(*, pk: int, by: User) -> Application:
    """A manager opens the review of an application both have signed."""
    return move(locked(pk), Action.START_REVIEW, by=by, now=timezone.now())


@transaction.atomic
def assign(*, pk: int, by: User, reviewer: User) -> Review:
    """Ask someone to read and score; the review begins with the first. Asked twice, the same review.

    Raises DomainError for a conflict: own application, own school, a role they applied for.
    """
    now = timezone.now()
    application = locked(pk)
    demand(why_not(by, Care.ASSIGN, application, now=now))
    if application.state == State.COSIGNED:
        move(application, Action.START_REVIEW, by=by, now=now)
    conflict = conflict_of(reviewer, application, local_date(now))
    if conflict:
        raise DomainError(conflict)
    review, created = Review.objects.get_or_create(
        application=application, reviewer=reviewer, interview=None, defaults={"assigned_at": now}
    )
    if created:
        record(application, Care.ASSIGN, by=by, now=now, asked=reviewer)
        queue(
            to=reviewer,
            template="applications/review",
            context={"application": application, "review": review},
            dedupe_key=f"review-{review.pk}",
        )
    return review


@transaction.atomic
def score(
    *, review_pk: int, by: User, scores: Mapping[str, int], comment: str, now: datetime | None = None
) -> Review:
    """Record a reader's four scores of 1 to 4 and the comment; before the decision they may be changed.

    Raises DomainError when a score is missing or beyond the rubric, or a conflict came up meanwhile.
    """
    now = now or timezone.now()
    review, application = _mine(review_pk, by, ReviewAction.SCORE)
    conflict = conflict_of(by, application, local_date(now))
    if conflict:
        raise DomainError(f"{conflict} Step aside from this one.")
    if any(scores.get(criterion) not in (1, 2, 3, 4) for criterion in CRITERIA):
        raise DomainError("Give each of the four criteria a score from 1 to 4.")
    if not comment.strip():
        raise DomainError("Say in a sentence or two what your scores rest on.")
    for criterion in CRITERIA:
        setattr(review, criterion, scores[criterion])
    review.comment, review.state, review.submitted_at = comment.strip(), ReviewState.SUBMITTED, now
    review.save(update_fields=[*CRITERIA, "comment", "state", "submitted_at"])
    _keep_average(application)
    record(application, ReviewAction.SCORE, by=by, now=now)
    return review


@transaction.atomic
def recuse(*, review_pk: int, by: User, words: str = "", now: datetime | None = None) -> Review:
    """Step aside; scores given before no longer count. The reader no longer sees the application."""
    now = now or timezone.now()
    review, application = _mine(review_pk, by, ReviewAction.RECUSE)
    review.state = ReviewState.RECUSED
    review.save(update_fields=["state"])
    _keep_average(application)
    record(application, ReviewAction.RECUSE, by=by, now=now, note=words.strip())
    return review


def _mine(review_pk: int, by: User, action: ReviewAction) -> tuple[Review, Application]:
    """The reader's own review, its application locked first so that two readers never wait for each other."""
    application = locked(Review.objects.values_list("application_id", flat=True).get(pk=review_pk))
    review = Review.objects.select_for_update(of=("self",)).select_related("interview").get(pk=review_pk)
    review.application = application
    demand(why_not(by, action, review))
    return review, application


def _keep_average(application: Application) -> None:
    """Stored, so that the panel sorts by an index."""
    submitted = Review.objects.filter(application=application, state=ReviewState.SUBMITTED)
    read, seen = (
        [score for row in submitted.filter(interview__isnull=one).values_list(*CRITERIA) for score in row]
        for one in (True, False)
    )
    application.score_hundredths = average_hundredths(read)
    application.interview_hundredths = average_hundredths(seen)
    application.save(update_fields=["score_hundredths", "interview_hundredths", "changed_at"])
