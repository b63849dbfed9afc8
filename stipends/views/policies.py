"""Stipend policies: the list, one of them, a new version."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from common.doors import SignedIn
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from common.verb_pages import crumbs
from common.verbs import offers
from stipends.models import StipendPolicy
from stipends.policies import why_not
from stipends.queries import tried_of, words_of
from stipends.states import PolicyAction
from stipends.tables import POLICIES
from stipends.verbs import POLICY
from stipends.views.doors import only_money
from stipends.views.drafts import beside_policy


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
        "may_change": why_not(request.user, PolicyAction.CHANGE, policy) is None,
        "beside": beside_policy(policy) if policy.unpublished else None,
        "sent_back": policy.sent_back,
        "examples": policy.examples.order_by("-at", "-pk").select_related("by").defer("content").first(),
        "tried": tried_of(policy),
        "crumbs": crumbs(POLICY),
    }
    return render(request, "stipends/policy_detail.html", context)
