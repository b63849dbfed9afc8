"""Stipend policies: the list, one of them, a new version, publishing and retiring."""

import json
from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from common.doors import SignedIn, sent, status_of, tried
from common.downloads import rows_file, wants_file
from people.models import User
from stipends import services
from stipends.exports import POLICIES
from stipends.forms import DiscardForm, PolicyForm, PublishForm, RetireForm
from stipends.models import StipendPolicy
from stipends.policies import may
from stipends.queries import effect_of, words_of
from stipends.states import PolicyState
from stipends.views.doors import demand, only_money

DISCARDING = "A draft put aside is never published. Its version stays on record with your reason."


def _visible(request: SignedIn, pk: int) -> StipendPolicy:
    policies = StipendPolicy.objects.visible_to(request.user)
    found: StipendPolicy = get_object_or_404(
        policies.select_related("role", "year", "drafted_by", "published_by"), pk=pk
    )
    return found


def _crumbs() -> list[dict[str, str]]:
    return [{"name": "Stipend policies", "url": reverse("stipends:policies")}]


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponseBase:
    """All policies, the newest year first."""
    only_money(request)
    policies = StipendPolicy.objects.visible_to(request.user).select_related("role", "year", "drafted_by")
    if wants_file(request):
        return rows_file("stipend-policies", POLICIES, policies)
    page = Paginator(policies, 50).get_page(request.GET.get("page"))
    context = {"page": page, "may_draft": may(request.user, "draft_policy")}
    return render(request, "stipends/policy_list.html", context)


@login_required
@require_safe
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """One policy: amount, rule, history, and what can be done with it."""
    policy = _visible(request, pk)
    draft = policy.state == PolicyState.DRAFT
    context = {
        "policy": policy,
        "says": words_of(policy),
        "rule": json.dumps(policy.rule, indent=2, sort_keys=True),
        "events": policy.events.select_related("by"),
        "may_publish": draft
        and may(request.user, "publish_policy")
        and policy.drafted_by_id != request.user.pk,
        "may_retire": policy.state == PolicyState.PUBLISHED and may(request.user, "retire_policy"),
        "may_discard": draft and may(request.user, "discard_policy"),
        "may_draft": may(request.user, "draft_policy"),
        "crumbs": _crumbs(),
    }
    return render(request, "stipends/policy_detail.html", context)


@login_required
def new(request: SignedIn) -> HttpResponse:
    """Draft a version: from the guide's own rule, or from another policy (`?after=`)."""
    demand(request, "draft_policy")
    form = PolicyForm(request.POST) if request.method == "POST" else _empty(request)
    if form.is_valid():
        data = form.cleaned_data
        typed = {"role": data["role"], "year": data["year"], "rule": data["rule"]}
        typed["annual_cents"] = int(data["amount"] * 100)
        if done := tried(form, services.draft_policy, by=request.user, **typed):
            messages.success(request, "Saved as a draft. Someone else publishes it.")
            return redirect("stipends:policy", pk=done.answer.pk)
    context = {"form": form, "title": "New stipend policy", "crumbs": _crumbs()}
    return render(request, "stipends/act.html", context, status=status_of(form))


def _empty(request: SignedIn) -> PolicyForm:
    after = request.GET.get("after", "")
    if after.isascii() and after.isdigit() and len(after) <= 18:
        return PolicyForm.after(_visible(request, int(after)))
    return PolicyForm()


def _ask(
    request: SignedIn,
    policy: StipendPolicy,
    form: Form,
    verb: Callable[..., object],
    *,
    said: str,
    word: str,
    lead: str,
) -> HttpResponse:
    """The page of one verb, which says first what it does; the policy once it is done."""
    if form.is_valid() and tried(form, verb, pk=policy.pk, by=request.user, **form.cleaned_data):
        messages.success(request, said)
        return redirect("stipends:policy", pk=policy.pk)
    context = {"form": form, "title": f"{word} {policy}", "lead": lead, "crumbs": _crumbs()}
    return render(request, "stipends/act.html", context, status=status_of(form))


def _asked(verb: Callable[..., None], *, pk: int, by: User, **typed: str) -> None:
    """A verb that says first what it moves, with what the form tells."""
    verb(pk=pk, asking=services.Asking(by, **typed))


@login_required
def publish(request: SignedIn, pk: int) -> HttpResponse:
    """Says what putting a draft in force does, and does it when sent."""
    policy = _visible(request, pk)
    demand(request, "publish_policy")
    effect = effect_of(policy)
    form, lead = PublishForm(sent(request), follows=effect.follows), effect.of_publishing
    verb = partial(_asked, services.put_in_force)
    return _ask(request, policy, form, verb, said="This policy is in force now.", word="Publish", lead=lead)


@login_required
def retire(request: SignedIn, pk: int) -> HttpResponse:
    """Take a policy out of force, with a reason."""
    policy = _visible(request, pk)
    demand(request, "retire_policy")
    form, lead = RetireForm(sent(request)), effect_of(policy).of_retiring
    verb = partial(_asked, services.take_out_of_force)
    return _ask(request, policy, form, verb, said="The policy is retired.", word="Retire", lead=lead)


@login_required
def discard(request: SignedIn, pk: int) -> HttpResponse:
    """Put a draft aside, with a reason."""
    policy = _visible(request, pk)
    demand(request, "discard_policy")
    form, verb = DiscardForm(sent(request)), services.discard_policy
    return _ask(request, policy, form, verb, said="The draft is discarded.", word="Discard", lead=DISCARDING)
