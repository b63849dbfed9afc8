"""Turning a year over: what the next one takes over from the one before it, step by step."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from common.beside import pressed
from common.converters import id_of
from common.counting import counted
from common.doors import SignedIn, press
from dashboard.queries import steps
from dashboard.queries.turned import who_did
from dashboard.queries.turning import turn_over
from dashboard.views.years import way_to, year_of
from fellows.queries import next_cohort
from fellows.services import open_cohort
from pathways.models import ProgramYear
from pathways.queries import calendar_in, shifted_to, year_before
from pathways.services import copy_goals, copy_scope, draft_year
from people.queries import today
from stipends.services import carry_policies, carry_rates, set_calendar


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
    """The calendar as the step showed it; what changed since is looked at first, and one that stands is left."""
    suggested, stands = shifted_to(year, year_before(year)), calendar_in(year)
    if suggested is not None and stands is None:
        seen = request.POST.get("seen", "")
        given = {"year": year, "by": request.user, "calendar": suggested[0], "seen": seen}
        press(request, set_calendar, f"{year} has its calendar.", **given)
    elif stands is not None:
        _there(
            request,
            f"{year} has its calendar already, and nothing of it was changed.",
            year,
            steps.CALENDAR,
        )


def _drafts(request: SignedIn, year: ProgramYear) -> None:
    _carry(request, draft_year, year, steps.OFFERINGS, _ticked(request))


def _policies(request: SignedIn, year: ProgramYear) -> None:
    _carry(request, carry_policies, year, steps.POLICIES, _ticked(request))


def _rates(request: SignedIn, year: ProgramYear) -> None:
    # Another rate or limit that was published since the page was opened is not drafted unseen.
    only = set(request.POST.getlist("row"))
    _carry(request, carry_rates, year, steps.RATES, only, "there already, or changed since")


def _carry(
    request: SignedIn,
    verb: Callable[..., list[Any]],
    year: ProgramYear,
    key: str,
    only: set[int] | set[str],
    why: str = "there already",
) -> None:
    """Drafts of the rows that were ticked; those another window made meanwhile are told apart."""

    def said(made: list[Any]) -> str:
        new = f"{counted(len(made), 'draft')} made." if made else "Nothing was made."
        if not only:
            return f"{new} Tick what is to be made."
        left = len(only) - len(made)
        if left <= 0:
            return new
        of = counted(left, "of the ticked is", "of the ticked are")
        return f"{new} {of} {why}. {who_did(key, year)}".strip()

    press(request, verb, said, year=year, by=request.user, only=only)


def _scope(request: SignedIn, year: ProgramYear) -> None:
    def said(copied: int) -> str:
        if copied:
            return f"{counted(copied, 'item')} copied."
        return f"Nothing was left to copy. {who_did(steps.SCOPE, year)}"

    press(request, copy_scope, said, year=year, before=year_before(year), by=request.user)


def _goals(request: SignedIn, year: ProgramYear) -> None:
    def said(copied: list[Any]) -> str:
        if copied:
            return f"{counted(len(copied), 'goal')} copied."
        return f"Nothing was left to copy. {who_did(steps.GOALS, year)}".strip()

    press(request, copy_goals, said, year=year, before=year_before(year), by=request.user)


def _cohort(request: SignedIn, year: ProgramYear) -> None:
    suggested = next_cohort()
    if suggested.get("name") and suggested["starts"].year == year.starts.year:
        press(request, open_cohort, lambda made: f"{made} is open.", by=request.user, **suggested)
    else:
        _there(request, "Nothing was opened: the fellows of this year have their cohort.", year, steps.COHORT)


def _there(request: SignedIn, words: str, year: ProgramYear, key: str) -> None:
    messages.info(request, f"{words} {who_did(key, year)}".strip())


PRESSED: dict[str, Callable[[SignedIn, ProgramYear], None]] = {
    steps.CALENDAR: _calendar,
    steps.OFFERINGS: _drafts,
    steps.SCOPE: _scope,
    steps.GOALS: _goals,
    steps.POLICIES: _policies,
    steps.RATES: _rates,
    steps.COHORT: _cohort,
}
