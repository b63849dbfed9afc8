"""Pages of the plan of a cohort: written, looked at, applied to all its fellows."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.clock import day_in_words
from common.counting import counted
from common.doors import SignedIn, allowed, sent, status_of, tried
from fellows import services
from fellows.forms import ApplyForm, CohortPlanForm
from fellows.models import CohortMilestone, FellowCohort, Milestone
from fellows.policies import why_not_plan
from fellows.queries.plans import history_of, mark_of_plan, plan_of, suggested_plan, what_applying_does
from fellows.services.plans import mark_of_applying


@login_required
def plan(request: SignedIn, pk: int) -> HttpResponse:
    """The days of a cohort's milestones. An empty plan is filled in from the cohort before, and not saved by that."""
    cohort, lines = _opened(request, pk)
    lead = "Nobody’s day moves before the plan is applied."
    initial: dict[str, Any] = {}
    hours = next((line.hours for line in lines if line.kind == Milestone.Kind.FIELDWORK), None)
    if lines:
        initial = {**{line.kind: line.due for line in lines}, "hours": hours}
    elif suggested := suggested_plan(cohort):
        initial = {**suggested["due"], "hours": suggested["hours"]}
        lead = f"Filled in from the plan of {suggested['of']}; nothing is saved yet. {lead}"
    form = CohortPlanForm(sent(request), initial={**initial, "seen": mark_of_plan(lines)})
    if form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("hours", "reason", "seen")}
        if tried(form, services.save_plan, pk=pk, by=request.user, due=form.due(), **typed):
            messages.success(request, "The plan is saved. Look at what it does, then apply it.")
            return redirect("fellows:plan_apply", pk)
    words = {"title": "Plan of the cohort", "row": cohort.name, "lead": lead, "cohort": cohort}
    words |= {"history": history_of(cohort), "planned": bool(lines)}
    if not lines and not form.is_bound:
        del form.fields["reason"]
    return render(request, "fellows/plan.html", _page(cohort, form, words), status=status_of(form))


@login_required
def apply(request: SignedIn, pk: int) -> HttpResponse:
    """What the plan makes, for whom; sent, it is done."""
    cohort, lines = _opened(request, pk)
    found = what_applying_does(cohort)
    form = ApplyForm(sent(request), initial={"seen": mark_of_applying(found)})
    if form.is_valid() and (
        done := tried(form, services.apply_plan, pk=pk, by=request.user, seen=form.cleaned_data["seen"])
    ):
        messages.success(request, _said(done.answer))
        return redirect("fellows:plan_apply", pk)
    numbers = {name: sum(len(getattr(row, name)) for row in found) for name in ("made", "moved", "taken_off")}
    words: dict[str, Any] = {
        "found": found,
        "lines": [(_named(line), _line(line)) for line in lines],
        "numbers": {**numbers, "all": sum(numbers.values())},
        "cohort": cohort,
    }
    return render(request, "fellows/plan_apply.html", _page(cohort, form, words), status=status_of(form))


def _named(line: CohortMilestone) -> str:
    words = line.get_kind_display()
    return f"{words[:1].upper()}{words[1:]}"


def _line(line: CohortMilestone) -> str:
    hours = f", {counted(line.hours, 'hour')}" if line.hours else ""
    return f"{day_in_words(line.due)}{hours}"


def _said(changed: int) -> str:
    if not changed:
        return "Everybody has this plan already. Nothing was changed."
    return (
        f"The plan is applied: {counted(changed, 'day was set', 'days were set')}. Nobody was told by mail."
    )


def _opened(request: SignedIn, pk: int) -> tuple[FellowCohort, list[CohortMilestone]]:
    cohort = get_object_or_404(FellowCohort, pk=pk)
    allowed(why_not_plan(request.user))
    return cohort, plan_of(cohort)


def _page(cohort: FellowCohort, form: Any, words: dict[str, Any]) -> dict[str, Any]:
    crumbs = [
        {"name": "Fellows", "url": reverse("fellows:list")},
        {"name": cohort.name, "url": reverse("fellows:cohort", args=[cohort.pk])},
    ]
    return {"form": form, "crumbs": crumbs, **words}
