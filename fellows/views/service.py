"""Pages of service: the agreement, reports, and what staff decide about them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from common.doors import SignedIn, press, sent, status_of, tried
from fellows import services
from fellows.forms import AgreementForm, ServiceForm, SimilarityForm, typed_of
from fellows.models import Fellow, SchoolSimilarity, ServiceRecord
from fellows.policies import may, may_decide_similarity, sees_all
from fellows.rules.agreement import agreement_text, fingerprint
from fellows.states import ITEMS
from fellows.views.fellows import draw, read_or_send, visible


def _record(request: SignedIn, pk: int) -> ServiceRecord:
    fellows = Fellow.objects.visible_to(request.user)
    records = ServiceRecord.objects.filter(fellow__in=fellows).select_related("fellow__person", "school")
    record: ServiceRecord = get_object_or_404(records, pk=pk)
    return record


@login_required
@read_or_send
def agreement(request: SignedIn, pk: int) -> HttpResponse:
    """Read the agreement; the fellow signs it, others see what was signed."""
    fellow = visible(request, pk)
    if request.method == "POST" and not may(request.user, "sign", fellow):  # type: ignore[arg-type]
        raise PermissionDenied
    signed = fellow.agreements.last()
    text = agreement_text(fellow.person.name, fellow.cohort.name)
    to_sign = may(request.user, "sign", fellow) and (signed is None or signed.sha256 != fingerprint(text))  # type: ignore[arg-type]
    form = AgreementForm(sent(request), initial={"shown": fingerprint(text)})
    if form.is_valid():
        facts = form.cleaned_data
        typed = {"typed_name": facts["typed_name"], "sha256_shown": facts["shown"]}
        if tried(form, services.sign_agreement, pk=pk, by=request.user, **typed):
            messages.success(request, "You have signed the service agreement.")
            return redirect("fellows:detail", pk)
    context = {"fellow": fellow, "signed": signed, "text": text, "form": form if to_sign else None}
    return render(request, "fellows/agreement.html", context, status=status_of(form))


@login_required
@read_or_send
def report(request: SignedIn, pk: int) -> HttpResponse:
    """Report where one serves."""
    fellow = visible(request, pk)
    if not may(request.user, "report", fellow):  # type: ignore[arg-type]
        raise PermissionDenied
    form = ServiceForm(sent(request), initial={"fte": "1"})
    if form.is_valid() and (
        done := tried(form, services.report_service, pk=pk, served=form.served(), by=request.user)
    ):
        asked = done.answer.verifier_email or "Staff"
        messages.success(request, f"Thank you. {asked} will be asked to confirm it.")
        return redirect("fellows:detail", pk)
    return draw(request, form, "Report service", fellow)


@login_required
@read_or_send
def correct(request: SignedIn, pk: int) -> HttpResponse:
    """Correct what the site disagreed with."""
    record = _record(request, pk)
    if not may(request.user, "report", record.fellow):  # type: ignore[arg-type]
        raise PermissionDenied
    form = ServiceForm(sent(request), initial=typed_of(record))
    if form.is_valid() and tried(
        form, services.correct_service, pk=pk, served=form.served(), by=request.user
    ):
        messages.success(request, "Corrected. The site is asked again.")
        return redirect("fellows:detail", record.fellow_id)
    said = [(ITEMS[item], words) for item, words in record.disagreement.items() if item in ITEMS]
    return draw(request, form, "Correct reported service", record.fellow, said=said)


@login_required
@require_POST
def ask(request: SignedIn, pk: int) -> HttpResponse:
    """Ask the site again, with a new link."""
    return _press(
        request, _record(request, pk), services.send_link, "The site is asked again with a new link."
    )


@login_required
@require_POST
def accept(request: SignedIn, pk: int) -> HttpResponse:
    """Staff accept confirmed service."""
    return _press(request, _record(request, pk), services.accept_service, "The service is accepted.")


def _press(request: SignedIn, record: ServiceRecord, verb: Any, done: str) -> HttpResponse:
    press(request, verb, done, pk=record.pk, by=request.user)
    return redirect("fellows:detail", record.fellow_id)


@login_required
@read_or_send
def similarity(request: SignedIn) -> HttpResponse:
    """Which schools outside the network count, since when and why; decide about another."""
    user: Any = request.user
    decides = may_decide_similarity(user)
    if not sees_all(user) or (request.method == "POST" and not decides):
        raise PermissionDenied
    form = SimilarityForm(sent(request))
    if form.is_valid():
        facts = form.cleaned_data | {"similar": form.cleaned_data["similar"] == "yes"}
        if tried(form, services.decide_similarity, by=user, **facts):
            messages.success(request, "The decision is on record.")
            return redirect("fellows:similarity")
    decisions = SchoolSimilarity.objects.select_related("decided_by")[:200]
    context = {"form": form if decides else None, "decisions": decisions}
    return render(request, "fellows/similarity.html", context, status=status_of(form))
