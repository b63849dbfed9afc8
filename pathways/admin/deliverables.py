"""What leaders hand in, and the principal's word: decided by the verbs of their pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from common.admin import ReadOnlyAdmin, ReadOnlyInline, service_action
from common.doors import signed_in
from common.verbs import Life
from pathways import services
from pathways.forms.deliverables import CorrectForm
from pathways.models import Attestation, DeliverableEvent, DeliverableRecord
from pathways.policies import why_not
from pathways.states import DeliverableState, PlacementAction
from pathways.verbs import DELIVERABLE

PLACED = ["placement__person", "placement__role", "placement__school"]


class DeliverableEventInline(ReadOnlyInline):
    model = DeliverableEvent
    fields = readonly_fields = ("at", "action", "from_state", "to_state", "by", "note")


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
    list_display = ["at", "record", "leader", "action", "from_state", "to_state", "by", "note"]
    list_filter = ["action", "record__deliverable__offering__year", "record__deliverable__offering__role"]
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


def word_of(request: HttpRequest, rows: list[Attestation]) -> dict[str, Any]:
    """The form begins with what was said, when it is about one."""
    if len(rows) != 1:
        return {}
    return {"initial": {"met": "yes" if rows[0].met else "no", "words": rows[0].words}}


@admin.register(Attestation)
class AttestationAdmin(ReadOnlyAdmin):
    """Given once by whoever signs for the school; corrected here, with a reason."""

    list_display = ["placement", "met", "by", "at"]
    list_filter = ["met", "placement__year", "placement__role", "placement__school"]
    list_select_related = [*PLACED, "by"]
    search_fields = ["placement__person__search_name", "words", "by__search_name"]
    actions = ["correct"]

    @service_action(
        "Correct…",
        done="Corrected",
        form=CorrectForm,
        given=word_of,
        when=lambda user, row: why_not(user, PlacementAction.CORRECT_WORD, row.placement) is None,
        one=True,
        lead="The leader gets a mail. The old word and your reason stay in the placement's history.",
    )
    def correct(self, request: HttpRequest, row: Attestation, met: str, words: str, reason: str) -> None:
        services.correct_attestation(
            placement_pk=row.placement_id, by=signed_in(request), met=met == "yes", words=words, reason=reason
        )

    def view_on_site(self, obj: Attestation) -> str:
        return f"/attestations/{obj.placement_id}/"
