"""Placements: begun by an accepted offer; moved, paused and ended by the verbs of their page."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest

from common.admin import ReadOnlyAdmin, ReadOnlyInline, service_action
from pathways import services
from pathways.forms import (
    CORRECTING,
    CORRECTING_START,
    ENDING,
    CorrectEndForm,
    CorrectStartForm,
    EndForm,
    LeaveForm,
    MoveForm,
    TakeBackLeaveForm,
    TakeBackMoveForm,
)
from pathways.models import Leave, Placement, PlacementEvent, SchoolAssignment
from pathways.policies import may
from pathways.queries import crowding, crowding_between
from pathways.services import Correcting
from pathways.states import Correction, Ending
from people.models import School, User
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
    door = staticmethod(services.straight)
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
        "correct_start",
        "take_back_move",
        "take_back_leave",
    ]

    @service_action(
        "End as completed on the year's last day…",
        done="Completed",
        form=forms.Form,
        when=lasting("end"),
        lead=COMPLETING,
    )
    def complete(self, request: HttpRequest, row: Placement, **typed: Any) -> None:
        services.end_placement(pk=row.pk, by=request.user, ends=row.year.ends, reason=Ending.COMPLETED)

    @service_action("End…", done="Ended", form=EndForm, when=lasting("end"), lead=ENDING)
    def end(self, request: HttpRequest, row: Placement, **typed: Any) -> None:
        services.end_placement(
            pk=row.pk,
            by=request.user,
            ends=typed["last_day"] + timedelta(days=1),
            reason=Ending(typed["reason"]),
            note=typed["note"],
        )

    @service_action(
        "Correct how it ended…",
        done="Corrected",
        form=CorrectEndForm,
        given=as_it_ended,
        when=lambda user, row: bool(row.end_reason) and may(user, "correct", row),
        one=True,
        lead=CORRECTING,
    )
    def correct_end(
        self, request: HttpRequest, row: Placement, last_day: date, reason: str, why: str, seen: str
    ) -> None:
        def verb() -> str:
            ends = last_day + timedelta(days=1)
            services.correct_end(pk=row.pk, by=request.user, ends=ends, reason=Ending(reason), why=why)
            return f"last day {last_day:%B %-d, %Y}, {reason.replace('_', ' ')}"

        self.door(Correcting(row, Correction.END, request.user, why, seen), verb)

    @service_action(
        "Correct the first day…",
        done="Corrected",
        form=CorrectStartForm,
        given=as_it_began,
        when=lambda user, row: may(user, "correct", row),
        one=True,
        lead=CORRECTING_START,
    )
    def correct_start(
        self, request: HttpRequest, row: Placement, first_day: date, why: str, seen: str
    ) -> None:
        def verb() -> str:
            services.correct_start(pk=row.pk, by=request.user, starts=first_day, why=why)
            return f"{first_day:%B %-d, %Y} instead of {row.starts:%B %-d, %Y}"

        self.door(Correcting(row, Correction.START, request.user, why, seen), verb)
        if crowded := crowding_between(row, first_day, row.starts):
            messages.warning(request, crowded)

    @service_action("Move to another school…", done="Moved", form=MoveForm, when=lasting("move"), lead=MOVING)
    def move(self, request: HttpRequest, row: Placement, school: School, first_day: date) -> None:
        moved = services.move_school(pk=row.pk, to=school, starts=first_day, by=request.user)
        if crowded := crowding(moved):
            messages.warning(request, crowded)

    @service_action("Record a leave…", done="Leaves recorded", form=LeaveForm, when=lasting("leave"))
    def leave(self, request: HttpRequest, row: Placement, **typed: Any) -> None:
        def verb() -> str:
            recorded = services.record_leave(
                pk=row.pk,
                category=typed["category"],
                protected=typed["protected"],
                starts=typed["first_day"],
                ends=typed["ends"],
                by=request.user,
            )
            return recorded.days

        self.door(Correcting(row, Correction.LEAVE, request.user, typed["reason"], typed["seen"]), verb)

    @service_action(
        "Take back the move ahead…",
        done="Taken back",
        form=TakeBackMoveForm,
        when=lambda user, row: may(user, "move", row) and row.assignments.to_take_back(today()).exists(),
        lead=TAKING_BACK,
    )
    def take_back_move(self, request: HttpRequest, row: Placement, why: str) -> None:
        services.take_back_move(pk=row.pk, by=request.user, reason=why)

    @service_action(
        "Take back a leave…",
        done="Taken back",
        form=TakeBackLeaveForm,
        given=leaves_of,
        when=lambda user, row: may(user, "leave", row) and row.leaves.exists(),
        one=True,
        lead=TAKING_BACK_A_LEAVE,
    )
    def take_back_leave(self, request: HttpRequest, row: Placement, leave: int, why: str, seen: str) -> None:
        def verb() -> str:
            days = next((one.days for one in row.leaves.all() if one.pk == leave), "")
            services.take_back_leave(pk=row.pk, leave=leave, by=request.user, reason=why)
            return days

        self.door(Correcting(row, Correction.LEAVE_BACK, request.user, why, seen), verb)

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
