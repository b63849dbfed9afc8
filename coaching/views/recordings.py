"""Exemplar recordings: watched, recorded, agreed to, and hidden at once where somebody withdraws."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from coaching import services
from coaching.forms.recordings import ConsentForm, RecordingForm
from coaching.models import Recording, SeenInRecording, theirs_in_full
from coaching.policies import keeps_consents, reads_peer, why_not_consent, why_not_peer
from coaching.queries import link_of, recordings_of, seen_in, to_watch
from coaching.states import ConsentAction, PeerAction
from coaching.views.back import taken_back
from coaching.views.peers import form_page, peer_placement
from common.doors import SignedIn, allowed, press, sent, tried
from people.queries import today


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Recordings I may watch now."""
    return render(request, "coaching/recordings.html", {"recordings": to_watch(request.user)})


@login_required
@require_safe
def watch(request: SignedIn, pk: int) -> HttpResponse:
    """Leads to the recording, while it is shown to me: asked in the moment it is opened, so no page keeps the link."""
    link = link_of(pk, request.user)
    if link is None:
        raise Http404
    return HttpResponseRedirect(link)


@login_required
def record(request: SignedIn, pk: int) -> HttpResponse:
    """Record an exemplar: its link, who may watch, who is seen in it."""
    placement = peer_placement(request, pk)
    allowed(why_not_peer(request.user, PeerAction.HOST, placement, today()))
    form = RecordingForm(sent(request), placement=placement, today=today())
    if form.is_valid() and tried(
        form, services.record_exemplar, placement_pk=pk, by=request.user, said=form.said()
    ):
        messages.success(request, "Recorded. It is shown once everybody seen in it agrees.")
        return redirect("coaching:peer", pk=pk)
    lead = "It is shown to nobody before everybody who is seen in it agrees, and hidden at once when one withdraws."
    return form_page(request, placement, form, "Record an exemplar", lead)


@login_required
@require_safe
def consents(request: SignedIn, pk: int) -> HttpResponse:
    """The recordings of a Senior Peer Coach with who is seen in them and what they said; for those who read names."""
    placement = peer_placement(request, pk)
    if not reads_peer(request.user, placement):
        raise Http404
    context = {
        "placement": placement,
        "recordings": recordings_of(placement),
        "keeps": keeps_consents(request.user, placement),
        "records": why_not_peer(request.user, PeerAction.HOST, placement, today()) is None,
    }
    return render(request, "coaching/consents.html", context)


@login_required
@require_POST
def take_back(request: SignedIn, pk: int) -> HttpResponse:
    """Nobody sees it any more."""
    rows = Recording.objects.kept().filter(theirs_in_full(request.user, "placement"))
    row = get_object_or_404(rows, pk=pk)
    return taken_back(
        request,
        services.take_back_exemplar,
        pk=pk,
        what=row.title,
        back=reverse("coaching:consents", args=[row.placement_id]),
        said="Taken back. Nobody sees it.",
        lead="Nobody sees it any more, and the consents to it are over. It can be recorded anew.",
    )


@login_required
@require_safe
def mine(request: SignedIn) -> HttpResponse:
    """Recordings I am seen in: I agree that they are shown, or withdraw."""
    return render(request, "coaching/seen_in.html", {"rows": seen_in(request.user)})


def _seen(request: SignedIn) -> "QuerySet[SeenInRecording]":
    seen = SeenInRecording.objects.visible_to(request.user).kept()
    return seen.select_related("recording__placement__role", "person")


@login_required
@require_POST
def agree(request: SignedIn, pk: int) -> HttpResponse:
    """I agree that it is shown."""
    row = get_object_or_404(_seen(request), pk=pk)
    press(request, services.agree, "Kept: you agree that it is shown.", pk=row.pk, by=request.user)
    return redirect("coaching:seen_in")


@login_required
@require_POST
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """I agree no more, or they told me so: it is hidden at once."""
    row = get_object_or_404(_seen(request), pk=pk)
    said = "Kept. Nobody sees this recording."
    press(request, services.withdraw_consent, said, pk=row.pk, by=request.user)
    if row.person_id == request.user.pk:
        return redirect("coaching:seen_in")
    return redirect("coaching:consents", pk=row.recording.placement_id)


@login_required
def paper(request: SignedIn, pk: int) -> HttpResponse:
    """They agreed on a paper that I saw."""
    row = get_object_or_404(_seen(request), pk=pk)
    allowed(why_not_consent(request.user, ConsentAction.RECORD, row))
    form = ConsentForm(sent(request), initial={"given_on": today()})
    if form.is_valid() and tried(form, services.record_consent, pk=pk, by=request.user, **form.cleaned_data):
        messages.success(request, f"Kept: {row.called} agreed.")
        return redirect("coaching:consents", pk=row.recording.placement_id)
    lead = f"{row.called}, seen in “{row.recording.title}”."
    return form_page(request, row.recording.placement, form, "Consent on paper", lead)
