"""Assessments of family engagement: made and taken back on the page of their school."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin, ReadOnlyInline
from pathways.models import EngagementAnswer, EngagementAssessment


class EngagementAnswerInline(ReadOnlyInline):
    model = EngagementAnswer
    fields = readonly_fields = ("statement", "score")


@admin.register(EngagementAssessment)
class EngagementAssessmentAdmin(ReadOnlyAdmin):
    list_display = ["day", "school", "year", "by", "taken_back_at"]
    list_filter = ["year", "day", "school"]
    list_select_related = ["school", "year", "by"]
    search_fields = ["school__search_name", "by__search_name"]
    inlines = [EngagementAnswerInline]

    def view_on_site(self, obj: EngagementAssessment) -> str:
        return f"/schools/{obj.school.slug}/engagement/"


@admin.register(EngagementAnswer)
class EngagementAnswerAdmin(ReadOnlyAdmin):
    list_display = ["assessment", "statement", "score"]
    list_filter = ["statement", "score"]
    list_select_related = ["assessment__school"]
    search_fields = ["assessment__school__search_name"]
