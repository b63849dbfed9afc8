"""Hats are given, and narrowed to pathways and schools."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from common.doors import SignedIn, allowed, sent, status_of, tried
from pathways.forms.hats import DirectsForm, GiveHatForm, PathwaysForm
from pathways.queries import pathways_of
from pathways.services import give_hat, narrow_hat
from people.models import Hat, User
from people.policies import why_not
from people.queries import people_kept
from people.services import direct
from people.states import HatAction
from people.verbs import HAT, PERSON

COUNTS = "It counts from the first day on."
WAITS = (
    "It counts once a second person agreed: a registrar, a program manager, finance or an administrator. It waits on "
    "their home."
)


@login_required
def give(request: SignedIn, pk: int) -> HttpResponse:
    """What somebody does for the Partnership from a day on."""
    person = get_object_or_404(people_kept(request.user), pk=pk)
    allowed(why_not(request.user, HatAction.GIVE, person))
    form = GiveHatForm(sent(request))
    if form.is_valid():
        kind = Hat.Kind(form.cleaned_data.pop("kind"))
        done = tried(form, give_hat, person=person, kind=kind, by=request.user, **form.cleaned_data)
        if done:
            messages.success(
                request, f"{person.name}: {kind.label}. {WAITS if done.answer.waits else COUNTS}"
            )
            return redirect(PERSON, pk)
    lead = "What they do for the Partnership. It counts for their pages from the first day to the last one."
    return _asked(request, person, form, "Give a hat", lead)


@login_required
def narrow(request: SignedIn, pk: int) -> HttpResponse:
    """Which pathways or schools a hat is for."""
    hat = get_object_or_404(HAT.rows(request.user).select_related("person"), pk=pk)
    allowed(why_not(request.user, HatAction.NARROW, hat))
    form, verb = _narrowing(request, hat)
    if form.is_valid() and tried(form, verb, pk=pk, by=request.user, **form.cleaned_data):
        messages.success(request, "Saved. It holds from their next page on.")
        return redirect(PERSON, hat.person_id)
    title = "Schools of a director" if hat.kind == Hat.Kind.DIRECTOR else "Pathways of a manager"
    return _asked(request, hat.person, form, title, "It holds from their next page on.")


def _narrowing(request: SignedIn, hat: Hat) -> tuple[Any, Any]:
    """The form for this kind of hat, and what does it."""
    if hat.kind == Hat.Kind.DIRECTOR:
        return DirectsForm(sent(request), initial={"schools": hat.schools.all()}), direct
    chosen = pathways_of([hat]).get(hat.pk, [])
    return PathwaysForm(sent(request), initial={"pathways": chosen, "every": not chosen}), narrow_hat


def _asked(request: SignedIn, person: User, form: Any, title: str, lead: str) -> HttpResponse:
    crumbs = [
        {"name": "People", "url": reverse("people:list")},
        {"name": person.name, "url": reverse(PERSON, args=[person.pk])},
    ]
    context = {"form": form, "row": person.name, "title": title, "lead": lead, "crumbs": crumbs}
    return render(request, "people/add.html", context, status=status_of(form))
