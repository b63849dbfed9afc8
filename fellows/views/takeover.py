"""Fellows of before: taken over one by one or from a file; what was taken over, and what waits for a second person."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from common.counting import counted
from common.doors import Done, SignedIn, allowed, attempt, refuse, sent, status_of, tried
from common.downloads import wants_file
from common.errors import DomainError
from common.ui.lists import file_of, listed
from fellows import services
from fellows.forms.takeover import FellowsFileForm, TakeOverForm, columns
from fellows.models import FellowTakenOver, ServiceRecord
from fellows.policies import why_not
from fellows.services import LookAtFellows
from fellows.states import OWING, Action, State
from fellows.tables import TAKEN_OVER
from fellows.views.fellows import read_or_send
from pathways.services.lines import LinesRefused

# So many lines that cannot be taken over are told at once.
MOST_TOLD = 50


@login_required
@read_or_send
def index(request: SignedIn) -> HttpResponseBase:
    """Who was taken over, what waits for a second person, and the form to take over one more."""
    allowed(why_not(request.user, Action.TAKE_OVER))
    rows = FellowTakenOver.objects.select_related("fellow__person", "fellow__cohort", "by", "taken_back_by")
    rows = rows.order_by("-fellow__cohort__starts", "fellow__person__sort_name", "pk")
    if wants_file(request):
        return file_of(request, "fellows-taken-over", rows, TAKEN_OVER)
    form = TakeOverForm(sent(request))
    if form.is_valid() and (done := tried(form, services.take_over, before=form.before(), by=request.user)):
        return _taken(request, done.answer)
    shown = listed(request, rows, TAKEN_OVER, thing="fellow")
    context: dict[str, Any] = {"form": form, "list": shown, "page": shown.page, **_waiting(request)}
    return render(request, "fellows/take_over.html", context, status=status_of(form))


def _waiting(request: SignedIn) -> dict[str, Any]:
    """How many years on paper wait for this person, and how many for somebody else."""
    waiting = ServiceRecord.objects.on_paper()
    mine = ServiceRecord.objects.to_accept(request.user).filter(paper__isnull=False)
    first = mine.order_by("paper__at", "pk").values_list("fellow", flat=True).first()
    return {"waiting": mine.count(), "others": waiting.count() - mine.count(), "first": first}


def _taken(request: SignedIn, taken: services.Taken) -> HttpResponse:
    fellow = taken.fellow
    if not taken.added:
        messages.info(request, f"{fellow} is on record just so. Nothing was changed.")
    else:
        messages.success(request, f"{fellow} is taken over: {', '.join(taken.added)}. Nobody was told.")
    owes = State(fellow.state) in OWING
    after = "fellows:detail_paper_years" if owes and taken.added else "fellows:detail"
    return redirect(reverse(after, args=[fellow.pk]))


@login_required
@read_or_send
def lines(request: SignedIn) -> HttpResponse:
    """Many at once: what the lines come to is shown first; sent again, just that is done."""
    allowed(why_not(request.user, Action.TAKE_OVER))
    form = FellowsFileForm(sent(request), request.FILES or None)
    if form.is_valid():
        done = attempt(services.take_over_lines, lines=form.lines, by=request.user, seen=form.said_yes_to)
        if isinstance(done, Done):
            number = counted(done.answer, "fellow is", "fellows are")
            messages.success(
                request, f"{number} on record. Another program manager accepts their service on paper."
            )
            return redirect("fellows:take_over")
        _shown(form, done)
    context = {"form": form, "columns": columns()}
    return render(request, "fellows/take_over_lines.html", context, status=status_of(form))


def _shown(form: FellowsFileForm, refusal: DomainError) -> None:
    """What the lines come to, or those that cannot be, one by one."""
    if isinstance(refusal, LookAtFellows):
        form.show(refusal)
        form.taken = refusal.taken
        form.button = f"Take over {counted(refusal.new, 'fellow')}" if refusal.new else form.button
    elif isinstance(refusal, LinesRefused):
        left = len(refusal.lines) - MOST_TOLD
        more = [f"And {left} more."] if left > 0 else []
        form.add_error(form.told_at, [*refusal.lines[:MOST_TOLD], *more])
    else:
        refuse(form, refusal)
