"""What readers do with their reviews, and managers with what is staged. Each is said here once."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from applications import services
from applications.forms.applications import ScoreForm, WhyForm
from applications.models import Application, Decision, Review
from applications.policies import why_not
from applications.queries.panel import fingerprint_of, staged_for
from applications.rules.checklist import CRITERIA
from applications.states import DecisionAction, ReviewAction, ReviewState
from common.looking import SeenFields
from common.verbs import Life, Place, Verb
from pathways.queries import rubric_of
from people.models import User
from people.queries import today

RELEASED = "{} released, one mail each.".format


def _mine(user: User) -> "QuerySet[Review]":
    """The reviews this person was asked for and did not step aside from."""
    mine = Review.objects.filter(reviewer=user).exclude(state=ReviewState.RECUSED)
    parts = ("application__person", "application__school", "application__offering__role")
    more = ("application__offering__year", "application__offering__published_version")
    return mine.select_related(*parts, *more, "interview")


def _score(*, pk: int, by: User, comment: str, **scores: int) -> Review:
    return services.score(review_pk=pk, by=by, scores=scores, comment=comment)


def _recuse(*, pk: int, by: User, words: str) -> Review:
    return services.recuse(review_pk=pk, by=by, words=words)


def _of_review(review: Review) -> str:
    return reverse("applications:review", args=[review.pk])


REVIEW = Life(
    rows=_mine,
    why_not=why_not,
    page="applications:review",
    above=("Review", "applications:queue"),
    verbs=(
        Verb(
            action=ReviewAction.SCORE,
            does=_score,
            label="Give my scores…",
            said="Your scores are in. Thank you for reading.",
            form=ScoreForm,
            given=lambda row: {
                "initial": {name: getattr(row, name) for name in (*CRITERIA, "comment")},
                "rubric": rubric_of(row.application.offering),
            },
            at=_of_review,
            beside=True,
            alone=True,
        ),
        Verb(
            action=ReviewAction.RECUSE,
            does=_recuse,
            label="Step aside…",
            said="You stepped aside. Staff will ask someone else.",
            form=WhyForm,
            tone="secondary",
            at=_of_review,
            beside=True,
        ),
    ),
)


def _release(*, pk: int, by: User, seen: str) -> str:
    """All that is staged for the offering of this decision."""
    offering = Decision.objects.values_list("application__offering", flat=True).get(pk=pk)
    return RELEASED(services.release(offering_pk=offering, by=by, seen=seen))


def _staged(row: Decision) -> str:
    """The mark of all that a release would release."""
    offering = row.application.offering
    first_day = services.first_day_of(offering, None, today())
    return fingerprint_of(staged_for(offering), default=first_day)


def _mails(row: Decision) -> SafeString:
    """Each mail a release sends: to whom, what was decided, and what they read."""
    offering = row.application.offering
    usual = services.first_day_of(offering, None, today())
    found = [
        (
            staged.application.person,
            staged.application.school,
            _decided(staged, usual),
            staged.words or staged.get_reason_display(),
            "" if staged.read else " Nobody has read it.",  # type: ignore[attr-defined]
        )
        for staged in staged_for(offering)
    ]
    mails = format_html_join("", "<li>{}, {}: {} ({}).{}</li>", found)
    words = "<p>All that is staged for {} is released together, one mail each. It cannot be called back.</p>"
    return format_html(words + "<ul>{}</ul>", offering, mails)


def _decided(row: Decision, usual: date) -> str:
    """The outcome, and of an offer its first day."""
    if row.outcome != Decision.Outcome.OFFER:
        return str(row.get_outcome_display())
    return f"{row.get_outcome_display()} from {row.starts or usual:%B %-d, %Y}"


# On the pages a panel is one page: there all that is staged stands together.
DECISION = Life(
    rows=lambda user: Decision.objects.filter(application__in=Application.objects.visible_to(user)),
    why_not=why_not,
    page="admin:applications_decision_change",
    above=("Decisions", "applications:decisions"),
    verbs=(
        Verb(
            action=DecisionAction.RELEASE,
            does=_release,
            label="Release all that is staged for its role and year…",
            said=str,
            form=SeenFields,
            seen=_staged,
            lead=_mails,
            only=Place.ADMINISTRATION,
            alone=True,
        ),
        Verb(
            action=DecisionAction.UNSTAGE,
            does=services.take_off,
            label="Take it off the panel",
            only=Place.ADMINISTRATION,
        ),
    ),
)
