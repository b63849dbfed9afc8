"""My coaching work: what a Peer Coach did at their school, what is missing; release time, teachers, cycles, PD."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from coaching import services
from coaching.forms.peers import CycleForm, PDForm, ReleaseTimeForm, TalkForm, TeacherForm
from coaching.models import CoachedTeacher, ReleaseTime, SchoolwidePD, TeacherCycle, peers_read_by
from coaching.policies import reads_peer, why_not_peer
from coaching.queries import (
    coaching_me,
    duties,
    listed,
    only_own,
    peers_coached_by,
    peers_of,
    seminars_of,
    teachers_of,
    with_counts,
)
from coaching.states import PeerAction
from coaching.tables import PEERS
from coaching.views.back import taken_back
from common.converters import wanted_id
from common.doors import SignedIn, allowed, press, sent, status_of, tried
from common.downloads import wants_file
from common.ui.lists import file_of
from common.ui.lists import listed as as_listed
from pathways.models import PeerWork, Placement
from pathways.queries import current_year
from people.queries import today


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponseBase:
    """The Peer Coaches of this year of whose work I read something, each with their numbers."""
    year = current_year(today())
    rows = peers_of(request.user, year)
    if wants_file(request):
        return file_of(request, "peer-coaches", rows, PEERS)
    # A Peer Coach who reads nobody else's work is led to their own.
    if (only := only_own(rows, request.user)) is not None:
        return redirect("coaching:peer", pk=only)
    shown = as_listed(request, rows, PEERS, thing=f"Peer Coach of {year}", things=f"Peer Coaches of {year}")
    context = {"list": shown, "page": shown.page, "year": year}
    return render(request, "coaching/peers.html", context)


def peer_placement(request: SignedIn, pk: int) -> Placement:
    """Of a Peer Coach of whose work they read something; anything else is not found."""
    seen: QuerySet[Placement] = peers_read_by(request.user).select_related("person", "role", "school", "year")
    return get_object_or_404(with_counts(seen), pk=pk)


@login_required
@require_safe
def work(request: SignedIn, pk: int) -> HttpResponse:
    """What is done and what is missing. Names and days for the Peer Coach, their coach and the managers of the pathway;
    numbers for whoever signs for the school."""
    placement, user = peer_placement(request, pk), request.user
    full, times = reads_peer(user, placement), list(placement.release_times.select_related("confirmed_by"))
    senior = full and placement.role.peer_work == PeerWork.PEERS
    may = {action: why_not_peer(user, action, placement, today()) is None for action in PeerAction}
    context = {
        "placement": placement,
        "own": placement.person_id == user.pk,
        "full": full,
        "duties": duties(placement),
        "waits": next((one for one in times if one.confirmed_at is None and one.set_aside_at is None), None),
        # Of one day the one that was confirmed last counts.
        "times": sorted(
            (one for one in times if one.confirmed_at is not None),
            key=lambda one: (one.since, one.confirmed_at, one.pk),
            reverse=True,
        ),
        "teachers": teachers_of(placement) if full else [],
        "pd": placement.schoolwide_pd.kept() if full else [],
        "seminars": seminars_of(placement) if senior else [],
        "peers": peers_coached_by(placement) if senior else [],
        "senior": senior,
        "records": may[PeerAction.RECORD],
        "confirms": may[PeerAction.CONFIRM],
        "proposes": may[PeerAction.PROPOSE],
    }
    return render(request, "coaching/peer.html", context)


@login_required
@require_safe
def own_rows(request: SignedIn) -> HttpResponse:
    """By whom I am coached: my own rows, as the Peer Coach recorded them."""
    context = {"rows": listed(request.user), "seniors": coaching_me(request.user)}
    return render(request, "coaching/listed.html", context)


def form_page(request: SignedIn, placement: Placement, form: Any, title: str, lead: str) -> HttpResponse:
    """A page of one form about the work of this Peer Coach."""
    context = {"placement": placement, "form": form, "title": title, "lead": lead}
    return render(request, "coaching/peer_form.html", context, status=status_of(form))


@login_required
def release(request: SignedIn, pk: int) -> HttpResponse:
    """Say how much time is free for coaching: proposed, or, by whoever signs for the school, as it really is."""
    placement, user = peer_placement(request, pk), request.user
    signs = why_not_peer(user, PeerAction.CONFIRM, placement, today()) is None
    allowed(None if signs else why_not_peer(user, PeerAction.PROPOSE, placement, today()))
    newest = placement.release_times.filter(set_aside_at=None).order_by("-proposed_at", "-pk").first()
    kept: dict[str, Any] = {"since": today()}
    if newest is not None:
        kept |= {"minutes": newest.minutes, "since": newest.since, "periods": newest.periods}
    form = ReleaseTimeForm(sent(request), initial=kept, signs=signs)
    if form.is_valid() and tried(form, services.say_release_time, placement_pk=pk, by=user, said=form.said()):
        messages.success(
            request, "Confirmed." if signs else "Proposed. Whoever signs for the school confirms it."
        )
        return redirect("coaching:peer", pk=pk)
    lead = "What you say counts at once. It stays on record from its day on."
    proposed = "Whoever signs for the school finds it on their home and confirms it."
    return form_page(request, placement, form, "Release time", lead if signs else proposed)


@login_required
@require_POST
def confirm(request: SignedIn, pk: int) -> HttpResponse:
    """It is so, in one press."""
    row = get_object_or_404(ReleaseTime.objects.visible_to(request.user), pk=pk)
    press(request, services.confirm_release_time, "Confirmed.", pk=pk, by=request.user)
    return redirect("coaching:peer", pk=row.placement_id)


@login_required
def teacher(request: SignedIn, pk: int) -> HttpResponse:
    """Add a teacher to the cohort."""
    placement = _recording(request, pk)
    form = TeacherForm(sent(request), placement=placement, today=today())
    if form.is_valid() and (
        done := tried(form, services.add_teacher, placement_pk=pk, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"You coach {done.answer.called}.")
        return redirect("coaching:peer", pk=pk)
    lead = "Whoever is listed sees on their own page that they are. Your principal sees how many, not who."
    return form_page(request, placement, form, "Add a teacher", lead)


@login_required
def cycle(request: SignedIn, pk: int) -> HttpResponse:
    """Record a cycle with a teacher: days and a focus."""
    placement = _recording(request, pk)
    chosen = wanted_id(request.GET.get("teacher"))
    form = CycleForm(sent(request), placement=placement, today=today(), chosen=chosen)
    if form.is_valid():
        given = {"teacher_pk": form.cleaned_data["teacher"].pk, "by": request.user, "said": form.said()}
        if tried(form, services.record_cycle, **given):
            messages.success(request, "Recorded.")
            return redirect("coaching:peer", pk=pk)
    lead = "The days and a focus, and never words about your colleague."
    return form_page(request, placement, form, "Record a cycle", lead)


@login_required
def talk(request: SignedIn, pk: int) -> HttpResponse:
    """We talked: the cycle is whole."""
    row = get_object_or_404(_cycles(request), pk=pk)
    placement = _recording(request, row.teacher.placement_id)
    form = TalkForm(sent(request), cycle=row, today=today())
    if form.is_valid() and tried(form, services.record_talk, pk=pk, by=request.user, **form.cleaned_data):
        messages.success(request, "Recorded. The cycle is whole.")
        return redirect("coaching:peer", pk=placement.pk)
    lead = f"{row.teacher.called}: {row.focus}, observed {row.observed_on:%B %-d}."
    return form_page(request, placement, form, "You talked", lead)


@login_required
def pd(request: SignedIn, pk: int) -> HttpResponse:
    """Record PD of the whole school."""
    placement = _recording(request, pk)
    form = PDForm(sent(request), initial={"day": today()})
    if form.is_valid() and tried(
        form, services.record_pd, placement_pk=pk, by=request.user, said=form.said()
    ):
        messages.success(request, "Recorded.")
        return redirect("coaching:peer", pk=pk)
    lead = "Professional development of the whole school that you led."
    return form_page(request, placement, form, "Record PD", lead)


def _recording(request: SignedIn, pk: int) -> Placement:
    placement = peer_placement(request, pk)
    allowed(why_not_peer(request.user, PeerAction.RECORD, placement, today()))
    return placement


def _cycles(request: SignedIn) -> "QuerySet[TeacherCycle]":
    """Those of Peer Coaches they read something of: a teacher's own row is for reading alone."""
    seen = TeacherCycle.objects.visible_to(request.user).kept()
    return seen.filter(teacher__placement__in=peers_read_by(request.user)).select_related("teacher__person")


