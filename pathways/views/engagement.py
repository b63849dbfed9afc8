"""How a school engages families: its assessments against each other, and a new one."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from common.doors import SignedIn, allowed, sent, status_of, tried
from common.ui.pictures import Part
from pathways import services
from pathways.forms.engagement import AssessmentBackForm, AssessmentForm
from pathways.models import EngagementAssessment, ProgramYear, schools_read_by
from pathways.policies import why_not_assess, why_not_unassess
from pathways.queries import current_year
from pathways.queries.engagement import assessments_of, compared, told
from pathways.rules.engagement import MOST
from people.models import School
from people.queries import today


@login_required
@require_safe
def school_engagement(request: SignedIn, slug: str) -> HttpResponse:
    """The newest assessment of a school as a picture against last time, and all there were."""
    school = get_object_or_404(schools_read_by(request.user, School.objects.all()), slug=slug)
    year, rows = current_year(today()), assessments_of(school)
    standing = [row for row in rows if row.taken_back_at is None]
    writes = year is not None and why_not_assess(request.user, school, year) is None
    context = {
        "school": school,
        "year": year,
        "rows": [(row, told(row), why_not_unassess(request.user, row) is None) for row in rows],
        "newest": next(iter(standing), None),
        "before": standing[1] if len(standing) > 1 else None,
        "answers": [(one, _bar(one.now), _bar(one.before or 0, "part")) for one in compared(rows)],
        "most": MOST,
        "writes": writes,
    }
    return render(request, "pathways/engagement.html", context)


def _bar(score: int, kind: str = "done") -> list[Part]:
    return [Part(kind, "", score)]


@login_required
def new(request: SignedIn, slug: str, label: str) -> HttpResponse:
    """Assesses how a school engages families."""
    school = get_object_or_404(schools_read_by(request.user, School.objects.all()), slug=slug)
    year = get_object_or_404(ProgramYear, label=label)
    allowed(why_not_assess(request.user, school, year))
    form = AssessmentForm(sent(request), initial={"day": min(today(), year.last_day)})
    if form.is_valid():
        does = partial(services.assess, school=school, year=year, by=request.user)
        if tried(form, does, **form.said()):
            messages.success(request, "Kept. Set goals and plan events from what it says.")
            return redirect("pathways:engagement", slug=slug)
    context: dict[str, Any] = {"school": school, "year": year, "form": form}
    return render(request, "pathways/engagement_new.html", context, status=status_of(form))


@login_required
def take_back(request: SignedIn, pk: int) -> HttpResponse:
    """An assessment was wrong: it counts no more, and stays readable with why."""
    seen = EngagementAssessment.objects.visible_to(request.user).select_related("school", "year")
    row = get_object_or_404(seen, pk=pk)
    allowed(why_not_unassess(request.user, row))
    form = AssessmentBackForm(sent(request))
    if form.is_valid() and tried(
        form, services.take_back_assessment, pk=pk, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "Taken back. It stays readable with your reason.")
        return redirect("pathways:engagement", slug=row.school.slug)
    context = {"form": form, "row": row, "school": row.school}
    return render(request, "pathways/engagement_back.html", context, status=status_of(form))
