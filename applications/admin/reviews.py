"""Reviews and decisions: scores are given by the person who was asked, decisions released together."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from applications.admin.evidence import PARTS
from applications.models import Decision, Review
from applications.verbs import DECISION, REVIEW
from common.admin import ReadOnlyAdmin


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ["application", "reviewer", "state", "time", "mindset", "skillset", "experience"]
    list_filter = ["state", "application__offering__year", "application__offering__role"]
    list_select_related = [*PARTS, "reviewer"]
    search_fields = ["application__person__search_name", "reviewer__search_name", "comment"]
    life = REVIEW

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
    list_select_related = [*PARTS, "staged_by"]
    search_fields = ["application__person__search_name", "application__school__search_name", "words"]
    life = DECISION

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Decision]":
        """What is staged about one's own application is known once it is released."""
        own = {"application__person": request.user.pk, "released_at": None}
        return super().get_queryset(request).exclude(**own)
