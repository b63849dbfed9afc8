"""A principal's word on each leader of the school, near year's end."""

from collections.abc import Callable
from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from common.converters import wanted_id
from common.doors import SignedIn, allowed, sent, status_of, tried
from common.downloads import wants_file
from common.errors import NotAllowed
from common.too_late import close, way_to
from common.ui.lists import file_of, listed
from pathways.forms.deliverables import AttestForm
from pathways.models import Placement
from pathways.policies import ATTESTED_ALREADY, why_not
from pathways.queries import asked_to_attest, to_attest
from pathways.states import PlacementAction
from pathways.tables import ATTESTATIONS
from pathways.verbs import PLACEMENT
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
    placement = get_object_or_404(PLACEMENT.rows(request.user), pk=pk)
    corrects = why_not(request.user, PlacementAction.CORRECT_WORD, placement) is None
    action = PlacementAction.CORRECT_WORD if corrects else PlacementAction.ATTEST
    verb, refusal = PLACEMENT.of(action), why_not(request.user, action, placement)
    if refusal is not None and not isinstance(refusal, NotAllowed):
        return _second_word(request, placement)
    allowed(refusal)
    assert verb.form is not None
    form = verb.form(sent(request), **verb.given_for([placement]))
    if form.is_valid() and (done := tried(form, verb.does, pk=pk, by=request.user, **form.cleaned_data)):
        messages.success(request, verb.said_of(done.answer))
        return redirect(PLACEMENT.page_of(placement))
    return _show(
        request, placement, form, lead=verb.lead_for(placement), rest_of=None if corrects else rest_of
    )


def _second_word(request: SignedIn, placement: Placement) -> HttpResponse:
    """A word stands once. Another one that was typed is shown again, so that it can be copied."""
    form, said = AttestForm(sent(request)), placement.attestation
    typed = (form.cleaned_data["met"], form.cleaned_data["words"]) if form.is_valid() else None
    if typed == (said.met, said.words) or not form.is_bound:
        messages.info(request, ATTESTED_ALREADY)
        return redirect(PLACEMENT.page_of(placement))
    late = f"{ATTESTED_ALREADY} Your words were not saved: copy them from here."
    close(form, late, way_to(PLACEMENT, placement))
    return _show(request, placement, form)


def _show(
    request: SignedIn, placement: Placement, form: BaseForm, *, lead: str = "", rest_of: RestOf | None = None
) -> HttpResponse:
    day = today()
    context = {
        "ahead": rest_of is not None,
        "early": day < placement.nearly_over_on,
        "rest": rest_of(placement, day) if rest_of else None,
        "last_day": (placement.ends or placement.year.ends) - timedelta(days=1),
        "placement": placement,
        "lead": lead,
        "form": form,
        "crumbs": [{"name": "Attestations", "url": reverse("pathways:attestations")}],
    }
    return render(request, "pathways/attest.html", context, status=status_of(form))
