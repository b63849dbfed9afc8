"""What leaders hand in, and the principal's word: decided by the verbs of their pages."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from common.admin import ReadOnlyAdmin, ReadOnlyInline, service_action
from pathways import services
from pathways.forms.deliverables import CorrectForm, ReturnForm, WaiveForm
from pathways.models import Attestation, DeliverableEvent, DeliverableRecord
from pathways.policies import may
from pathways.services import corrections
from pathways.states import DELIVERABLE_MOVES, DeliverableAction, DeliverableState
from people.models import User

TOLD = "The leader gets a mail with your words."
WAIVING = "It then leaves the sum of the stipend. The leader gets a mail with your words."
PLACED = ["placement__person", "placement__role", "placement__school"]


class DeliverableEventInline(ReadOnlyInline):
    model = DeliverableEvent
    fields = readonly_fields = ["at", "action", "from_state", "to_state", "by", "note"]


def ready(action: DeliverableAction) -> Callable[[User, DeliverableRecord], bool]:
    """Whether this person may decide this about what was handed in, as it stands."""
    return lambda user, row: (
        (DeliverableState(row.state), action) in DELIVERABLE_MOVES and may(user, action, row)
    )


@admin.register(DeliverableRecord)
class DeliverableRecordAdmin(ReadOnlyAdmin):
    """What was handed in; what waiving it moves is shown by `door`."""

    by_number = True
    door = staticmethod(corrections.straight)
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
    actions = ["accept", "send_back", "waive"]

    @admin.display(description="due", ordering="deliverable__due")
    def due(self, row: DeliverableRecord) -> Any:
        return row.deliverable.due

    @service_action("Accept", done="Accepted", when=ready(DeliverableAction.ACCEPT))
    def accept(self, request: HttpRequest, row: DeliverableRecord) -> str | None:
        before = row.state
        services.accept(pk=row.pk, by=request.user)
        return f"{row.deliverable} was accepted before." if before == DeliverableState.ACCEPTED else None

    @service_action(
        "Return for changes…",
        done="Returned",
        form=ReturnForm,
        when=ready(DeliverableAction.RETURN),
        lead=TOLD,
    )
    def send_back(self, request: HttpRequest, row: DeliverableRecord, words: str) -> None:
        services.send_back(pk=row.pk, by=request.user, words=words)

    @service_action(
        "Waive…", done="Waived", form=WaiveForm, when=ready(DeliverableAction.WAIVE), lead=WAIVING
    )
    def waive(self, request: HttpRequest, row: DeliverableRecord, **typed: Any) -> None:
        corrections.let_go(self.door, row, request.user, **typed)

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
        when=lambda user, row: may(user, "correct", row.placement),
        one=True,
        lead="The leader gets a mail. The old word and your reason stay in the placement's history.",
    )
    def correct(self, request: HttpRequest, row: Attestation, met: str, words: str, reason: str) -> None:
        services.correct_attestation(
            placement_pk=row.placement_id, by=request.user, met=met == "yes", words=words, reason=reason
        )

    def view_on_site(self, obj: Attestation) -> str:
        return f"/attestations/{obj.placement_id}/"
