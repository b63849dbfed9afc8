"""Placements: begun by an accepted offer; moved, paused and ended by the verbs of their page."""

from django.contrib import admin
from django.http import HttpRequest

from common.admin import ReadOnlyAdmin, ReadOnlyInline
from common.verbs import Life
from pathways.models import (
    EarlierYear,
    Leave,
    Placement,
    PlacementEvent,
    SchoolAssignment,
    SignedPaper,
    TakenOver,
)
from pathways.verbs import PLACEMENT
from people.queries import signer_for, today

PLACED = ["placement__person", "placement__role", "placement__school"]


class AssignmentInline(ReadOnlyInline):
    model = SchoolAssignment
    fields = readonly_fields = ("school", "starts", "ends")


class LeaveInline(ReadOnlyInline):
    model = Leave
    fields = readonly_fields = ("category", "protected", "starts", "ends")


class PlacementEventInline(ReadOnlyInline):
    model = PlacementEvent
    fields = readonly_fields = ("at", "action", "by", "about", "note")


@admin.register(Placement)
class PlacementAdmin(ReadOnlyAdmin):
    """Placements, and what is put right of them."""

    life: Life | None = PLACEMENT
    by_number = True
    list_display = ["person", "role", "school", "year", "starts", "ends", "end_reason"]
    list_filter = ["year", "role", "end_reason", "school"]
    list_select_related = ["person", "role", "school", "year"]
    search_fields = ["person__search_name", "school__search_name", "commitment_sha256"]
    inlines = [AssignmentInline, LeaveInline, PlacementEventInline]

    def not_here(self, request: HttpRequest, obj: Placement) -> list[str]:
        elsewhere = ["A placement begins when its offer is accepted, after two signatures on one text."]
        if hasattr(obj, "attestation"):
            return elsewhere
        signer = signer_for(obj.school, today())
        if signer is None:
            return [
                *elsewhere,
                f"Nobody signs for {obj.school} today, so nobody can attest. Appoint an acting signer first.",
            ]
        return [*elsewhere, f"Whether the school's expectations were met is said by {signer}, nobody else."]

    def view_on_site(self, obj: Placement) -> str:
        return f"/placements/{obj.pk}/"


@admin.register(PlacementEvent)
class PlacementEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "placement", "action", "by", "about", "note"]
    list_filter = ["action", "placement__year", "placement__role"]
    list_select_related = [*PLACED, "by", "left", "school"]
    search_fields = ["placement__person__search_name", "note", "by__search_name"]


@admin.register(SchoolAssignment)
class SchoolAssignmentAdmin(ReadOnlyAdmin):
    list_display = ["placement", "school", "starts", "ends"]
    list_filter = ["placement__year", "placement__role", "school"]
    list_select_related = [*PLACED, "school"]
    search_fields = ["placement__person__search_name", "school__search_name"]


@admin.register(Leave)
class LeaveAdmin(ReadOnlyAdmin):
    list_display = ["placement", "category", "protected", "starts", "ends"]
    list_filter = ["category", "protected", "placement__year", "placement__school"]
    list_select_related = PLACED
    search_fields = ["placement__person__search_name"]
    date_hierarchy = "starts"


@admin.register(EarlierYear)
class EarlierYearAdmin(ReadOnlyAdmin):
    """Taken over and taken back on a page of its own."""

    list_display = ["person", "role", "year", "school", "entered_by", "entered_at", "taken_back_at"]
    list_filter = ["role", "year", ("taken_back_at", admin.EmptyFieldListFilter)]
    list_select_related = ["person", "role", "year", "school", "entered_by"]
    search_fields = ["person__search_name", "reason"]


@admin.register(TakenOver)
class TakenOverAdmin(ReadOnlyAdmin):
    """Taken over on a page of its own."""

    list_display = ["placement", "reason", "by", "at"]
    list_filter = ["placement__year", "placement__role"]
    list_select_related = [*PLACED, "by"]
    search_fields = ["placement__person__search_name", "reason"]


@admin.register(SignedPaper)
class SignedPaperAdmin(ReadOnlyAdmin):
    """The file itself is opened on the page of the placement, by those it is for."""

    list_display = ["placement", "signed_by", "signed_on", "by", "at"]
    list_filter = ["placement__year", "placement__role"]
    list_select_related = [*PLACED, "by"]
    search_fields = ["placement__person__search_name", "signed_by", "reason"]
    exclude = ["file"]
