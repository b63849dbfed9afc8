"""Pages of fieldwork: a fellow logs hours, a supervisor accepts them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from common.doors import SignedIn, allowed, sent, status_of, tried
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from common.ui.pictures import Part
from common.verbs import offers
from fellows import services
from fellows.forms import HoursForm
from fellows.models import Fellow, FieldworkEntry
from fellows.policies import why_not_fieldwork
from fellows.queries.fieldwork import pace_of, reached_on
from fellows.rules.hours import Pace, hours_number, whole_hours
from fellows.states import FieldworkAction
from fellows.tables import FIELDWORK as COLUMNS
from fellows.verbs import FIELDWORK
from fellows.views.fellows import read_or_send, visible
from people.queries import today

# As many as are read in one go; those after them come once these are accepted.
MOST = 50


@login_required
@read_or_send
def hours(request: SignedIn, pk: int) -> HttpResponseBase:
    """The hours of one fellow: their sum against the plan, the form that logs more, and each entry."""
    fellow, user = visible(request, pk), request.user
    refusal = why_not_fieldwork(user, FieldworkAction.LOG, fellow)
    if request.method == "POST":
        allowed(refusal)
    rows = FIELDWORK.rows(user).filter(fellow=fellow).order_by("-day", "-pk")
    if wants_file(request):
        return file_of(request, "fieldwork", rows, COLUMNS)
    form = HoursForm(sent(request), fellow=fellow) if refusal is None else None
    if form is not None and form.is_valid():
        done = tried(form, services.log_hours, pk=pk, by=user, **form.cleaned_data)
        if done is not None:
            messages.success(request, "Logged. It counts once it is accepted.")
            return redirect("fellows:hours", pk)
    context = {
        "fellow": fellow,
        "form": form,
        "list": listed(request, rows, COLUMNS, thing="entry", things="entries"),
        **_pictured(fellow),
    }
    return render(request, "fellows/hours.html", context, status=status_of(form) if form else 200)


def _pictured(fellow: Fellow) -> dict[str, Any]:
    """The sum in words, and as parts of what the plan asks for."""
    stands = pace_of(fellow, today())
    return {
        "pace": stands,
        "reached": reached_on(fellow),
        "short": stands.accepted < stands.asked,
        "accepted": hours_number(stands.accepted),
        "logged": hours_number(stands.logged),
        "asked": hours_number(stands.asked),
        "expected": whole_hours(stands.expected),
        "behind": whole_hours(stands.behind) if stands.behind else "",
        "parts": _parts(stands),
    }


def _parts(stands: Pace) -> list[Part]:
    done = min(stands.accepted, stands.asked)
    waits = min(stands.logged, stands.asked - done)
    return [Part("done", "accepted", done), Part("part", "to accept", waits)]


@login_required
@require_safe
def entry(request: SignedIn, pk: int) -> HttpResponse:
    """One entry: what was done, how it stands, and what may be done with it."""
    row: FieldworkEntry = get_object_or_404(FIELDWORK.rows(request.user), pk=pk)
    context = {
        "entry": row,
        "events": row.events.told(),
        "offers": offers(FIELDWORK, request.user, row),
        "sees_fellow": Fellow.objects.visible_to(request.user).filter(pk=row.fellow_id).exists(),
    }
    return render(request, "fellows/entry.html", context)


@login_required
@require_safe
def to_accept(request: SignedIn) -> HttpResponse:
    """Hours that wait for this person: of a supervisor those they saw; of a program manager all."""
    user = request.user
    may = why_not_fieldwork(user, FieldworkAction.ACCEPT) is None
    waiting = FieldworkEntry.objects.logged().exclude(fellow__person=user)
    rows = FIELDWORK.rows(user).filter(pk__in=waiting).order_by("day", "pk")
    shown = rows if may else rows.filter(supervisor=user)
    found = [(row, offers(FIELDWORK, user, row)) for row in shown[:MOST]]
    return render(request, "fellows/hours_to_accept.html", {"found": found})
