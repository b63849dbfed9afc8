"""A visit, recorded on a phone in under a minute."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coaching import services
from coaching.forms import VisitForm
from coaching.models import SupportRequest, Visit
from coaching.policies import why_not_visit
from coaching.queries import together
from coaching.states import VisitAction
from common.doors import SignedIn, allowed, press, sent, status_of, tried
from pathways.models import Placement
from people.queries import today


@login_required
def new(request: SignedIn, pk: int) -> HttpResponse:
    """I saw this leader. Without a network the page keeps it and sends it later, with the same key."""
    seen = Placement.objects.visible_to(request.user)
    rows = seen.select_related("person", "role", "school", "year").prefetch_related("coaching_cycles")
    placement = get_object_or_404(rows, pk=pk)
    allowed(why_not_visit(request.user, VisitAction.RECORD, placement))
    asked = list(SupportRequest.objects.under_way().filter(placement=placement, coach=request.user))
    form = VisitForm(sent(request), today=today(), asked=asked, initial={"key": uuid4()})
    if form.is_valid():
        given = {"placement_pk": pk, "by": request.user, "seen": form.seen(), "key": form.cleaned_data["key"]}
        if done := tried(form, services.record_visit, **given):
            day = f"{done.answer.on:%B %-d}"
            messages.success(request, f"Recorded: you saw {placement.person.name} on {day}.")
            return redirect("coaching:mine")
    context = {
        "placement": placement,
        "form": form,
        "asked": asked,
        "met": together(placement, request.user)[:5],
    }
    return render(request, "coaching/visit.html", context, status=status_of(form))


@login_required
@require_POST
def take_back(request: SignedIn, pk: int) -> HttpResponse:
    """It was recorded by mistake."""
    visit = get_object_or_404(
        Visit.objects.visible_to(request.user).made().select_related("placement"), pk=pk
    )
    press(request, services.take_back_visit, "Taken back. It counts no more.", pk=pk, by=request.user)
    return redirect("coaching:one", pk=visit.placement_id)
