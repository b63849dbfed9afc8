"""How people come into a cohort: by applications, and by the nomination of staff."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from common.doors import SignedIn, allowed, asked_first, press
from fellows import services
from fellows.models import FellowCohort
from fellows.policies import why_not_cohort
from fellows.views.fellows import read_or_send

LEAD = "A draft that nobody sees yet. You write its texts and days, and publish it like any other."
DRAFTED = "Here is the draft of {}. Nobody can apply before it is published."


@login_required
@read_or_send
def draft(request: SignedIn, pk: int) -> HttpResponse:
    """The offering by which people apply for this cohort, once it was asked; then it is written and published like any
    other."""
    cohort = get_object_or_404(FellowCohort, pk=pk)
    allowed(why_not_cohort(request.user))
    back = reverse("fellows:cohort", args=[pk])
    asks = asked_first(request, "Draft its offering?", LEAD, what=str(cohort), back=back, does="Draft it")
    if asks is not None:
        return asks
    if done := press(request, services.draft_applications, DRAFTED.format, pk=pk, by=request.user):
        return redirect("pathways:offering", done.answer.pk)
    return redirect("fellows:cohort", pk)
