"""Program events: planned on the page of their school, held and cancelled by their verbs."""

from django.contrib import admin
from django.http import HttpRequest

from common.admin import ReadOnlyAdmin, ReadOnlyInline
from common.verbs import Life
from pathways.models import ProgramEvent, ProgramEventLine
from pathways.verbs import PROGRAM_EVENT


class ProgramEventLineInline(ReadOnlyInline):
    model = ProgramEventLine
    fields = readonly_fields = ("at", "action", "from_state", "to_state", "by", "about", "note")


@admin.register(ProgramEvent)
class ProgramEventAdmin(ReadOnlyAdmin):
    life: Life | None = PROGRAM_EVENT
    list_display = ["day", "title", "kind", "school", "year", "seats", "came", "state"]
    list_filter = ["year", "kind", "state", "school"]
    list_select_related = ["school", "year"]
    search_fields = ["title", "school__search_name", "planners__search_name"]
    inlines = [ProgramEventLineInline]

    def not_here(self, request: HttpRequest, obj: ProgramEvent) -> list[str]:
        return ["An event is planned on the page of the events of its school."]

    def view_on_site(self, obj: ProgramEvent) -> str:
        return f"/events/{obj.pk}/"


@admin.register(ProgramEventLine)
class ProgramEventLineAdmin(ReadOnlyAdmin):
    list_display = ["at", "event", "action", "from_state", "to_state", "by", "about", "note"]
    list_filter = ["action", "event__year", "event__kind"]
    list_select_related = ["event", "by"]
    search_fields = ["event__title", "event__school__search_name", "note", "by__search_name"]
