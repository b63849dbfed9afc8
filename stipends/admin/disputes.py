"""What leaders say is wrong with their stipends, and what was answered."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin, ReadOnlyInline
from stipends.models import Dispute, DisputeEvent
from stipends.verbs import DISPUTE


class DisputeEvents(ReadOnlyInline):
    model = DisputeEvent
    fields = readonly_fields = ("at", "action", "from_state", "to_state", "by", "about", "note")


@admin.register(Dispute)
class DisputeAdmin(ReadOnlyAdmin):
    list_display = ["person", "role", "year", "what", "state", "outcome", "opened_at", "answered_by"]
    list_filter = ["state", "outcome", "about", "placement__year", "placement__role"]
    list_select_related = [
        "placement__person",
        "placement__role",
        "placement__year",
        "session",
        "record__deliverable",
        "answered_by",
    ]
    search_fields = ["placement__person__search_name", "words", "answer"]
    inlines = [DisputeEvents]
    life = DISPUTE

    @admin.display(description="person", ordering="placement__person__sort_name")
    def person(self, row: Dispute) -> str:
        return str(row.placement.person)

    @admin.display(description="role", ordering="placement__role__name")
    def role(self, row: Dispute) -> str:
        return str(row.placement.role)

    @admin.display(description="year", ordering="placement__year__starts")
    def year(self, row: Dispute) -> str:
        return str(row.placement.year)

    def view_on_site(self, obj: Dispute) -> str:
        return f"/stipends/disputes/{obj.pk}/"


@admin.register(DisputeEvent)
class DisputeEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "dispute", "action", "from_state", "to_state", "by", "about", "note"]
    list_filter = ["action", "dispute__placement__year"]
    list_select_related = [
        "dispute__placement__person",
        "dispute__session",
        "dispute__record__deliverable",
        "by",
    ]
    search_fields = ["dispute__placement__person__search_name", "note", "by__search_name"]
