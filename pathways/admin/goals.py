"""School goals and their notes: written on the pages of the school; a goal is changed and dropped by its verbs."""

from django.contrib import admin
from django.http import HttpRequest

from common.admin import ReadOnlyAdmin, ReadOnlyInline
from common.verbs import Life
from pathways.models import GoalEvent, GoalNote, NoteTakenBack, SchoolGoal
from pathways.verbs import GOAL


class GoalEventInline(ReadOnlyInline):
    model = GoalEvent
    fields = readonly_fields = ("at", "action", "from_state", "to_state", "by", "about", "note")


@admin.register(SchoolGoal)
class SchoolGoalAdmin(ReadOnlyAdmin):
    """What schools want to reach."""

    life: Life | None = GOAL
    list_display = ["wanted", "school", "year", "area", "start", "target", "person", "state"]
    list_filter = ["year", "area", "state", "school"]
    list_select_related = ["school", "year", "person"]
    search_fields = ["wanted", "measure", "school__search_name", "person__search_name"]
    inlines = [GoalEventInline]

    def not_here(self, request: HttpRequest, obj: SchoolGoal) -> list[str]:
        return ["A goal is set on the page of the goals of its school."]

    def view_on_site(self, obj: SchoolGoal) -> str:
        return f"/goals/{obj.pk}/"


@admin.register(GoalEvent)
class GoalEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "goal", "action", "from_state", "to_state", "by", "about", "note"]
    list_filter = ["action", "goal__year", "goal__area"]
    list_select_related = ["goal__year", "by"]
    search_fields = ["goal__wanted", "goal__school__search_name", "note", "by__search_name"]


@admin.register(GoalNote)
class GoalNoteAdmin(ReadOnlyAdmin):
    """Written once; a wrong one is taken back on the page of its goal."""

    list_display = ["day", "goal", "number", "words", "by", "at"]
    list_filter = ["goal__year", "goal__area", "goal__school"]
    list_select_related = ["goal", "by"]
    search_fields = ["goal__wanted", "goal__school__search_name", "words", "by__search_name"]
    date_hierarchy = "day"


@admin.register(NoteTakenBack)
class NoteTakenBackAdmin(ReadOnlyAdmin):
    list_display = ["at", "note", "reason", "by"]
    list_filter = ["note__goal__year", "note__goal__area"]
    list_select_related = ["note__goal", "by"]
    search_fields = ["note__goal__wanted", "reason", "by__search_name"]
