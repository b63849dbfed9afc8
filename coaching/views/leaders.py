"""My leaders, what took place with one of them, and who coaches whom."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from coaching import services
from coaching.forms import DealForm
from coaching.models import CoachingCycle
from coaching.policies import over, why_not, why_not_visit
from coaching.queries import (
    Leader,
    last_step,
    leaders_of,
    owing,
    planned,
    steps_with,
    together,
    with_coach,
)
from coaching.states import Beside, State, VisitAction
from common.converters import wanted_id
from common.counting import counted
from common.doors import SignedIn, allowed, sent, status_of, tried
from common.ui.pictures import Part
from pathways.models import Placement
from people.models import School, User
from people.queries import today


@login_required
@require_safe
def mine(request: SignedIn) -> HttpResponse:
    """The leaders one coaches, who is next on top, each with the way to say that one saw them."""
    allowed(why_not_visit(request.user, VisitAction.RECORD))
    day = today()
    found = leaders_of(request.user, day)
    late = [(one, cycle) for one in found for cycle in one.cycles if cycle.due < day]
    context = {
        "leaders": found,
        "late": late,
        "first": next(iter(found), None),
        "cadence": _cadence([one for one in found if one.theirs]),
        "today": day,
    }
    return render(request, "coaching/mine.html", context)


def _cadence(found: list[Leader]) -> list[dict[str, Any]]:
    """Of each of the two cycles, how many are closed, begun, planned and not planned, as parts of all."""
    rows = []
    for window, name in (("mid_year", "mid-year"), ("end_of_year", "end-of-year")):
        states = Counter(getattr(one.placement, f"{window}_state") or "" for one in found)
        closed, planned, none = states[State.CLOSED], states[State.PLANNING], states[""]
        begun = len(found) - closed - planned - none
        parts = [
            Part("done", "closed", closed),
            Part("part", "begun", begun),
            Part("ahead", "planned", planned),
        ]
        words = f"{name} closed; {begun} begun, {planned} planned, {none} not planned yet"
        rows.append({"closed": closed, "of": len(found), "words": words, "parts": parts})
    return rows


@login_required
@require_safe
def one(request: SignedIn, pk: int) -> HttpResponse:
    """What took place between a leader and their coaches: days for all who may see the placement, words for the two."""
    seen = Placement.objects.visible_to(request.user)
    with_since = CoachingCycle.objects.annotate(since=last_step()).select_related("coach")
    cycles = Prefetch("coaching_cycles", with_since)
    rows = seen.select_related("person", "role", "school", "year").prefetch_related(cycles)
    placement: Any = get_object_or_404(with_coach(rows, today()), pk=pk)
    context = {
        "placement": placement,
        "coach": User.objects.filter(pk=placement.coach).first() if placement.coach else None,
        "cycles": [(one, planned(one, today())) for one in placement.coaching_cycles.all()],
        "met": together(placement, request.user),
        "records": why_not_visit(request.user, VisitAction.RECORD, placement) is None
        and not over(placement, today()),
        "plans": why_not(request.user, Beside.PLAN, placement) is None,
        "steps": steps_with(placement, request.user),
        "today": today(),
        "own": placement.person_id == request.user.pk,
    }
    return render(request, "coaching/one.html", context)


@login_required
@require_safe
def schools(request: SignedIn) -> HttpResponse:
    """Who coaches whom, school by school; leaders without a coach are counted first, and named on `?school=`."""
    allowed(why_not_visit(request.user, VisitAction.DEAL_OUT))
    day, rows, alone = today(), dict[int, dict[str, Any]](), []
    for placement, coach in _dealt(request):
        row = rows.setdefault(
            placement.school_id,
            {"school": placement.school, "leaders": 0, "without": 0, "coaches": Counter[str]()},
        )
        row["leaders"] += 1
        if coach is not None:
            row["coaches"][coach.name] += 1
        elif placement.starts <= day:
            row["without"] += 1
            alone.append(placement)
    found = sorted(rows.values(), key=lambda row: (-row["without"], row["school"].sort_name))
    for row in found:
        # A template would ask a Counter for its "items", and be told 0.
        row["coaches"] = sorted(row["coaches"].items())
    asked = wanted_id(request.GET.get("school"))
    context = {
        "schools": found,
        "without": len(alone),
        "alone": [one for one in alone if one.school_id == asked],
    }
    return render(request, "coaching/schools.html", context)


def _dealt(request: SignedIn, school: School | None = None) -> list[tuple[Placement, User | None]]:
    """Leaders of the program year in progress, by name, each with who coaches them. Two queries."""
    day = today()
    held = Placement.objects.visible_to(request.user).filter(year__starts__lte=day, year__ends__gt=day)
    if school is not None:
        held = held.filter(school=school)
    rows: list[Any] = list(with_coach(owing(None, day, held), day))
    people = User.objects.in_bulk({row.coach for row in rows} - {None})
    return [(row, people.get(row.coach)) for row in rows]


@login_required
def deal(request: SignedIn, slug: str) -> HttpResponse:
    """The leaders of one school are dealt out to a coach: all, or those that are ticked."""
    allowed(why_not_visit(request.user, VisitAction.DEAL_OUT))
    school = get_object_or_404(School, slug=slug)
    dealt = _dealt(request, school)
    form = DealForm(sent(request), dealt=dealt)
    if form.is_valid():
        given = {"placement_pks": form.cleaned_data["leaders"], "coach": form.cleaned_data["coach"]}
        if done := tried(form, services.deal_out, **given, by=request.user):
            name, more = (
                form.cleaned_data["coach"].name,
                counted(len(done.answer), "leader more", "leaders more"),
            )
            messages.success(request, f"{name} coaches {more} now. A cycle that was open goes on with them.")
            return redirect("coaching:schools")
    context = {"school": school, "form": form, "dealt": dealt}
    return render(request, "coaching/deal.html", context, status=status_of(form))
