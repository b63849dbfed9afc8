"""The sessions of a program year: the plan of it, and planning one, a series, or those of the year before."""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from common.counting import counted
from common.doors import SignedIn, allowed
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from dashboard.tables import lanes_of_plan, plan_columns
from dashboard.views.planning import AgainPage, PlanPage, for_fellows
from pathways.models import ProgramYear
from pathways.queries import year_before
from people.models import User
from people.queries import hats, today
from seminars.policies import why_not
from seminars.queries import conflicts_of, planned_in
from seminars.services import Planned
from seminars.states import Planning

KINDS = {"one": "One session", "series": "A series", "again": "Last year’s"}


def _may_look(user: User) -> None:
    """Staff read every plan, others where they plan. Raises PermissionDenied, in words, for the rest."""
    allowed(None if hats(user).staff else why_not(user, Planning.PLAN))


def crumbs_of(user: User, year: ProgramYear, *, below: bool = False) -> list[dict[str, str]]:
    """The way to the plan of a year: by the year for staff, by their sessions for others."""
    if hats(user).staff:
        over = {"name": year.label, "url": reverse("dashboard:year", args=[year.label])}
    else:
        over = {"name": "Seminars", "url": reverse("seminars:calendar")}
    own = {"name": f"Sessions {year.label}", "url": reverse("dashboard:plan", args=[year.label])}
    return [over, own] if below else [over]


def before_of(user: User, year: ProgramYear) -> ProgramYear | None:
    """The year before, for whoever may plan its sessions anew."""
    return year_before(year) if hats(user).manager else None


@login_required
@require_safe
def current(request: SignedIn) -> HttpResponse:
    """The plan of the year that runs, or of the next one; asked for fellows, the form of one more session for them."""
    _may_look(request.user)
    year = ProgramYear.objects.filter(ends__gt=today()).order_by("starts").first()
    if year is None:
        return render(request, "dashboard/plan_none.html")
    if for_fellows(request):
        return redirect(reverse("dashboard:plan_new", args=[year.label, "one"]) + "?for=fellows")
    return redirect("dashboard:plan", label=year.label)


@login_required
@require_safe
def plan(request: SignedIn, label: str) -> HttpResponseBase:
    """All sessions of a year, by time, with what each meets; and the year as a picture."""
    _may_look(request.user)
    year = get_object_or_404(ProgramYear, label=label)
    rows = planned_in(year, request.user)
    there = [row for row in rows if row.takes_place]
    columns = plan_columns(conflicts_of(there, year))
    if wants_file(request):
        return file_of(request, f"sessions-{year.label}", rows, columns)
    shown = listed(request, rows, columns, thing="session", count=len(rows))
    context = {
        "year": year,
        "title": f"Sessions {year.label}",
        "list": shown,
        "page": shown.page,
        "lanes": lanes_of_plan(there),
        "drawn": counted(len(there), "session"),
        "cancelled": len(rows) - len(there),
        "today": today(),
        # What is long over may be looked at by its address.
        "years": ProgramYear.objects.filter(Q(ends__gt=today()) | Q(pk=year.pk)).order_by("starts"),
        "plans": why_not(request.user, Planning.PLAN) is None,
        "before": before_of(request.user, year),
        "crumbs": crumbs_of(request.user, year),
    }
    return render(request, "dashboard/plan.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn, label: str, kind: str) -> HttpResponse:
    """One session, a series, or those of the year before: shown day by day, then made, all or none."""
    allowed(why_not(request.user, Planning.PLAN))
    year = get_object_or_404(ProgramYear, label=label)
    if kind not in KINDS:
        raise Http404
    page = AgainPage(request, year) if kind == "again" else PlanPage(request, year, series=kind == "series")
    if request.method == "POST" and (done := page.press()) is not None:
        messages.success(request, said_of(done))
        return redirect("dashboard:plan", label=year.label)
    context = {
        "year": year,
        "kind": kind,
        "before": before_of(request.user, year),
        "title": KINDS[kind],
        "crumbs": crumbs_of(request.user, year, below=True),
        **page.context(),
    }
    return render(request, page.template, context, status=page.status)


def said_of(done: Iterable[Planned]) -> str:
    """What was made: "7 sessions are planned, September 8 to April 19."."""
    new = [one.session for one in done if one.new]
    if not new:
        return "These sessions stand in the plan already. Nothing was made twice."
    return f"{counted(len(new), 'session is', 'sessions are')} planned."
