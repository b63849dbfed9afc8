"""Applications are read here; whatever moves them is a service, so an administrator is bound as anyone."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Replace
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from applications.admin.evidence import PARTS, SIGNING
from applications.models import Application, ApplicationEvent, CommitmentRecord, Decision, Review
from applications.policies import NOT_TOLD, YOUR_OWN
from applications.rules.checklist import CRITERIA
from applications.states import State
from applications.verbs import APPLICATION
from common.admin import ReadOnlyAdmin, ReadOnlyInline


class EventInline(ReadOnlyInline):
    model = ApplicationEvent
    fields = readonly_fields = ("at", "action", "from_state", "to_state", "by", "words")


class ToldInline(EventInline):
    """The history of one's own application."""

    verbose_name_plural = "application events"

    def get_queryset(self, request: HttpRequest) -> "QuerySet[ApplicationEvent]":
        return super().get_queryset(request).exclude(action__in=NOT_TOLD)


class RecordInline(ReadOnlyInline):
    model = CommitmentRecord
    fields = readonly_fields = ("number", "sha256", "frozen_at")
    show_change_link = True


class ReviewInline(ReadOnlyInline):
    model = Review
    fields = readonly_fields = ("reviewer", "state", "time", "mindset", "skillset", "experience", "comment")
    show_change_link = True


class DecisionInline(ReadOnlyInline):
    model = Decision
    fields = readonly_fields = (
        "outcome",
        "reason",
        "words",
        "rank",
        "starts",
        "staged_by",
        "released_by",
        "released_at",
    )
    show_change_link = True


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    list_display = ["person", "offering", "school", "state", "signer", "submitted_at", "average"]
    list_filter = [
        "state",
        "offering__year",
        "offering__role",
        ("signer", admin.EmptyFieldListFilter),
        "submitted_at",
        "school",
    ]
    list_select_related = ["person", "offering__role", "offering__year", "school", "signer"]
    search_fields = [
        *("person__search_name", "school__search_name", "signer__search_name"),
        *("offering__role__name", "offering__year__label", "state_in_words"),
    ]
    by_number = True
    # Files leave through the page that keeps them in a sandbox.
    fields = readonly_fields = (
        "person",
        "offering",
        "school",
        "cohort",
        "state",
        "signer",
        "submitted_at",
        "nudged_at",
        "answer_by",
        "starts",
        "average",
        "resume_name",
        "written",
        "created_at",
        "changed_at",
    )
    life = APPLICATION

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Application]":
        rows: Any = super().get_queryset(request)
        return rows.visible_to(request.user)

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Any]", search_term: str
    ) -> tuple["QuerySet[Any]", bool]:
        words = Replace(F("state"), Value("_"), Value(" "))
        return super().get_search_results(request, queryset.annotate(state_in_words=words), search_term)

    def get_inlines(
        self, request: HttpRequest, obj: Application | None
    ) -> "list[type[InlineModelAdmin[Any, Any]]]":
        """Who reads one's own application, and what is staged, is told to nobody."""
        own = obj is not None and obj.person_id == request.user.pk
        return (
            [RecordInline, ToldInline] if own else [DecisionInline, ReviewInline, RecordInline, EventInline]
        )

    def view_on_site(self, obj: Application) -> str:
        return reverse("applications:detail", args=[obj.pk])

    @admin.display(description="average, of 4", ordering="score_hundredths")
    def average(self, application: Application) -> str:
        score = application.score_hundredths
        return "-" if score is None else f"{score / 100:.2f}"

    @admin.display(description="answers")
    def written(self, application: Application) -> SafeString:
        said = [
            (about.capitalize(), application.answers.get(about) or "No answer yet.") for about in CRITERIA
        ]
        return format_html_join("", '<h3>{}</h3><p class="prose">{}</p>', said)

    def not_here(self, request: HttpRequest, obj: Application) -> list[str]:
        if obj.person_id == request.user.pk:
            return [YOUR_OWN]
        return {
            State.RETURNED: [f"Only {obj.person} changes this application and signs it anew.", SIGNING],
            State.WITHDRAWN: [f"Only {obj.person} may take this up again, and signs it anew."],
            State.SUBMITTED: [_who_signs(obj), SIGNING],
            State.IN_REVIEW: ["Each reader gives their own scores, on the review or under Reviews here."],
        }.get(State(obj.state), [])


def _who_signs(application: Application) -> str:
    if application.signer is None:
        return (
            f"Nobody signs for {application.school} today. Appoint an acting signer under People, or ask a director "
            "with the button above."
        )
    return f"Only {application.signer}, or whom they named to act for them, signs for {application.school}."


@admin.register(ApplicationEvent)
class ApplicationEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "application", "action", "from_state", "to_state", "by", "about", "note"]
    list_filter = ["at", "action", "to_state", "application__offering__year"]
    list_select_related = [*PARTS, "by", "asked", "decision"]
    search_fields = ["application__person__search_name", "by__search_name", "note"]
    ordering = ["-at", "-pk"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[ApplicationEvent]":
        own = {"application__person": request.user.pk, "action__in": NOT_TOLD}
        return super().get_queryset(request).exclude(**own)
