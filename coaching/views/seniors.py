"""What Senior Peer Coaches do beside, and what visitors say of it on a page of their own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from coaching import services
from coaching.forms.seniors import PeerForm, PeerVisitForm, SeminarForm, VisitorsForm
from coaching.models import CoachedPeer, HostedSeminar, PeerVisit, SeminarVisitor, peers_read_by
from coaching.policies import why_not_peer
from coaching.queries import visits_of
from coaching.states import PeerAction
from coaching.views.back import taken_back
from coaching.views.peers import form_page, peer_placement
from common.counting import counted
from common.doors import SignedIn, allowed, press, sent, tried
from pathways.models import Placement
from people.queries import today

ANSWERS = {"yes": True, "no": False}


def _hosting(request: SignedIn, pk: int) -> Placement:
    placement = peer_placement(request, pk)
    allowed(why_not_peer(request.user, PeerAction.HOST, placement, today()))
    return placement


@login_required
def seminar(request: SignedIn, pk: int) -> HttpResponse:
    """I host a seminar at my school."""
    placement = _hosting(request, pk)
    form = SeminarForm(sent(request), initial={"day": today()})
    if form.is_valid() and (
        done := tried(form, services.host_seminar, placement_pk=pk, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Recorded. Now say who visits.")
        return redirect("coaching:seminar_visitors", pk=done.answer.pk)
    lead = "A Peer Coach seminar at your school, in which you are observed while coaching."
    return form_page(request, placement, form, "Host a seminar", lead)


def _seminars(request: SignedIn) -> "QuerySet[HostedSeminar]":
    seen = HostedSeminar.objects.visible_to(request.user).kept()
    return seen.filter(placement__in=peers_read_by(request.user)).select_related("placement")


@login_required
def visitors(request: SignedIn, pk: int) -> HttpResponse:
    """Say who visits; each confirms on their own page."""
    row = get_object_or_404(_seminars(request), pk=pk)
    placement = _hosting(request, row.placement_id)
    form = VisitorsForm(sent(request), seminar=row, today=today())
    if form.is_valid() and (
        done := tried(form, services.name_visitors, pk=pk, by=request.user, **form.cleaned_data)
    ):
        messages.success(
            request, f"{counted(len(done.answer), 'visitor')} more. Each confirms on their own page."
        )
        return redirect("coaching:peer", pk=placement.pk)
    lead = f"{row.title}, {row.day:%B %-d}. Whoever visits finds it on their home once the day came, and confirms."
    return form_page(request, placement, form, "Who visits", lead)


@login_required
@require_POST
def take_back_seminar(request: SignedIn, pk: int) -> HttpResponse:
    """It was recorded by mistake, or does not take place."""
    row = get_object_or_404(_seminars(request), pk=pk)
    back = reverse("coaching:peer", args=[row.placement_id])
    what = f"{row.title}, {row.day:%B %-d}"
    return taken_back(request, services.take_back_seminar, pk=pk, what=what, back=back)


@login_required
@require_POST
def take_back_visitor(request: SignedIn, pk: int) -> HttpResponse:
    """They were named by mistake."""
    seen = SeminarVisitor.objects.visible_to(request.user).kept().select_related("seminar", "person")
    row = get_object_or_404(seen.filter(seminar__placement__in=peers_read_by(request.user)), pk=pk)
    return taken_back(
        request,
        services.take_back_visitor,
        pk=pk,
        what=f"{row.person.name}, visitor of {row.seminar.title}",
        back=reverse("coaching:peer", args=[row.seminar.placement_id]),
        said="They are named no more.",
        lead="They are asked no more whether they were there. They can be named anew.",
    )


@login_required
@require_safe
def visits(request: SignedIn) -> HttpResponse:
    """Hosted seminars I was named a visitor of: I say whether I was there."""
    return render(request, "coaching/seminar_visits.html", {"visits": visits_of(request.user, today())})


@login_required
@require_POST
def answer(request: SignedIn, pk: int) -> HttpResponse:
    """I was there and observed, or I was not there: in one press."""
    row = get_object_or_404(SeminarVisitor.objects.kept().filter(person=request.user), pk=pk)
    there = ANSWERS.get(request.POST.get("was_there", ""))
    if there is None:
        messages.error(request, "Nothing was kept. Press one of the two.")
    else:
        said = "Confirmed. Thank you." if there else "Kept: you were not there."
        press(request, services.say_whether_there, said, pk=row.pk, by=request.user, was_there=there)
    return redirect("coaching:seminar_visits")


@login_required
def peer(request: SignedIn, pk: int) -> HttpResponse:
    """I coach this Peer Coach."""
    placement = _hosting(request, pk)
    form = PeerForm(sent(request), placement=placement, today=today())
    if form.is_valid() and (
        done := tried(form, services.coach_peer, placement_pk=pk, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"You coach {done.answer.peer.person.name}.")
        return redirect("coaching:peer", pk=pk)
    lead = "They see on their own page that you coach them, and the days of your visits."
    return form_page(request, placement, form, "Coach a Peer Coach", lead)


def _coached(request: SignedIn) -> "QuerySet[CoachedPeer]":
    """Those of Senior Peer Coaches they read something of: one's own row is for reading alone."""
    seen = CoachedPeer.objects.visible_to(request.user).kept()
    return seen.filter(placement__in=peers_read_by(request.user)).select_related("peer__person")


@login_required
def visit(request: SignedIn, pk: int) -> HttpResponse:
    """I visited this Peer Coach: the day."""
    row = get_object_or_404(_coached(request), pk=pk)
    placement = _hosting(request, row.placement_id)
    form = PeerVisitForm(sent(request), initial={"day": today()})
    if form.is_valid() and tried(form, services.visit_peer, pk=pk, by=request.user, **form.cleaned_data):
        messages.success(request, "Recorded.")
        return redirect("coaching:peer", pk=placement.pk)
    lead = "The day alone. Nothing else of it is kept."
    return form_page(request, placement, form, f"You visited {row.peer.person.name}", lead)


@login_required
@require_POST
def take_back_peer(request: SignedIn, pk: int) -> HttpResponse:
    """They were listed by mistake."""
    row = get_object_or_404(_coached(request), pk=pk)
    return taken_back(
        request,
        services.take_back_peer,
        pk=pk,
        what=f"{row.peer.person.name}, whom you coach",
        back=reverse("coaching:peer", args=[row.placement_id]),
        said="They are listed no more.",
        lead="They are listed no more, as if they had never been. They can be listed anew.",
    )


@login_required
@require_POST
def take_back_visit(request: SignedIn, pk: int) -> HttpResponse:
    """It was recorded by mistake."""
    seen = PeerVisit.objects.filter(coached__in=_coached(request)).kept().select_related("coached")
    row = get_object_or_404(seen, pk=pk)
    back = reverse("coaching:peer", args=[row.coached.placement_id])
    what = f"Your visit of {row.day:%B %-d}"
    return taken_back(request, services.take_back_peer_visit, pk=pk, what=what, back=back)
