"""The budget of a year: the page of its money, its versions, and the rows of one."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from common.converters import wanted_id
from common.doors import SignedIn, allowed, press, sent, status_of, tried
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from pathways.models import ProgramYear
from stipends import services
from stipends.forms import BudgetForm
from stipends.models import Budget
from stipends.policies import why_not_budget, why_not_publishing
from stipends.queries import CUTS, budget_rows, money_of
from stipends.queries.assisted import all_of, assisted_in
from stipends.queries.claimed import claimed_in
from stipends.tables.assistance import assisted_cells_of
from stipends.tables.budgets import (
    BUDGET_ROWS,
    MONEY,
    bar_of_year,
    cells_of,
    claimed_cells_of,
    differences_of,
    said_of_year,
)
from stipends.views.codes import year_asked
from stipends.views.doors import only_money


def _crumbs() -> list[dict[str, str]]:
    return [{"name": "Budget", "url": reverse("stipends:budget")}]


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponseBase:
    """The money of a year: a sentence, a bar, a table whose every number opens its rows, and what does not fit."""
    only_money(request)
    years = list(ProgramYear.objects.all())
    year = year_asked(request, years)
    cut = request.GET.get("by", "")
    cut = cut if cut in CUTS else "pathway"
    context: dict[str, Any] = {"years": years, "year": year, "cut": cut}
    if year is None:
        return render(request, "stipends/budget.html", context)
    found = money_of(request.user, year, cut, timezone.now())
    if wants_file(request):
        return file_of(request, f"budget-{year.label}-by-{cut}", found.rows, MONEY)
    context |= {
        "money": found,
        "said": said_of_year(found, year.label),
        "parts": bar_of_year(found.whole),
        "whole_cents": max(
            found.whole.budget.cents if found.whole.budget else 0,
            found.whole.forecast.cents if found.whole.forecast else 0,
            found.whole.approved.cents,
        ),
        "drawn": [cells_of(row, found, year.label, cut) for row in found.rows],
        "sums": cells_of(found.whole, found, year.label, cut, whole=True),
        "differences": differences_of(found, year.label),
        "cuts": [
            (words, f"?{urlencode({'year': year.label, 'by': code})}", code == cut)
            for code, words in CUTS.items()
        ],
        "heading": CUTS[cut].removeprefix("By ").capitalize(),
        "may_write": why_not_budget(request.user) is None,
        **_claimed(request, year, cut),
        **_assisted(request, year),
    }
    return render(request, "stipends/budget.html", context)


def _claimed(request: SignedIn, year: ProgramYear, cut: str) -> dict[str, Any]:
    """What schools may claim and were paid for substitutes: by school where the page is, else in one row."""
    rows, whole = claimed_in(request.user, year)
    drawn = [claimed_cells_of(row, year.label) for row in rows] if cut == "school" else []
    sums = claimed_cells_of(whole, year.label, whole=True) if rows else None
    return {"claimed": drawn, "claimed_sums": sums}


def _assisted(request: SignedIn, year: ProgramYear) -> dict[str, Any]:
    """What assistance of fellows comes to in the year, a row a cohort, and their sums where there are several."""
    rows = assisted_in(request.user, year)
    sums = assisted_cells_of(all_of(rows), year.label) if rows else None
    drawn = [assisted_cells_of(row, year.label) for row in rows]
    return {"assisted": drawn, "assisted_sums": sums}


@login_required
@require_safe
def rows(request: SignedIn) -> HttpResponseBase:
    """The rows of the version that counts in a year, of one pathway, school or fund on request."""
    only_money(request)
    year = year_asked(request, list(ProgramYear.objects.all()))
    budget = Budget.objects.published().filter(year=year).order_by("-version").first()
    cut = next((name for name in ("pathway", "school", "fund") if name in request.GET), "")
    found = budget_rows(request.user, budget, cut, wanted_id(request.GET.get(cut)) if cut else None)
    if wants_file(request):
        return file_of(request, "budget-rows", found, BUDGET_ROWS)
    shown = listed(request, found, BUDGET_ROWS, thing="row")
    context = {"list": shown, "page": shown.page, "year": year, "budget": budget, "crumbs": _crumbs()}
    return render(request, "stipends/budget_rows.html", context)


@login_required
def new(request: SignedIn) -> HttpResponse:
    """Write the next version of a year; it begins as the latest one."""
    allowed(why_not_budget(request.user))
    year = year_asked(request, list(ProgramYear.objects.all()))
    if year is None:
        raise Http404
    latest = Budget.objects.filter(year=year).order_by("-version").first()
    before = list(latest.rows.select_related("role", "school", "fund")) if latest else []
    form = BudgetForm(sent(request), before=before)
    if form.is_valid():
        typed = {"year": year, "rows": form.cleaned_data["rows"], "by": request.user}
        if done := tried(form, services.write_budget, **typed):
            messages.success(request, "Saved. It counts once someone else publishes it.")
            return redirect("stipends:budget_version", pk=done.answer.pk)
    context = {"form": form, "year": year, "before": latest, "crumbs": _crumbs()}
    return render(request, "stipends/budget_new.html", context, status=status_of(form))


@login_required
@require_safe
def version(request: SignedIn, pk: int) -> HttpResponse:
    """One version: its rows, who wrote and who published it."""
    budgets = Budget.objects.visible_to(request.user).select_related("year", "written_by", "published_by")
    budget = get_object_or_404(budgets, pk=pk)
    found = list(budget_rows(request.user, budget))
    refusal = None if budget.published_by_id else why_not_publishing(request.user, budget)
    context = {
        "budget": budget,
        "rows": found,
        "cents": sum(row.cents for row in found),
        "refusal": str(refusal or ""),
        "may_publish": not budget.published_by_id and refusal is None,
        "crumbs": _crumbs(),
    }
    return render(request, "stipends/budget_version.html", context)


@login_required
@require_POST
def publish(request: SignedIn, pk: int) -> HttpResponse:
    """Put a version in force."""
    budget = get_object_or_404(Budget.objects.visible_to(request.user), pk=pk)
    press(request, services.publish_budget, "This budget counts now.", pk=budget.pk, by=request.user)
    return redirect("stipends:budget_version", pk=pk)
