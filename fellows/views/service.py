"""The page of schools outside the network that count."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from common.doors import SignedIn, allowed, sent, status_of, tried
from fellows import services
from fellows.forms import SimilarityForm
from fellows.models import SchoolSimilarity
from fellows.policies import sees_all, why_not_similar
from fellows.views.fellows import read_or_send


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
