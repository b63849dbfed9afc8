"""A visit, recorded on a phone in under a minute."""

from http import HTTPStatus
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from coaching import services
from coaching.forms import VisitForm
from coaching.models import SupportRequest, Visit
from coaching.policies import why_not_visit
from coaching.queries import together
from coaching.states import VisitAction
from coaching.views.back import taken_back
from common.doors import TYPED_BY, SignedIn, allowed, sent, status_of, tried, typed_by_another
from pathways.models import Placement
from people.queries import today


@login_required
def new(request: SignedIn, pk: int) -> HttpResponse:
    """I saw this leader. Without a network the page keeps it and sends it later, with the same key."""
    if typed_by_another(request):
        return HttpResponse(status=HTTPStatus.CONFLICT)
    seen = Placement.objects.visible_to(request.user)
    rows = seen.select_related("person", "role", "school", "year").prefetch_related("coaching_cycles")
    placement = get_object_or_404(rows, pk=pk)
    allowed(why_not_visit(request.user, VisitAction.RECORD, placement))
    asked = list(SupportRequest.objects.under_way().filter(placement=placement, coach=request.user))
    form = VisitForm(sent(request), today=today(), asked=asked, initial={"key": uuid4()})
    if form.is_valid():
        given = {"placement_pk": pk, "by": request.user, "seen": form.seen(), "key": form.cleaned_data["key"]}
        if done := tried(form, services.record_visit, **given):
            return _recorded(request, placement, done.answer, form.cleaned_data["request"])
    context = {
        "placement": placement,
        "form": form,
        "asked": asked,
        "met": together(placement, request.user)[:5],
    }
    return render(request, "coaching/visit.html", context, status=status_of(form))


def _recorded(request: SignedIn, placement: Placement, visit: Visit, asked: int | None) -> HttpResponse:
    """On to the leaders of this coach; a script that kept the visit until now is told so in words."""
    said = f"Recorded: you saw {placement.person.name} on {visit.on:%B %-d}."
    if asked and visit.request_id is None:
        said += " The request you came for had ended, so the visit stands without it."
    if TYPED_BY in request.headers:
        headers = {"Location": reverse("coaching:mine")}
        return HttpResponse(said, content_type="text/plain", status=HTTPStatus.CREATED, headers=headers)
    messages.success(request, said)
    return redirect("coaching:mine")


@login_required
@require_POST
def take_back(request: SignedIn, pk: int) -> HttpResponse:
    """It was recorded by mistake."""
    visit = get_object_or_404(
        Visit.objects.visible_to(request.user).made().select_related("placement__person"), pk=pk
    )
    what = f"You saw {visit.placement.person.name} on {visit.on:%B %-d}, {visit.get_where_display()}"
    back = reverse("coaching:one", args=[visit.placement_id])
    return taken_back(request, services.take_back_visit, pk=pk, what=what, back=back)
