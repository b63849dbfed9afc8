"""Stipend policies: the list, one of them, a new version."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from common.converters import id_of
from common.doors import SignedIn, allowed, status_of, tried
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from common.verb_pages import crumbs
from common.verbs import offers
from stipends import services
from stipends.forms import PolicyForm
from stipends.models import StipendPolicy
from stipends.policies import why_not
from stipends.queries import words_of
from stipends.states import PolicyAction
from stipends.tables import POLICIES
from stipends.verbs import POLICY
from stipends.views.doors import only_money


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponseBase:
    """All policies, the newest year first."""
    only_money(request)
    policies = StipendPolicy.objects.visible_to(request.user).select_related("role", "year", "drafted_by")
    if wants_file(request):
        return file_of(request, "stipend-policies", policies, POLICIES)
    shown = listed(request, policies, POLICIES, thing="policy", things="policies")
    context = {
        "list": shown,
        "page": shown.page,
        "may_draft": why_not(request.user, PolicyAction.DRAFT) is None,
    }
    return render(request, "stipends/policy_list.html", context)


@login_required
@require_safe
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """One policy: amount, rule, history, and what can be done with it."""
    policy = get_object_or_404(POLICY.rows(request.user), pk=pk)
    context = {
        "policy": policy,
        "says": words_of(policy),
        "events": policy.events.told(),
        "offers": offers(POLICY, request.user, policy),
        "may_draft": why_not(request.user, PolicyAction.DRAFT) is None,
        "crumbs": crumbs(POLICY),
    }
    return render(request, "stipends/policy_detail.html", context)


@login_required
def new(request: SignedIn) -> HttpResponse:
    """Draft a version: from the guide's own rule, or from another policy (`?after=`)."""
    allowed(why_not(request.user, PolicyAction.DRAFT))
    form = PolicyForm(request.POST) if request.method == "POST" else _begun(request)
    if form.is_valid():
        data = form.cleaned_data
        given = {"role": data["role"], "year": data["year"], "annual_cents": data["amount"]}
        if done := tried(form, services.draft_policy, by=request.user, rule=form.rule, **given):
            messages.success(request, "Saved as a draft. Someone else publishes it.")
            return redirect("stipends:policy", pk=done.answer.pk)
    context = {"form": form, "title": "New stipend policy", "crumbs": crumbs(POLICY)}
    return render(request, "stipends/policy_write.html", context, status=status_of(form))


def _begun(request: SignedIn) -> PolicyForm:
    after = id_of(request.GET.get("after", ""))
    if after is None:
        return PolicyForm.begin()
    return PolicyForm.after(get_object_or_404(POLICY.rows(request.user), pk=after))
