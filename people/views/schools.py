"""Schools as registrars keep them, and who signs where there is no principal."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.doors import SignedIn, allowed, sent, status_of, tried
from people import services
from people.forms import FirstDayForm, NewSchoolForm, SchoolForm, SomebodyForm
from people.models import School
from people.policies import why_not
from people.queries import today
from people.services.schools import CHANGED
from people.services.told import shown
from people.states import SchoolAction, SignerAction

PAGE = "pathways:school"


@login_required
def new(request: SignedIn) -> HttpResponse:
    """A school that is new here."""
    allowed(why_not(request.user, SchoolAction.ADD))
    form = NewSchoolForm(sent(request), initial={"starts": today()})
    if form.is_valid():
        fields = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        if done := tried(form, services.add_school, by=request.user, **fields):
            messages.success(request, f"{done.answer.name} is added.")
            return redirect(PAGE, done.answer.slug)
    return _asked(request, None, form, "Add a school", "As the state's school directory names it.")


@login_required
def change(request: SignedIn, slug: str) -> HttpResponse:
    """What a school is called, its grades and where it is."""
    school = get_object_or_404(School, slug=slug)
    allowed(why_not(request.user, SchoolAction.CHANGE, school))
    stands = {name: getattr(school, name) for name in CHANGED}
    form = SchoolForm(sent(request), initial={**stands, "seen": shown(school, CHANGED)})
    if form.is_valid():
        verb = services.change_school
        if tried(form, verb, pk=school.pk, by=request.user, **form.cleaned_data):
            messages.success(request, "The school is saved.")
            return redirect(PAGE, slug)
    return _asked(request, school, form, "Change the school", "Its address on the web stays.")


@login_required
def join(request: SignedIn, slug: str) -> HttpResponse:
    """From a day on a school is part of the network."""
    school = get_object_or_404(School, slug=slug)
    allowed(why_not(request.user, SchoolAction.JOIN))
    last = school.memberships.order_by("starts").last()
    if last is not None and last.ends is None:
        messages.info(
            request, f"{school.name} is part of the network already, from {last.starts:%B %-d, %Y} on."
        )
        return redirect(PAGE, slug)
    form = FirstDayForm(sent(request), initial={"starts": max(today(), (last and last.ends) or today())})
    if form.is_valid() and tried(
        form, services.join_network, pk=school.pk, by=request.user, **form.cleaned_data
    ):
        messages.success(request, f"{school.name} is part of the network from that day on.")
        return redirect(PAGE, slug)
    return _asked(request, school, form, "Join the network", "Roles are offered at schools of the network.")


@login_required
def appoint(request: SignedIn, slug: str) -> HttpResponse:
    """Who signs for a school on days it has no principal."""
    school = get_object_or_404(School, slug=slug)
    allowed(why_not(request.user, SignerAction.APPOINT))
    form = SomebodyForm(sent(request), school=school, button="Appoint this person")
    if form.is_valid():
        about = {"school": school, "by": request.user}
        if done := tried(form, services.appoint_acting_signer, **about, **form.cleaned_data):
            until = f"{done.answer.last_day:%B %-d, %Y}"
            messages.success(request, f"{done.answer.person.name} signs for {school.name} through {until}.")
            return redirect(PAGE, slug)
    lead = "They sign, attest and accept for the school on days it has no principal; always with a last day."
    return _asked(request, school, form, "Appoint who signs", lead)


def _asked(request: SignedIn, school: School | None, form: Any, title: str, lead: str) -> HttpResponse:
    crumbs = [{"name": "Schools", "url": reverse("pathways:schools")}]
    crumbs += [{"name": school.name, "url": reverse(PAGE, args=[school.slug])}] if school else []
    row = school.name if school else ""
    context = {"form": form, "row": row, "title": title, "lead": lead, "crumbs": crumbs}
    return render(request, "people/add.html", context, status=status_of(form))
