"""Pages of assistance: awards for staff, the money of a cohort, and for a fellow what they get and when."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from common.doors import SignedIn, allowed, sent, status_of, tried
from common.downloads import wants_file
from common.errors import NotAllowed
from common.money import amount
from common.ui.lists import file_of, listed
from common.ui.pictures import Chip, Part
from common.verb_pages import crumbs
from common.verbs import offers
from fellows import services
from fellows.forms import AssistanceBudgetForm, AwardForm
from fellows.models import AssistanceBudget, Award, Fellow, FellowCohort
from fellows.policies import sees_all, sees_assistance, why_not_award, why_not_budget
from fellows.queries.assistance import (
    awards_of,
    budget_of,
    money_by_cohort,
    money_in,
    money_of,
    next_due,
    told,
    waiting_in,
)
from fellows.rules.assistance import Money
from fellows.states import AwardAction, AwardState
from fellows.tables import AWARDS
from fellows.verbs import AWARD
from fellows.views.fellows import read_or_send
from people.models import User

THEIRS = NotAllowed("Assistance is seen by program managers, by finance, and by the fellow who gets it.")
SHOWN = {
    str(state): words
    for state, words in ((AwardState.PROPOSED, "To approve"), (AwardState.APPROVED, "Approved"))
}


@login_required
@require_safe
def awards(request: SignedIn) -> HttpResponseBase:
    """All awards for staff, and the money of each cohort; a fellow is led to their own."""
    user = request.user
    if not sees_assistance(user):
        own = Fellow.objects.filter(person=user).going_on_first().first()
        return redirect("fellows:assistance", own.pk) if own else redirect("fellows:list")
    found = told(AWARD.rows(user)).order_by("-pk")
    shown_state = request.GET.get("show", "")
    rows = found.filter(state=shown_state) if shown_state in SHOWN else found
    if wants_file(request):
        return file_of(request, "assistance", rows, AWARDS)
    shown = listed(request, rows, AWARDS, thing="award")
    context = {
        "list": shown,
        "page": shown.page,
        "chips": _chips(found, shown_state),
        "crumbs": _crumbs(user)[:-1],
        "cohorts": [(one, bar_of(one.money)) for one in money_by_cohort(user)],
    }
    return render(request, "fellows/awards.html", context)


def _chips(found: "QuerySet[Award]", shown_state: str) -> list[Chip]:
    at, counts = reverse("fellows:awards"), waiting_in(found)
    chips = [
        Chip(words, f"{at}?show={state}", counts.get(state, 0), current=shown_state == state)
        for state, words in SHOWN.items()
    ]
    return [Chip("All", at, sum(counts.values()), current=shown_state not in SHOWN), *chips]


def bar_of(money: Money) -> list[Part]:
    """How far the money of a cohort is, as the parts of its budget."""
    return [
        Part("paid", "Paid", money.paid),
        Part("lost", "Sent, not paid yet", money.sent - money.paid, hatched=True),
        Part("done", "Approved, not sent", money.approved - money.sent),
        Part("part", "Waits for approval", min(money.proposed, max(money.left, 0))),
        # Not what is left: that is more, until what waits is approved.
        Part("ahead", "Not awarded yet", max(money.left - money.proposed, 0)),
    ]


@login_required
@require_safe
def of_cohort(request: SignedIn, pk: int) -> HttpResponseBase:
    """The budget of a cohort, how much of it is awarded, approved and paid, and its awards."""
    allowed(None if sees_assistance(request.user) else THEIRS)
    cohort = get_object_or_404(FellowCohort, pk=pk)
    rows = (
        told(AWARD.rows(request.user))
        .filter(fellow__cohort=cohort)
        .order_by("fellow__person__sort_name", "-pk")
    )
    if wants_file(request):
        return file_of(request, "assistance-of-cohort", rows, AWARDS)
    money, shown = money_of(pk), listed(request, rows, AWARDS, thing="award")
    context = {
        "cohort": cohort,
        "money": money,
        "parts": bar_of(money),
        "list": shown,
        "page": shown.page,
        "budgets": AssistanceBudget.objects.filter(cohort=cohort).select_related("by"),
        "may_budget": why_not_budget(request.user) is None,
        "crumbs": _crumbs(request.user),
    }
    return render(request, "fellows/assistance_of_cohort.html", context)


@login_required
@read_or_send
def budget(request: SignedIn, pk: int) -> HttpResponse:
    """What assistance of a cohort may cost in all."""
    allowed(why_not_budget(request.user))
    cohort, stands = get_object_or_404(FellowCohort, pk=pk), budget_of(pk)
    initial: dict[str, Any] = {"cents": amount(stands.cents), "seen": stands.pk} if stands else {}
    form = AssistanceBudgetForm(sent(request), initial=initial)
    if form.is_valid() and tried(form, services.set_budget, pk=pk, by=request.user, **form.cleaned_data):
        messages.success(request, "The budget is saved.")
        return redirect("fellows:assistance_of_cohort", pk)
    lead = f"{cohort}: assistance of all its fellows together. Nothing is approved beyond it."
    above = {"name": cohort.name, "url": reverse("fellows:assistance_of_cohort", args=[pk])}
    context = {
        "form": form,
        "title": "Budget for assistance",
        "lead": lead,
        "crumbs": [*_crumbs(request.user), above],
    }
    return render(request, "fellows/cohort.html", context, status=status_of(form))


@login_required
@require_safe
def assistance(request: SignedIn, pk: int) -> HttpResponse:
    """What a fellow gets, when, and what of it is paid."""
    fellow = _whose(request, pk)
    rows = awards_of(request.user, fellow)
    parts = [row for award in rows for row in award.disbursements.all()]
    context = {
        "fellow": fellow,
        "own": fellow.person_id == request.user.pk,
        "awards": rows,
        "sums": money_in(rows),
        "next": next_due(parts),
        "may_draft": why_not_award(request.user, AwardAction.DRAFT, fellow) is None,
        "staff": sees_assistance(request.user),
        "crumbs": _crumbs_of(request.user, fellow),
    }
    return render(request, "fellows/assistance.html", context)


def _whose(request: SignedIn, pk: int) -> Fellow:
    """The fellow, whom finance sees here too; 404 for whoever may see neither."""
    rows = Fellow.objects.select_related("person", "cohort")
    seen = rows if sees_assistance(request.user) else rows.filter(person=request.user)
    fellow: Fellow = get_object_or_404(seen, pk=pk)
    return fellow


@login_required
@read_or_send
def new(request: SignedIn, pk: int) -> HttpResponse:
    """Draft an award for a fellow."""
    fellow = _whose(request, pk)
    allowed(why_not_award(request.user, AwardAction.DRAFT))
    form = AwardForm(sent(request))
    if form.is_valid():
        given = form.cleaned_data["given"]
        if done := tried(form, services.draft_award, pk=pk, by=request.user, given=given):
            messages.success(request, "Saved as a draft. Propose it, and a second person approves it.")
            return redirect(AWARD.page_of(done.answer))
    above = {"name": fellow.person.name, "url": reverse("fellows:assistance", args=[pk])}
    context = {
        "form": form,
        "title": "Draft an award",
        "row": fellow.person.name,
        "lead": f"{fellow.cohort}. A second person approves it; the fellow is told then.",
        "crumbs": [*_crumbs(request.user), above],
    }
    return render(request, "fellows/cohort.html", context, status=status_of(form))


@login_required
@require_safe
def award(request: SignedIn, pk: int) -> HttpResponse:
    """One award: what for, its schedule and how far it came, who proposed and approved it, and what can be done."""
    row: Award = get_object_or_404(AWARD.rows(request.user), pk=pk)
    staff = sees_assistance(request.user)
    context = {
        "award": row,
        "parts": list(row.disbursements.all()),
        "money": money_of(row.fellow.cohort_id) if staff else None,
        "unsigned": staff
        and row.state in (AwardState.DRAFT, AwardState.PROPOSED)
        and not row.fellow.agreements.exists(),
        "events": row.events.told() if staff else None,
        "offers": offers(AWARD, request.user, row),
        "crumbs": crumbs(AWARD),
    }
    return render(request, "fellows/award.html", context)


def _crumbs(user: User) -> list[dict[str, str]]:
    """The way to a page of awards. Finance sees no list of fellows."""
    fellows = {"name": "Fellows", "url": reverse("fellows:list")}
    above = {"name": "Assistance", "url": reverse("fellows:awards")}
    return [fellows, above] if sees_all(user) else [above]


def _crumbs_of(user: User, fellow: Fellow) -> list[dict[str, str]]:
    """The way to a page of this fellow: by their own page for who sees it."""
    if not Fellow.objects.visible_to(user).filter(pk=fellow.pk).exists():
        return _crumbs(user)
    page = {"name": str(fellow.person), "url": reverse("fellows:detail", args=[fellow.pk])}
    return [{"name": "Fellows", "url": reverse("fellows:list")}, page]
