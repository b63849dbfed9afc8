"""The board of a cohort: fellows by milestones in one page."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from common.doors import SignedIn
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from common.ui.pictures import Chip, Part
from fellows.models import FellowCohort
from fellows.policies import sees_all, sees_assistance, why_not_plan
from fellows.queries.board import SHOWN, Board, board_of, cohort_to_look_at
from fellows.rules.hours import hours_number, whole_hours
from fellows.tables import board_columns
from people.queries import today


@login_required
@require_safe
def latest(request: SignedIn) -> HttpResponse:
    """The board of the cohort that studies now; without a cohort, the list of fellows."""
    _allowed(request)
    cohort = cohort_to_look_at(today())
    return redirect("fellows:board", cohort.pk) if cohort else redirect("fellows:list")


@login_required
@require_safe
def board(request: SignedIn, pk: int) -> HttpResponseBase:
    """Who is late, at a glance; then each fellow with each milestone, and the same as a file."""
    _allowed(request)
    found = board_of(get_object_or_404(FellowCohort, pk=pk), today())
    asked = request.GET.get("show", "")
    rows, columns = found.shown(asked), board_columns(found)
    if wants_file(request):
        return file_of(request, "fellows-board", rows, columns)
    shown = listed(request, rows, columns, thing="fellow")
    context = {
        "board": found,
        "list": shown,
        "page_obj": shown.page,
        "chips": _chips(found, asked),
        "late": found.shown("late"),
        "hours": _hours(found),
        "cohorts": FellowCohort.objects.exclude(pk=pk)[:12],
        "may_plan": why_not_plan(request.user) is None,
        "may_assist": sees_assistance(request.user),
    }
    return render(request, "fellows/board.html", context)


def _hours(found: Board) -> dict[str, Any]:
    """The hours of all in words, and as parts of what the plan asks of all; nothing where it asks for none."""
    pace = found.hours
    if pace is None:
        return {}
    words = {name: hours_number(getattr(pace, name)) for name in ("accepted", "asked", "logged")}
    waits = min(pace.logged, pace.asked - pace.accepted)
    parts = [Part("done", "accepted", pace.accepted), Part("part", "to accept", waits)]
    return {**words, "expected": whole_hours(pace.expected), "parts": parts, "whole": pace.asked}


def _chips(found: Board, asked: str) -> list[Chip]:
    at = reverse("fellows:board", args=[found.cohort.pk])
    everybody = Chip("All", at, len(found.rows), current=asked not in SHOWN)
    return [
        everybody,
        *(
            Chip(words, f"{at}?show={what}", len(found.shown(what)), current=asked == what)
            for what, words in SHOWN.items()
        ),
    ]


def _allowed(request: SignedIn) -> None:
    if not sees_all(request.user):
        raise PermissionDenied
