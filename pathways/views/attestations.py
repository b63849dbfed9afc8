"""A principal's word on each leader of the school, near year's end."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from common.converters import wanted_id
from common.doors import SignedIn, allowed, tried
from common.downloads import wants_file
from common.errors import NotAllowed
from common.ui.lists import file_of, listed
from pathways import services
from pathways.forms.deliverables import AttestForm, CorrectForm, EarlyAttestForm
from pathways.models import Attestation, Placement
from pathways.policies import ATTESTED_ALREADY, why_not
from pathways.queries import asked_to_attest, to_attest
from pathways.states import PlacementAction
from pathways.tables import ATTESTATIONS
from people.queries import today

RestOf = Callable[[Placement, date], object]


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponseBase:
    """This year's leaders at the schools one speaks for, and what was attested of each; of one school, or only those
    one is asked to attest now."""
    day, due = today(), request.GET.get("show") == "due"
    school_id = wanted_id(request.GET.get("school", ""))
    found = asked_to_attest(request.user, day) if due else to_attest(request.user, day)
    if school_id is not None:
        found = found.filter(school=school_id)
    if wants_file(request):
        return file_of(request, "attestations", found, ATTESTATIONS)
    shown = listed(request, found, ATTESTATIONS, thing="leader")
    asked = min((one.nearly_over_on for one in shown.page), default=day)
    context = {
        "list": shown,
        "page": shown.page,
        "asked": asked if asked > day else None,
        "due": due,
        "one_school": school_id is not None,
    }
    return render(request, "pathways/attestation_list.html", context)


@login_required
def attest(request: SignedIn, pk: int, rest_of: RestOf) -> HttpResponse:
    """Attest one placement; staff correct what was attested, with a reason. `rest_of`: what is left of its year after a
    day, as the page says it."""
    placement = get_object_or_404(
        Placement.objects.visible_to(request.user).select_related(
            "person", "role__pathway", "school", "year", "attestation__by"
        ),
        pk=pk,
    )
    said = getattr(placement, "attestation", None)
    action = PlacementAction.CORRECT_WORD if said else PlacementAction.ATTEST
    refusal = why_not(request.user, action, placement)
    speaks = not isinstance(why_not(request.user, PlacementAction.ATTEST, placement), NotAllowed)
    if said and refusal is not None and speaks:
        return _second_word(request, placement, said)
    allowed(refusal)
    early = said is None and today() < placement.nearly_over_on
    form = _form(request, said, early=early)
    if request.method == "POST" and form.is_valid():
        say = partial(_say, request, placement, form.cleaned_data, correcting=said is not None)
        if tried(form, say):
            messages.success(request, f"Thank you. Your word on {placement.person} is on record.")
            return redirect("pathways:placement", pk=pk)
    rest = None if said else rest_of(placement, today())
    return _show(request, placement, form, said=said, early=early, rest=rest)


def _second_word(request: SignedIn, placement: Placement, said: Attestation) -> HttpResponse:
    """A word stands once. Another one that was typed is shown again, so that it can be copied."""
    form = AttestForm(request.POST or None)
    same = form.is_valid() and (said.met, said.words) == (
        form.cleaned_data["met"] == "yes",
        form.cleaned_data["words"],
    )
    if same or not form.is_bound:
        messages.info(request, ATTESTED_ALREADY)
        return redirect("pathways:placement", pk=placement.pk)
    form.refuse_for_good(f"{ATTESTED_ALREADY} Your words were not saved: copy them from here.")
    return _show(request, placement, form, said=said, early=False)


def _show(
    request: SignedIn,
    placement: Placement,
    form: AttestForm,
    *,
    said: Attestation | None,
    early: bool,
    rest: object = None,
) -> HttpResponse:
    context = {
        "rest": rest,
        "last_day": (placement.ends or placement.year.ends) - timedelta(days=1),
        "placement": placement,
        "said": said,
        "early": early,
        "form": form,
        "crumbs": [{"name": "Attestations", "url": reverse("pathways:attestations")}],
    }
    return render(request, "pathways/attest.html", context, status=422 if form.errors else 200)


def _form(request: SignedIn, said: Any, *, early: bool) -> AttestForm:
    if said is None:
        return EarlyAttestForm(request.POST or None) if early else AttestForm(request.POST or None)
    given = {"met": "yes" if said.met else "no", "words": said.words}
    return CorrectForm(request.POST or None, initial=given)


def _say(request: SignedIn, placement: Placement, data: dict[str, Any], *, correcting: bool) -> None:
    met, words = data["met"] == "yes", data["words"]
    if correcting:
        services.correct_attestation(
            placement_pk=placement.pk, by=request.user, met=met, words=words, reason=data["reason"]
        )
    else:
        early = data.get("early", False)
        services.attest(placement_pk=placement.pk, by=request.user, met=met, words=words, early=early)
