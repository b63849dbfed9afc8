"""How people come into a cohort: by applications, and by the nomination of staff."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from common.doors import SignedIn, allowed, press
from fellows import services
from fellows.models import FellowCohort
from fellows.policies import why_not_cohort

DRAFTED = "Here is the draft of {}. Nobody can apply before it is published."


@login_required
@require_POST
def draft(request: SignedIn, pk: int) -> HttpResponse:
    """The offering by which people apply for this cohort; then it is written and published like any other."""
    get_object_or_404(FellowCohort, pk=pk)
    allowed(why_not_cohort(request.user))
    if done := press(request, services.draft_applications, DRAFTED.format, pk=pk, by=request.user):
        return redirect("pathways:offering", done.answer.pk)
    return redirect("fellows:cohort", pk)
