"""Codes of the books: a year's table, and the funds."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from common.doors import SignedIn, allowed, sent, status_of, tried
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from pathways.models import ProgramYear, Role
from people.queries import today
from stipends import services
from stipends.forms import CodesForm, FundForm, FundNameForm
from stipends.models import AccountCode, Fund
from stipends.policies import why_not_codes
from stipends.queries import codes_by_year
from stipends.tables import FUNDS
from stipends.views.doors import only_money

MOST_HISTORY = 50


def year_asked(request: SignedIn, years: list[ProgramYear]) -> ProgramYear | None:
    """The year the address names; without one the year that runs now, or the latest."""
    label, day = request.GET.get("year", ""), today()
    named = [one for one in years if (one.label == label if label else one.starts <= day < one.ends)]
    return next(iter(named if label else [*named, *years]), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: SignedIn) -> HttpResponse:
    """What the books call each role and channel of a year; finance writes it."""
    only_money(request)
    years = list(ProgramYear.objects.all())
    year = year_asked(request, years)
    context: dict[str, Any] = {"years": years, "year": year, "may_write": why_not_codes(request.user) is None}
    if year is None:
        return render(request, "stipends/codes.html", context)
    if request.method == "POST":
        allowed(why_not_codes(request.user))
    form, taken_over = _form(request, year, years)
    if form.is_valid():
        typed = {"rows": form.cleaned_data["rows"], "seen": form.cleaned_data["seen"]}
        if done := tried(form, services.write_codes, year=year, by=request.user, **typed):
            messages.success(request, _said(done.answer))
            return redirect(f"{reverse('stipends:codes')}?year={year.label}")
    history = AccountCode.objects.visible_to(request.user).filter(year=year)
    context |= {
        "form": form,
        "taken_over": taken_over,
        "history": history.select_related("role", "fund", "by")[:MOST_HISTORY],
        "funds": len(form.funds),
    }
    return render(request, "stipends/codes.html", context, status=status_of(form))


def _form(
    request: SignedIn, year: ProgramYear, years: list[ProgramYear]
) -> tuple[CodesForm, ProgramYear | None]:
    """With what counts; in a year without any code with those of the year before, which is answered then."""
    earlier = next((one for one in years if one.starts < year.starts), None)
    codes = codes_by_year([one.pk for one in (year, earlier) if one is not None])
    found, known, before = codes[year.pk], codes[year.pk].all, None
    if not known and earlier is not None:
        known = codes[earlier.pk].all
        before = earlier if known else None
    form = CodesForm(
        sent(request),
        roles=Role.objects.select_related("pathway"),
        known=known,
        initial={"seen": found.mark},
    )
    return form, before


def _said(written: list[AccountCode]) -> str:
    if not written:
        return "Nothing was changed."
    return "1 row is written." if len(written) == 1 else f"{len(written)} rows are written."


@login_required
@require_safe
def funds(request: SignedIn) -> HttpResponseBase:
    """All funds, by code."""
    only_money(request)
    found = Fund.objects.visible_to(request.user)
    if wants_file(request):
        return file_of(request, "funds", found, FUNDS)
    shown = listed(request, found, FUNDS, thing="fund")
    context = {"list": shown, "page": shown.page, "may_write": why_not_codes(request.user) is None}
    return render(request, "stipends/fund_list.html", context)


@login_required
def fund_new(request: SignedIn) -> HttpResponse:
    """Add one."""
    allowed(why_not_codes(request.user))
    form = FundForm(sent(request))
    if form.is_valid() and (done := tried(form, services.add_fund, by=request.user, **form.cleaned_data)):
        messages.success(request, f"{done.answer} is added.")
        return redirect("stipends:funds")
    context = {"form": form, "title": "New fund", "crumbs": _crumbs()}
    return render(request, "stipends/act.html", context, status=status_of(form))


@login_required
def fund(request: SignedIn, pk: int) -> HttpResponse:
    """One fund: its history, and for finance another name."""
    only_money(request)
    found = get_object_or_404(Fund.objects.visible_to(request.user), pk=pk)
    may_write = why_not_codes(request.user) is None
    form = None
    if request.method == "POST":
        allowed(why_not_codes(request.user))
    if may_write:
        form = FundNameForm(sent(request), initial={"name": found.name})
        given = {"pk": pk, "by": request.user}
        if form.is_valid() and tried(form, services.rename_fund, **given, **form.cleaned_data):
            messages.success(request, "Saved.")
            return redirect("stipends:fund", pk=pk)
    context = {"fund": found, "form": form, "events": found.events.told(), "crumbs": _crumbs()}
    return render(request, "stipends/fund.html", context, status=status_of(form) if form else 200)


def _crumbs() -> list[dict[str, str]]:
    return [
        {"name": "Codes of the books", "url": reverse("stipends:codes")},
        {"name": "Funds", "url": reverse("stipends:funds")},
    ]
