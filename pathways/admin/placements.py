"""Placements: begun by an accepted offer; moved, paused and ended by the verbs of their page."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest

from common.admin import ReadOnlyAdmin, ReadOnlyInline, service_action
from common.looking import SeenFields
from pathways.forms.placements import (
    CORRECTING,
    CORRECTING_START,
    ENDING,
    GOING_ON,
    CorrectEndForm,
    CorrectStartForm,
    EndForm,
    LeaveForm,
    MoveForm,
    TakeBackEndForm,
    TakeBackLeaveForm,
    TakeBackMoveForm,
)
from pathways.models import Leave, Placement, PlacementEvent, SchoolAssignment
from pathways.policies import may
from pathways.queries import crowding, crowding_between
from pathways.services import corrections
from pathways.states import Ending
from people.models import User
from people.queries import signer_for, today

COMPLETING = (
    "The whole year was served: once its last day has come, this ends the placement. The leader gets a mail."
)
MOVING = (
    "Serves out the placement at another school, from that day on. The leader and whoever signs for the two schools "
    "get a mail."
)
TAKING_BACK = "It stays at its present school. The leader and whoever signs for the two schools get a mail."
TAKING_BACK_A_LEAVE = (
    "One that was recorded by mistake. Its days and your reason stay in the history. What was paid stays as it was "
    "paid: a supplementary run settles the difference."
)
PLACED = ["placement__person", "placement__role", "placement__school"]


class AssignmentInline(ReadOnlyInline):
    model = SchoolAssignment
    fields = readonly_fields = ["school", "starts", "ends"]


class LeaveInline(ReadOnlyInline):
    model = Leave
    fields = readonly_fields = ["category", "protected", "starts", "ends"]


class PlacementEventInline(ReadOnlyInline):
    model = PlacementEvent
    fields = readonly_fields = ["at", "action", "by", "note"]


def as_it_ended(request: HttpRequest, rows: list[Placement]) -> dict[str, Any]:
    """The form begins with what stands, when it is about one."""
    if len(rows) != 1:
        return {}
    ends = rows[0].ends or rows[0].year.ends
    return {"initial": {"last_day": ends - timedelta(days=1), "reason": rows[0].end_reason}}


def as_it_began(request: HttpRequest, rows: list[Placement]) -> dict[str, Any]:
    return {"initial": {"first_day": rows[0].starts}} if len(rows) == 1 else {}


def leaves_of(request: HttpRequest, rows: list[Placement]) -> dict[str, Any]:
    return {"leaves": [leave for row in rows for leave in row.leaves.all()]}


def lasting(action: str) -> Callable[[User, Placement], bool]:
    """Whether this person may do this with a placement that was not ended."""
    return lambda user, row: not row.end_reason and may(user, action, row)


@admin.register(Placement)
class PlacementAdmin(ReadOnlyAdmin):
    """Placements, and what is put right of them through `door`."""

    by_number = True
    door = staticmethod(corrections.straight)
    list_display = ["person", "role", "school", "year", "starts", "ends", "end_reason"]
    list_filter = ["year", "role", "end_reason", "school"]
    list_select_related = ["person", "role", "school", "year"]
    search_fields = ["person__search_name", "school__search_name", "commitment_sha256"]
    inlines = [AssignmentInline, LeaveInline, PlacementEventInline]
    actions = [
        "complete",
        "end",
        "move",
        "leave",
        "correct_end",
        "take_back_end",
        "correct_start",
        "take_back_move",
        "take_back_leave",
    ]

    @service_action(
        "End as completed on the year's last day…",
        done="Completed",
        form=SeenFields,
        when=lasting("end"),
        lead=COMPLETING,
    )
    def complete(self, request: HttpRequest, row: Placement, seen: str) -> None:
        last_day, reason = row.year.ends - timedelta(days=1), Ending.COMPLETED
        corrections.end(self.door, row, request.user, last_day=last_day, reason=reason, note="", seen=seen)

    @service_action("End…", done="Ended", form=EndForm, when=lasting("end"), lead=ENDING)
    def end(self, request: HttpRequest, row: Placement, **typed: Any) -> None:
        corrections.end(self.door, row, request.user, **typed)

    @service_action(
        "Correct how it ended…",
        done="Corrected",
        form=CorrectEndForm,
        given=as_it_ended,
        when=lambda user, row: bool(row.end_reason) and may(user, "correct", row),
        one=True,
        lead=CORRECTING,
    )
    def correct_end(self, request: HttpRequest, row: Placement, **typed: Any) -> None:
        corrections.put_end_right(self.door, row, request.user, **typed)

    @service_action(
        "Take back the end…",
        done="Going on",
        form=TakeBackEndForm,
        when=lambda user, row: bool(row.end_reason) and may(user, "correct", row),
        one=True,
        lead=GOING_ON,
    )
    def take_back_end(self, request: HttpRequest, row: Placement, **typed: Any) -> None:
        ended = row.ends or row.year.ends
        corrections.take_end_back(self.door, row, request.user, **typed)
        if crowded := crowding_between(row, ended, row.year.ends):
            messages.warning(request, crowded)

    @service_action(
        "Correct the first day…",
        done="Corrected",
        form=CorrectStartForm,
        given=as_it_began,
        when=lambda user, row: may(user, "correct", row),
        one=True,
        lead=CORRECTING_START,
    )
    def correct_start(self, request: HttpRequest, row: Placement, first_day: date, **typed: Any) -> None:
        corrections.put_start_right(self.door, row, request.user, first_day=first_day, **typed)
        if crowded := crowding_between(row, first_day, row.starts):
            messages.warning(request, crowded)

    @service_action("Move to another school…", done="Moved", form=MoveForm, when=lasting("move"), lead=MOVING)
    def move(self, request: HttpRequest, row: Placement, **typed: Any) -> None:
        if crowded := crowding(corrections.move(self.door, row, request.user, **typed)):
            messages.warning(request, crowded)

    @service_action("Record a leave…", done="Leaves recorded", form=LeaveForm, when=lasting("leave"))
    def leave(self, request: HttpRequest, row: Placement, **typed: Any) -> None:
        corrections.leave(self.door, row, request.user, **typed)

    @service_action(
        "Take back the move ahead…",
        done="Taken back",
        form=TakeBackMoveForm,
        when=lambda user, row: may(user, "move", row) and row.assignments.to_take_back(today()).exists(),
        lead=TAKING_BACK,
    )
    def take_back_move(self, request: HttpRequest, row: Placement, **typed: Any) -> None:
        corrections.stay(self.door, row, request.user, **typed)

    @service_action(
        "Take back a leave…",
        done="Taken back",
        form=TakeBackLeaveForm,
        given=leaves_of,
        when=lambda user, row: may(user, "leave", row) and row.leaves.exists(),
        one=True,
        lead=TAKING_BACK_A_LEAVE,
    )
    def take_back_leave(self, request: HttpRequest, row: Placement, **typed: Any) -> None:
        corrections.put_leave_back(self.door, row, request.user, **typed)

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
    list_display = ["at", "placement", "action", "by", "note"]
    list_filter = ["action", "placement__year", "placement__role"]
    list_select_related = [*PLACED, "by"]
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
