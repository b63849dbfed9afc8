"""Leaders in office are taken over one by one or from a file; the paper both signed is kept and read."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from applications import services
from applications.forms.in_office import ON_PAPER, LeaderForm, LeadersForm, PaperForm
from applications.queries.places import crowded
from applications.tables import IN_OFFICE
from common.converters import id_of
from common.doors import Done, SignedIn, allowed, attempt, sent, status_of, tried
from common.downloads import stored_download, wants_file
from common.errors import DomainError, LookFirst
from common.forms import refuse
from common.ui.lists import file_of, listed
from pathways.models import Placement, SignedPaper
from pathways.policies import why_not, why_not_drafting, why_not_paper
from pathways.queries.standing_on import taken_over
from pathways.services import Leader
from pathways.states import PlacementAction
from people.models import School

page = require_http_methods(["GET", "HEAD", "POST"])
# So many refused lines are told at once.
MOST_TOLD = 20


@login_required
@page
def index(request: SignedIn) -> HttpResponseBase:
    """The leaders that were taken over, and the form to take over one more."""
    allowed(why_not_drafting(request.user))
    rows = taken_over(request.user)
    if wants_file(request):
        return file_of(request, "leaders-in-office", rows, IN_OFFICE)
    form = LeaderForm(sent(request), request.FILES or None, user=request.user)
    if form.is_valid() and _take(request, form):
        return redirect("applications:in_office")
    shown = listed(request, rows, IN_OFFICE, thing="leader")
    context = {"list": shown, "page": shown.page, "form": form, "school": _school_refused(form)}
    return render(request, "applications/in_office.html", context, status=status_of(form))


def _school_refused(form: LeaderForm) -> School | None:
    """The school that was chosen and refused: what is wrong may be put right on its page."""
    number = id_of(str(form["school"].value() or ""))
    if number is None or not form.has_error("school"):
        return None
    return School.objects.filter(pk=number).first()


def _take(request: SignedIn, form: LeaderForm) -> bool:
    data = form.cleaned_data
    leader = Leader(
        person=data["who"],
        **{name: data[name] for name in ("role", "cohort", "school", "starts", "share", "reason")},
    )
    paper = form.paper() if data["stands"] == ON_PAPER else None
    done = tried(form, services.take_over, leader=leader, paper=paper, by=request.user, seen=data["seen"])
    if done is None:
        return False
    placement, new = done.answer
    if not new:
        messages.info(request, f"{placement} was taken over already. Nothing was changed.")
        return True
    signs = "" if paper else f" A mail asks {placement.person} to sign; nothing is paid until both have."
    messages.success(request, f"{placement} is on record.{signs}")
    for words in crowded([placement]):
        messages.warning(request, words)
    return True


@login_required
@page
def lines(request: SignedIn) -> HttpResponse:
    """Many leaders: what the lines come to is shown first; sent again, just that is done."""
    allowed(why_not_drafting(request.user))
    form, schools = LeadersForm(sent(request), request.FILES or None), tuple[School, ...]()
    if form.is_valid():
        seen = form.said_yes_to
        verb = partial(
            services.take_over_lines, lines=form.lines, papers=form.accepted, by=request.user, seen=seen
        )
        done = attempt(verb)
        if isinstance(done, Done):
            count = done.answer
            mails = "each gets a mail" if form.accepted else "a mail asks each to sign"
            messages.success(
                request, f"{count} {'leader is' if count == 1 else 'leaders are'} on record; {mails}."
            )
            return redirect("applications:in_office")
        schools = done.schools[:MOST_TOLD] if isinstance(done, services.LinesRefused) else ()
        _shown(form, done)
    context = {"form": form, "schools": schools}
    return render(request, "applications/in_office_lines.html", context, status=status_of(form))


def _shown(form: LeadersForm, refusal: DomainError) -> None:
    """The refusal, line by line, or what the lines come to."""
    if isinstance(refusal, LookFirst):
        form.show(refusal)
    elif isinstance(refusal, services.LinesRefused):
        left = len(refusal.lines) - MOST_TOLD
        more = [f"And {left} more."] if left > 0 else []
        form.add_error(form.told_at, [*refusal.lines[:MOST_TOLD], *more])
    else:
        refuse(form, refusal)


@login_required
@page
def paper_new(request: SignedIn, pk: int) -> HttpResponse:
    """The paper both signed is put on record."""
    rows = Placement.objects.visible_to(request.user).filter(taken_over__isnull=False)
    placement = get_object_or_404(rows.select_related("person", "role__pathway", "school", "year"), pk=pk)
    allowed(_no_paper(request, placement))
    form = PaperForm(sent(request), request.FILES or None)
    if form.is_valid():
        given: dict[str, Any] = {"paper": form.paper(), "reason": form.cleaned_data["reason"]}
        if tried(form, services.add_paper, pk=pk, by=request.user, **given):
            messages.success(request, f"{placement} stands on this paper.")
            return redirect("pathways:placement", pk)
    context = {"form": form, "placement": placement}
    return render(request, "applications/paper.html", context, status=status_of(form))


def _no_paper(request: SignedIn, placement: Placement) -> Any:
    return why_not(request.user, PlacementAction.ADD_PAPER, placement)


@login_required
@require_safe
def paper(request: SignedIn, pk: int) -> FileResponse:
    """The paper itself: always a download."""
    seen = Placement.objects.visible_to(request.user).values("pk")
    rows = SignedPaper.objects.select_related("placement__role").filter(placement__in=seen)
    row = get_object_or_404(rows, pk=pk)
    allowed(why_not_paper(request.user, row.placement))
    return stored_download(row.file, row.file_name)
