"""Turning a year over: what the next one takes over from the one before it, step by step."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from common.beside import pressed
from common.converters import id_of
from common.counting import counted
from common.doors import SignedIn, press
from dashboard.queries import turning
from dashboard.queries.turning import turn_over
from dashboard.views.years import way_to, year_of
from fellows.queries import next_cohort
from fellows.services import open_cohort
from pathways.models import ProgramYear
from pathways.queries import shifted_to, year_before
from pathways.services import copy_scope, draft_year
from people.queries import today
from stipends.services import carry_policies, set_calendar


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def turn(request: SignedIn, label: str) -> HttpResponse:
    """The steps of a year, one of them open; the button of a step makes what it shows."""
    year = year_of(request, label)
    verb = pressed(request)
    if request.method == "POST" and verb in PRESSED:
        PRESSED[verb](request, year)
        return redirect(f"{reverse('dashboard:turn_over', args=[label])}?step={verb}")
    whole = turn_over(request.user, year, today())
    context: dict[str, Any] = {"year": year, "crumbs": way_to(year), "turn": whole}
    if whole is not None:
        context["step"] = whole.step(request.GET.get("step", ""))
    return render(request, "dashboard/turn_over.html", context)


def _ticked(request: SignedIn) -> set[int]:
    """Ids of the rows that were left ticked."""
    return {pk for typed in request.POST.getlist("row") if (pk := id_of(typed)) is not None}


def _calendar(request: SignedIn, year: ProgramYear) -> None:
    """The calendar as the step showed it; what changed since is looked at first."""
    suggested = shifted_to(year, year_before(year))
    if suggested is not None:
        seen = request.POST.get("seen", "")
        given = {"year": year, "by": request.user, "calendar": suggested[0], "seen": seen}
        press(request, set_calendar, f"{year} has its calendar.", **given)


def _drafts(request: SignedIn, year: ProgramYear) -> None:
    only = _ticked(request)
    press(request, draft_year, _drafted, year=year, by=request.user, only=only)


def _policies(request: SignedIn, year: ProgramYear) -> None:
    only = _ticked(request)
    press(request, carry_policies, _drafted, year=year, by=request.user, only=only)


def _drafted(made: list[Any]) -> str:
    return f"{counted(len(made), 'draft')} made." if made else "Nothing was left to make."


def _scope(request: SignedIn, year: ProgramYear) -> None:
    before = year_before(year)
    press(request, copy_scope, _copied, year=year, before=before, by=request.user)


def _copied(copied: int) -> str:
    return f"{counted(copied, 'item')} copied." if copied else "Nothing was left to copy."


def _cohort(request: SignedIn, year: ProgramYear) -> None:
    suggested = next_cohort()
    if suggested.get("name") and suggested["starts"].year == year.starts.year:
        press(request, open_cohort, lambda made: f"{made} is open.", by=request.user, **suggested)


PRESSED: dict[str, Callable[[SignedIn, ProgramYear], None]] = {
    turning.CALENDAR: _calendar,
    turning.OFFERINGS: _drafts,
    turning.SCOPE: _scope,
    turning.POLICIES: _policies,
    turning.COHORT: _cohort,
}
