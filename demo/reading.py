"""Readers' scores and released decisions, many at a time, in the hours that `papers.HISTORY` leaves for them."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from applications.models import Application, ApplicationEvent, Decision, Review
from applications.rules.rubric import average_hundredths
from applications.states import Care, ReviewAction
from applications.states import State as ApplicationState
from people.models import User

BATCH = 5000
# Hours after the application was sent: between the start of its review and its decision.
ASKED, ANSWERED, STAGED, RELEASED = (timedelta(hours=hours) for hours in (77, 86, 89, 90))
OUTCOMES = {
    "accepted": ("offer", "strongest"),
    "offered": ("offer", "strongest"),
    "declined": ("decline", "places"),
}
COMMENT = "Clear about time; wants more practice leading adults."


def read_and_decide(
    applications: Sequence[Application], *, readers: Sequence[User], manager: User, at: datetime
) -> None:
    """One reader each, in turn. What is decided was read before; of the rest every third waits to be read."""
    reviews = []
    for index, application in enumerate(applications):
        read = application.state in OUTCOMES or index % 3 != 0
        reviews.append(_review(application, readers[index % len(readers)], index if read else None, at))
    Review.objects.bulk_create(reviews, batch_size=BATCH)
    Application.objects.bulk_update(applications, ["score_hundredths"], batch_size=1000)
    told = (event for review in reviews for event in _told(review, manager))
    ApplicationEvent.objects.bulk_create(told, batch_size=BATCH)
    decided = (_decision(row, manager, at) for row in applications if row.state in OUTCOMES)
    Decision.objects.bulk_create(decided, batch_size=BATCH)


def _review(application: Application, reader: User, index: int | None, at: datetime) -> Review:
    """A review with scores that differ by `index`; with None it still waits for its reader."""
    review = Review(application=application, reviewer=reader, assigned_at=at + ASKED)
    if index is not None:
        review.time, review.mindset, review.skillset, review.experience = 3, 2 + index % 3, 3, 1 + index % 4
        review.state, review.comment, review.submitted_at = "submitted", COMMENT, at + ANSWERED
        scores = [review.time, review.mindset, review.skillset, review.experience]
        application.score_hundredths = average_hundredths(scores)
    return review


def _told(review: Review, manager: User) -> Iterator[ApplicationEvent]:
    state = {
        "from_state": ApplicationState.IN_REVIEW,
        "to_state": ApplicationState.IN_REVIEW,
        "application": review.application,
    }
    yield ApplicationEvent(
        action=Care.ASSIGN, by=manager, at=review.assigned_at, asked=review.reviewer, **state
    )
    if review.submitted_at:
        yield ApplicationEvent(action=ReviewAction.SCORE, by=review.reviewer, at=review.submitted_at, **state)


def _decision(application: Application, manager: User, at: datetime) -> Decision:
    outcome, reason = OUTCOMES[application.state]
    if reason == "strongest" and application.offering.role.pathway.makes_fellows:
        reason = "network"
    return Decision(
        application=application,
        outcome=outcome,
        reason=reason,
        staged_by=manager,
        staged_at=at + STAGED,
        released_by=manager,
        released_at=at + RELEASED,
    )
