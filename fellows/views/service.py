"""Pages of service: the agreement, and which schools outside the network count."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from common.doors import SignedIn, allowed, sent, status_of, tried
from fellows import services
from fellows.forms import AgreementForm, SimilarityForm
from fellows.models import SchoolSimilarity
from fellows.policies import sees_all, why_not, why_not_similar
from fellows.rules.agreement import agreement_text, fingerprint
from fellows.states import Action
from fellows.views.fellows import read_or_send, visible


@login_required
@read_or_send
def agreement(request: SignedIn, pk: int) -> HttpResponse:
    """Read the agreement; the fellow signs it, others see what was signed."""
    fellow = visible(request, pk)
    theirs = why_not(request.user, Action.SIGN_AGREEMENT, fellow)
    if request.method == "POST":
        allowed(theirs)
    signed = fellow.agreements.order_by("pk").last()
    text = agreement_text(fellow.person.name, fellow.cohort.name)
    to_sign = theirs is None and (signed is None or signed.sha256 != fingerprint(text))
    form = AgreementForm(sent(request), initial={"sha256": fingerprint(text)})
    if form.is_valid():
        facts = form.cleaned_data
        typed = {"typed_name": facts["typed_name"], "sha256_shown": facts["sha256"]}
        if tried(form, services.sign_agreement, pk=pk, by=request.user, **typed):
            messages.success(request, "You have signed the service agreement.")
            return redirect("fellows:detail", pk)
    context = {"fellow": fellow, "signed": signed, "text": text, "form": form if to_sign else None}
    return render(request, "fellows/agreement.html", context, status=status_of(form))


@login_required
@read_or_send
def similarity(request: SignedIn) -> HttpResponse:
    """Which schools outside the network count, since when and why; decide about another."""
    user: Any = request.user
    refusal = why_not_similar(user)
    if not sees_all(user) or request.method == "POST":
        allowed(refusal)
    form = SimilarityForm(sent(request))
    if form.is_valid():
        facts = form.cleaned_data | {"similar": form.cleaned_data["similar"] == "yes"}
        if tried(form, services.decide_similarity, by=user, **facts):
            messages.success(request, "The decision is on record.")
            return redirect("fellows:similarity")
    decisions = SchoolSimilarity.objects.select_related("decided_by")[:200]
    context = {"form": None if refusal else form, "decisions": decisions}
    return render(request, "fellows/similarity.html", context, status=status_of(form))