@login_required
@require_POST
def take_back_cycle(request: SignedIn, pk: int) -> HttpResponse:
    """It was recorded by mistake."""
    row = get_object_or_404(_cycles(request), pk=pk)
    what = f"The cycle with {row.teacher}, observed {row.observed_on:%B %-d}: {row.focus}"
    back = reverse("coaching:peer", args=[row.teacher.placement_id])
    return taken_back(request, services.take_back_cycle, pk=pk, what=what, back=back)


def _teacher(request: SignedIn, pk: int) -> CoachedTeacher:
    seen = CoachedTeacher.objects.visible_to(request.user).kept()
    return get_object_or_404(seen.filter(placement__in=peers_read_by(request.user)), pk=pk)


@login_required
@require_POST
def end_teacher(request: SignedIn, pk: int) -> HttpResponse:
    """I do not coach them any more."""
    row = _teacher(request, pk)
    press(request, services.end_teacher, "Kept, with today as the last day.", pk=pk, by=request.user)
    return redirect("coaching:peer", pk=row.placement_id)


@login_required
@require_POST
def take_back_teacher(request: SignedIn, pk: int) -> HttpResponse:
    """They were listed by mistake."""
    row = _teacher(request, pk)
    back = reverse("coaching:peer", args=[row.placement_id])
    return taken_back(
        request,
        services.take_back_teacher,
        pk=pk,
        what=f"{row}, whom you coach",
        back=back,
        said="They are listed no more.",
        lead="They are listed no more, as if they had never been. They can be listed anew.",
    )


@login_required
@require_POST
def take_back_pd(request: SignedIn, pk: int) -> HttpResponse:
    """It was recorded by mistake."""
    row = get_object_or_404(SchoolwidePD.objects.visible_to(request.user).kept(), pk=pk)
    back = reverse("coaching:peer", args=[row.placement_id])
    return taken_back(request, services.take_back_pd, pk=pk, what=f"PD of {row.day:%B %-d}", back=back)
