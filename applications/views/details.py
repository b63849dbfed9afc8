"""One application: where it stands, what happened, and what can be done now."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from applications.models import Application, ApplicationEvent, CommitmentRecord
from applications.policies import NOT_TOLD, may_read_reviews, nudge_from
from applications.queries.asking import mail_left
from applications.queries.commitments import current_record, read, recommended
from applications.queries.drafts import sent_back
from applications.queries.left import left_cohort_at
from applications.queries.lists import decisions_of, next_step
from applications.queries.posts import post_missing, put_post_on
from applications.queries.way import Reader, history, left_in_words, steps_of
from applications.states import LEFT, Action, ReviewState, State
from applications.verbs import APPLICATION
from applications.views.doors import visible
from common.doors import SignedIn
from common.verbs import offers
from people.models import User
from people.queries import hats
from people.tables import twins_of


@login_required
@require_safe
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """All about one application for whoever may see it."""
    application, user, now = visible(request, pk), request.user, timezone.now()
    # The policy reads the same lines.
    prefetch_related_objects([application], history())
    events = list(application.events.all())[:50]
    record = current_record(application)
    own = application.person_id == user.pk
    if not own:
        put_post_on(application)
    draft = application.state == State.DRAFT
    application.left_at = left_cohort_at(application)
    context = {
        "application": application,
        "own": own,
        "stands": _stands(application),
        "left": left_in_words(application) if own else "",
        "no_post": "" if own else post_missing(application),
        "twins": twins_of(application, application.person, user) if hats(user).staff and not own else [],
        "steps": steps_of(application, _reader(user, application), now),
        "sent_back": sent_back(application, events),
        "next_step": next_step(application) if own else "",
        "events": _public(events) if own else events,
        "record": record,
        "text": read(record.content) if record and not draft else None,
        "recommendation": _recommendation(application, record),
        # Whoever has an offer turns it down: two buttons for one thing would make them wonder.
        "offers": offers(
            APPLICATION, user, application, without=(Action.WITHDRAW,) if _offered(application) else ()
        ),
        "decisions": [] if draft else decisions_of(application),
        **(_for_applicant(application, events, now) if own else {}),
        **_reviews(user, application),
    }
    return render(request, "applications/detail.html", context)


def _stands(application: Application) -> str:
    """The word of its badge."""
    if application.left_at is not None:
        return LEFT
    # "Withdrawn" would say that the role is gone.
    return "signed_on_paper" if application.stands_on_paper else application.state


def _recommendation(application: Application, record: CommitmentRecord | None) -> str:
    """In which words they are recommended; asked where that is asked for alone."""
    return recommended(record) if application.offering.role.pathway.makes_fellows else ""


def _offered(application: Application) -> bool:
    return application.state == State.OFFERED


def _reader(user: User, application: Application) -> Reader:
    """How the line of steps speaks to this person; whoever acts for the signer reads their name."""
    if application.person_id == user.pk:
        return Reader.WRITER
    return Reader.SIGNER if application.signer_id == user.pk else Reader.OTHER


def _for_applicant(
    application: Application, events: list[ApplicationEvent], now: datetime
) -> dict[str, object]:
    """While a signature is awaited: when the last mail left, and from when the signer can be reminded."""
    if application.state != State.SUBMITTED or application.signer is None:
        return {}
    begins = None if application.nudged_at else nudge_from(application, events)
    ahead = begins if begins is not None and now < begins else None
    return {"asked": True, "mail_left": mail_left(application), "nudge_from": ahead}


def _public(events: Iterable[ApplicationEvent]) -> list[ApplicationEvent]:
    """Who reads an application is not told to the applicant."""
    return [event for event in events if event.action not in NOT_TOLD]


def _reviews(user: User, application: Application) -> dict[str, object]:
    """What readers said, to whom it is told; else the review this person still has to give."""
    reviews = (
        []
        if application.person_id == user.pk
        else list(application.reviews.select_related("reviewer", "interview"))
    )
    mine = [review for review in reviews if review.reviewer_id == user.pk]
    # Of several, one that is still to be given: others' scores come after.
    own = next((one for one in mine if one.state == ReviewState.ASSIGNED), mine[0] if mine else None)
    if application.in_office_id and not reviews:
        # Who holds the role already is read by nobody.
        return {}
    if may_read_reviews(user, application, own):
        return {"reviews": reviews}
    return {"to_read": own} if own is not None and own.state == ReviewState.ASSIGNED else {}
