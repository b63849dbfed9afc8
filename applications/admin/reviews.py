"""Reviews and decisions: scores are given by the person who was asked, decisions released together."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from applications import services
from applications.admin.evidence import APPLICATION
from applications.forms import ReleaseForm, ScoreForm, WordsForm
from applications.models import Decision, Review
from applications.policies import may
from applications.queries.panel import fingerprint_of, staged_for
from applications.rules.checklist import CRITERIA
from applications.rules.days import usual_first_day
from applications.states import ReviewState, State
from common.admin import ReadOnlyAdmin, service_action
from common.errors import DomainError
from people.models import User
from people.queries import today


def own_review(user: User, review: Review) -> bool:
    """Whether this person was asked to score this, and still can."""
    asked = review.reviewer_id == user.pk and review.state != ReviewState.RECUSED
    return asked and review.application.state == State.IN_REVIEW


def staged(user: User, decision: Decision) -> bool:
    """Whether this decision waits for its release by this person."""
    return decision.released_at is None and may(user, "offer", decision.application)


def scored_before(request: HttpRequest, rows: list[Review]) -> dict[str, Any]:
    return {"initial": {name: getattr(rows[0], name) for name in (*CRITERIA, "comment")}}


def as_shown(request: HttpRequest, rows: list[Decision]) -> dict[str, Any]:
    offering = rows[0].application.offering
    first_day = usual_first_day(offering.year.starts, today())
    return {"now": fingerprint_of(staged_for(offering), default=first_day)}


def whom_it_mails(request: HttpRequest, rows: list[Decision]) -> SafeString:
    """Each mail a release sends: to whom, what was decided, and what they read."""
    offering = rows[0].application.offering
    found = [
        (
            row.application.person,
            row.application.school,
            _decided(row, usual_first_day(offering.year.starts, today())),
            row.words or row.get_reason_display(),
            "" if row.read else " Nobody has read it.",
        )
        for row in staged_for(offering)
    ]
    mails = format_html_join("", "<li>{}, {}: {} ({}).{}</li>", found)
    words = "<p>All that is staged for {} is released together, one mail each. It cannot be called back.</p>"
    return format_html(words + "<ul>{}</ul>", offering, mails)


def _decided(row: Decision, usual: date) -> str:
    """The outcome, and of an offer its first day."""
    if row.outcome != Decision.Outcome.OFFER:
        return str(row.get_outcome_display())
    return f"{row.get_outcome_display()} from {row.starts or usual:%B %-d, %Y}"


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ["application", "reviewer", "state", "time", "mindset", "skillset", "experience"]
    list_filter = ["state", "application__offering__year", "application__offering__role"]
    list_select_related = [*APPLICATION, "reviewer"]
    search_fields = ["application__person__search_name", "reviewer__search_name", "comment"]
    actions = ["score", "recuse"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Review]":
        """Who reads one's own application, and how, is told to nobody."""
        return super().get_queryset(request).exclude(application__person=request.user.pk)

    def not_here(self, request: HttpRequest, obj: Review) -> list[str]:
        if obj.reviewer_id == request.user.pk:
            return []
        return [
            f"Only {obj.reviewer} gives these scores. If they cannot, open the application and ask somebody "
            "else to read; an administrator may ask themselves."
        ]

    @service_action(
        "Give my scores…", done="Scored", form=ScoreForm, given=scored_before, when=own_review, one=True
    )
    def score(self, request: HttpRequest, row: Review, *, comment: str, **scores: int) -> None:
        services.score(review_pk=row.pk, by=request.user, scores=scores, comment=comment)

    @service_action("Step aside as a reader…", done="Stepped aside", form=WordsForm, when=own_review)
    def recuse(self, request: HttpRequest, row: Review, *, words: str) -> None:
        services.recuse(review_pk=row.pk, by=request.user, words=words)


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ["application", "outcome", "reason", "rank", "starts", "staged_by", "released_at"]
    list_filter = [
        ("released_at", admin.EmptyFieldListFilter),
        "outcome",
        "reason",
        "application__offering__year",
        "application__offering__role",
    ]
    list_select_related = [*APPLICATION, "staged_by"]
    search_fields = ["application__person__search_name", "application__school__search_name", "words"]
    actions = ["release", "unstage"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Decision]":
        """What is staged about one's own application is known once it is released."""
        own = {"application__person": request.user.pk, "released_at": None}
        return super().get_queryset(request).exclude(**own)

    @service_action(
        "Release all that is staged for its role and year…",
        done="Released",
        form=ReleaseForm,
        given=as_shown,
        when=staged,
        one=True,
        lead=whom_it_mails,
    )
    def release(self, request: HttpRequest, row: Decision, *, shown: str) -> str:
        offering = row.application.offering_id
        count = services.release(offering_pk=offering, by=request.user, shown=shown)
        return f"{count} released, one mail each."

    @service_action("Take it off the panel", done="Taken off the panel", when=staged)
    def unstage(self, request: HttpRequest, row: Decision) -> str | None:
        if row.released_at:
            raise DomainError("This was released and its mail is owed. Open the application again instead.")
        done = services.unstage(pk=row.application_id, by=request.user)
        return None if done else "Someone took it off the panel just now."
