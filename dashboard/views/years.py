"""Program years: the list of them, a new one, and what each is made of."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from common.doors import SignedIn, allowed, sent, status_of, tried
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from dashboard.queries.needs import Needs, needs_of
from dashboard.queries.timeline import timeline_of
from dashboard.queries.whose import for_money, read_by
from dashboard.tables import YEARS
from pathways.forms.years import NewYearForm
from pathways.models import ProgramYear
from pathways.policies import why_not_year
from pathways.queries import calendar_in, year_before
from pathways.services import open_year
from people.models import User
from people.queries import hats, today


def year_of(request: SignedIn, label: str) -> ProgramYear:
    """The year of an address. Raises Http404 for one that is not theirs to see."""
    year: ProgramYear = get_object_or_404(ProgramYear.objects.visible_to(request.user), label=label)
    return year


def above() -> list[dict[str, str]]:
    """The way to a page below the list of years."""
    return [{"name": "Years", "url": reverse("dashboard:years")}]


def way_to(year: ProgramYear) -> list[dict[str, str]]:
    """The way to a page below a year's own."""
    return [*above(), {"name": year.label, "url": reverse("dashboard:year", args=[year.label])}]


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponseBase:
    """All program years, the newest first."""
    years = ProgramYear.objects.visible_to(request.user).annotate(served=Count("service_days"))
    years = years.order_by("-starts")
    if wants_file(request):
        return file_of(request, "years", years, YEARS)
    shown = listed(request, years, YEARS, thing="year")
    context = {"list": shown, "page": shown.page, "may_open": why_not_year(request.user) is None}
    return render(request, "dashboard/year_list.html", context)


@login_required
def new(request: SignedIn) -> HttpResponse:
    """Open a year: the one after the last, or any other."""
    allowed(why_not_year(request.user))
    form = NewYearForm(sent(request), initial={"first": _next()})
    if form.is_valid() and (done := tried(form, open_year, by=request.user, **form.cleaned_data)):
        year, opened = done.answer
        messages.success(
            request, f"{year} is open. Begin with its calendar." if opened else f"{year} is open already."
        )
        return redirect("dashboard:year", label=year.label)
    context = {"form": form, "title": "Open a program year", "crumbs": above()}
    return render(request, "dashboard/year_new.html", context, status=status_of(form))


def _next() -> int:
    """When the year after the last begins; with no year yet, that of today."""
    last = ProgramYear.objects.order_by("-starts").values_list("starts", flat=True).first()
    if last is not None:
        return int(last.year) + 1
    day = today()
    return day.year if day.month >= 7 else day.year - 1


@login_required
@require_safe
def detail(request: SignedIn, label: str) -> HttpResponse:
    """What a year is made of, and what it still needs."""
    year = year_of(request, label)
    day = today()
    context: dict[str, Any] = {
        "year": year,
        "needs": read_by(request.user, needs_of(year, day)) if year.ends > day else None,
        "timeline": timeline_of(year, day),
        "calendar": calendar_in(year) if year.ends <= day else None,
        "before": year_before(year),
        "others": ProgramYear.objects.visible_to(request.user).order_by("starts"),
        "events": year.events.told(),
        "crumbs": above(),
        "today": day,
    }
    return render(request, "dashboard/year_detail.html", context)


@login_required
@require_safe
def needs(request: SignedIn) -> HttpResponse:
    """What this year and those ahead still need, for home: nothing of a year that is ready. Asked by the page itself
    once it stands. Finance alone reads what stipends wait for, and on whom."""
    day, user, found = today(), request.user, list[Needs]()
    money = hats(user).finance and not keeps_years(user)
    if prepares(user):
        read = for_money if money else read_by
        years = ProgramYear.objects.visible_to(user).filter(ends__gt=day).order_by("starts")
        found = [needed for year in years if (needed := read(user, needs_of(year, day))).first_gap]
    may_open = why_not_year(user) is None
    none = not ProgramYear.objects.exists()
    context = {"found": found, "none": none, "may_open": may_open, "money": money}
    return render(request, "dashboard/_needs.html", context)


def keeps_years(user: User) -> bool:
    """Whether setting a year up is theirs: of registrars and program managers."""
    worn = hats(user)
    return worn.registrar or worn.manager


def prepares(user: User) -> bool:
    """Whether home tells them what years need: those who set them up, and finance, which pays by them."""
    return keeps_years(user) or hats(user).finance
