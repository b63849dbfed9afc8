"""What leaders hand in, and the principal's word: decided by the verbs of their pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from common.admin import ReadOnlyAdmin, ReadOnlyInline
from common.verbs import Life
from pathways.models import Attestation, DeliverableEvent, DeliverableRecord, EvidenceFile
from pathways.states import DeliverableState
from pathways.verbs import DELIVERABLE

PLACED = ["placement__person", "placement__role", "placement__school"]


class DeliverableEventInline(ReadOnlyInline):
    model = DeliverableEvent
    fields = readonly_fields = (
        *("at", "action", "from_state", "to_state", "by", "note"),
        *("link", "file_name", "program_event", "goal", "source", "until"),
    )


@admin.register(DeliverableRecord)
class DeliverableRecordAdmin(ReadOnlyAdmin):
    """What was handed in."""

    life: Life | None = DELIVERABLE
    by_number = True
    list_display = ["placement", "deliverable", "due", "state", "submitted_at", "decided_by"]
    list_filter = [
        "state",
        "deliverable__offering__year",
        "deliverable__offering__role",
        "deliverable__accepted_by",
        "deliverable__completes_from",
        "placement__school",
    ]
    list_select_related = [*PLACED, "deliverable", "decided_by"]
    search_fields = ["placement__person__search_name", "deliverable__title"]
    # The file leaves through its page only, which knows who may have it.
    exclude = ["file"]
    inlines = [DeliverableEventInline]

    @admin.display(description="due", ordering="deliverable__due")
    def due(self, row: DeliverableRecord) -> Any:
        return row.deliverable.due

    def not_here(self, request: HttpRequest, obj: DeliverableRecord) -> list[str]:
        if obj.state in {DeliverableState.OPEN, DeliverableState.RETURNED}:
            return [f"Evidence is handed in by {obj.placement.person}, nobody else."]
        return []

    def view_on_site(self, obj: DeliverableRecord) -> str:
        return f"/deliverables/{obj.pk}/"


@admin.register(DeliverableEvent)
class DeliverableEventAdmin(ReadOnlyAdmin):
    # As that of its record, the file leaves through its page only.
    exclude = ["file"]
    list_display = ["at", "record", "leader", "action", "from_state", "to_state", "by", "note"]
    list_filter = [
        *("action", "source", "record__deliverable__offering__year", "record__deliverable__offering__role")
    ]
    list_select_related = ["record__deliverable", "record__placement__person", "by"]
    search_fields = [
        "record__placement__person__search_name",
        "record__deliverable__title",
        "note",
        "by__search_name",
    ]

    @admin.display(description="leader", ordering="record__placement__person__sort_name")
    def leader(self, event: DeliverableEvent) -> Any:
        return event.record.placement.person


@admin.register(EvidenceFile)
class EvidenceFileAdmin(ReadOnlyAdmin):
    # The file leaves through the page of its deliverable only, which knows who may have it.
    exclude = ["file"]
    list_display = ["file_name", "line"]
    list_filter = ["line__record__deliverable__offering__year", "line__record__deliverable__offering__role"]
    list_select_related = ["line"]
    search_fields = ["line__record__placement__person__search_name", "line__record__deliverable__title"]


@admin.register(Attestation)
class AttestationAdmin(ReadOnlyAdmin):
    """Given once by whoever signs for the school; corrected on its placement, with a reason."""

    list_display = ["placement", "met", "by", "at"]
    list_filter = ["met", "placement__year", "placement__role", "placement__school"]
    list_select_related = [*PLACED, "by"]
    search_fields = ["placement__person__search_name", "words", "by__search_name"]

    def not_here(self, request: HttpRequest, obj: Attestation) -> list[str]:
        return ["It is corrected by a button of its placement."]

    def view_on_site(self, obj: Attestation) -> str:
        return f"/attestations/{obj.placement_id}/"
