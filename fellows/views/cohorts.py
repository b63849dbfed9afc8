"""Pages that open a cohort of the fellowship and correct one."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.doors import SignedIn, allowed, sent, status_of, tried
from common.ui.pictures import Part
from fellows import services
from fellows.forms import CohortForm
from fellows.models import FellowCohort
from fellows.policies import why_not_cohort
from fellows.queries import next_cohort
from fellows.queries.cohorts import places_of
from fellows.services.cohorts import CHANGED
from people.queries import today
from people.services.told import shown

ONE_DAY = timedelta(days=1)


@login_required
def new(request: SignedIn) -> HttpResponse:
    """A cohort that begins next, filled in from the last one."""
    allowed(why_not_cohort(request.user))
    form = CohortForm(sent(request), initial=dict(next_cohort()))
    if form.is_valid() and (done := tried(form, services.open_cohort, by=request.user, **form.fields_of())):
        messages.success(request, f"{done.answer} is open. Nobody was told.")
        return redirect("fellows:list")
    lead = "It studies together for fourteen months, summer to summer. Nobody is told of it."
    return _asked(request, form, {"title": "Open a cohort", "lead": lead})


@login_required
def change(request: SignedIn, pk: int) -> HttpResponse:
    """What a cohort is called, its days and its places."""
    cohort = get_object_or_404(FellowCohort, pk=pk)
    allowed(why_not_cohort(request.user))
    stands = {"name": cohort.name, "starts": cohort.starts, "last": cohort.ends - ONE_DAY}
    stands |= {"places": cohort.places, "seen": shown(cohort, CHANGED)}
    form = CohortForm(sent(request), initial=stands)
    if form.is_valid():
        given = {**form.fields_of(), "seen": form.cleaned_data["seen"]}
        if done := tried(form, services.change_cohort, pk=pk, by=request.user, **given):
            messages.success(request, f"{done.answer} is saved.")
            return redirect("fellows:list")
    words: dict[str, Any] = {"title": "Change the cohort", "row": cohort.name, "cohort": cohort}
    places = places_of(cohort)
    words |= {"plan_url": reverse("fellows:plan", args=[pk]), "places": places}
    words["begun"] = cohort.starts <= today()
    words["places_bar"] = [Part("done", "held", places.held), Part("part", "offered", places.offered)]
    words["places_said"] = f"{places.held} of {places.places} places held, {places.offered} offered"
    words |= {"assistance_url": reverse("fellows:assistance_of_cohort", args=[pk])}
    return _asked(request, form, words)


def _asked(request: SignedIn, form: CohortForm, words: dict[str, Any]) -> HttpResponse:
    crumbs = [{"name": "Fellows", "url": reverse("fellows:list")}]
    context = {"form": form, "crumbs": crumbs, **words}
    return render(request, "fellows/cohort.html", context, status=status_of(form))
