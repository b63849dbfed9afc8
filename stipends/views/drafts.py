"""Writing a stipend policy: the rule in sentences, and beside it what it pays."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from common.beside import pressed
from common.converters import id_of
from common.doors import SignedIn, allowed, status_of, tried
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from common.verb_pages import crumbs
from pathways.models import ProgramYear
from pathways.queries import days_of
from stipends import services
from stipends.forms import DraftForm, PaidForm, PolicyForm
from stipends.models import StipendPolicy
from stipends.models.policies import StipendPolicyQuerySet
from stipends.policies import why_not
from stipends.queries import Cost, Draft, asked_of, cost_of, draft_of, three_of
from stipends.queries import what_if as effect_over
from stipends.rules import Worked, in_words, parse_policy
from stipends.states import PolicyAction
from stipends.tables import WHAT_IF, cost_bar, worked_bar
from stipends.verbs import POLICY

# The button that shows what it pays, and saves nothing.
LOOK = "look"
NO_SESSIONS = "No session of {role} is planned in {year} yet, so nobody misses one."
NOTHING_YET = (
    "No session and no deliverable of {role} is planned in {year} yet: plan them, and three people are shown."
)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a rule: it in sentences, three people with their bars, why there are none, the year's cost."""

    says: tuple[str, ...]
    people: tuple[tuple[Worked, Any], ...]
    without: str
    annual_cents: int
    cost: Cost | None
    cost_parts: Any

    @property
    def whole(self) -> int:
        """What the bars of the three are drawn to: the amount, or what one of them is paid beyond it."""
        return max(self.annual_cents, *(one.cents for one, _ in self.people))


def beside_of(draft: Draft, year: ProgramYear) -> Beside:
    """Calculated by the rules themselves, over what the role asks for in the year and over real people."""
    calendar = days_of(year)
    asked, without = asked_of(draft.role, year, calendar), ""
    people: tuple[Worked, ...] = ()
    if not asked.anything:
        without = NOTHING_YET.format(role=draft.role, year=year)
    else:
        people, without = three_of(draft, asked)
        if people and not asked.sessions:
            without = NO_SESSIONS.format(role=draft.role, year=year)
    cost = cost_of(draft, year, timezone.now(), calendar)
    return Beside(
        in_words(draft.policy),
        tuple((one, worked_bar(one)) for one in people),
        without,
        draft.annual_cents,
        cost,
        cost_bar(cost) if cost else (),
    )


def _beside(form: PaidForm, policy: StipendPolicy | None = None) -> Beside | None:
    """None where what was typed cannot be calculated yet. `policy`: the draft whose role and year stay."""
    if not form.is_bound or not form.is_valid():
        return None
    data = form.cleaned_data
    role, year = (policy.role, policy.year) if policy else (data["role"], data["year"])
    return beside_of(Draft(role, data["amount"], parse_policy(form.rule)), year)


def beside_policy(policy: StipendPolicy) -> Beside | None:
    """Of a stored policy; None where its rule cannot be read any more."""
    draft = draft_of(policy)
    return beside_of(draft, policy.year) if draft else None


def _page(
    request: SignedIn, form: PaidForm, title: str, beside_url: str, policy: StipendPolicy | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "policy": policy,
        "title": title,
        "beside": _beside(form.as_sent(), policy),
        "beside_url": beside_url,
        "crumbs": crumbs(POLICY, *([policy] if policy else [])),
    }
    return render(request, "stipends/policy_write.html", context, status=status_of(form))


@login_required
def new(request: SignedIn) -> HttpResponse:
    """Draft a version: from the guide's own rule, or from another policy (`?after=`)."""
    allowed(why_not(request.user, PolicyAction.DRAFT))
    form = PolicyForm(request.POST) if request.method == "POST" else _begun(request)
    if form.is_valid() and pressed(request) != LOOK:
        data = form.cleaned_data
        given = {"role": data["role"], "year": data["year"], "annual_cents": data["amount"]}
        if done := tried(form, services.draft_policy, by=request.user, rule=form.rule, **given):
            messages.success(request, "Saved as a draft. Someone else publishes it.")
            return redirect("stipends:policy", pk=done.answer.pk)
    return _page(request, form, "New stipend policy", reverse("stipends:policy_beside"))


def _begun(request: SignedIn) -> PolicyForm:
    after = id_of(request.GET.get("after", ""))
    if after is None:
        return PolicyForm.begin()
    return PolicyForm.after(get_object_or_404(POLICY.rows(request.user), pk=after))


@login_required
def edit(request: SignedIn, pk: int) -> HttpResponse:
    """Write over a draft, by whoever drafted it, until it is published."""
    policy = get_object_or_404(POLICY.rows(request.user), pk=pk)
    allowed(why_not(request.user, PolicyAction.CHANGE, policy))
    form = DraftForm(request.POST) if request.method == "POST" else DraftForm.of(policy)
    if form.is_valid() and pressed(request) != LOOK:
        data = form.cleaned_data
        given = {"annual_cents": data["amount"], "rule": form.rule, "seen": data["seen"]}
        if tried(form, services.change_draft, pk=pk, by=request.user, **given):
            messages.success(request, "Saved. Someone else publishes it.")
            return redirect("stipends:policy", pk=pk)
    return _page(request, form, str(policy), reverse("stipends:policy_edit_beside", args=[pk]), policy)


@login_required
@require_POST
def beside(request: SignedIn) -> HttpResponse:
    """What stands beside the form as it is typed; nothing is saved."""
    allowed(why_not(request.user, PolicyAction.DRAFT))
    form = PolicyForm(request.POST)
    return render(request, "stipends/_beside.html", {"form": form, "beside": _beside(form)})


@login_required
@require_POST
def edit_beside(request: SignedIn, pk: int) -> HttpResponse:
    """The same beside a draft that is written over."""
    policy = get_object_or_404(POLICY.rows(request.user), pk=pk)
    allowed(why_not(request.user, PolicyAction.CHANGE, policy))
    form = DraftForm(request.POST)
    return render(request, "stipends/_beside.html", {"form": form, "beside": _beside(form, policy)})


@login_required
@require_safe
def what_if(request: SignedIn, pk: int) -> HttpResponseBase:
    """What a draft would change over real facts, by pathway and school; `?drafts=all`: with all others of its year."""
    policy = get_object_or_404(_drafts(request), pk=pk)
    others = request.GET.get("drafts") == "all"
    found = effect_over(_drafts_with(policy, others), policy.year, timezone.now())
    if wants_file(request):
        return file_of(request, "what-if", found.rows, WHAT_IF)
    people, moved, before, after = found.whole
    unsigned, unsigned_cents = found.unsigned
    context = {
        "policy": policy,
        "list": listed(request, found.rows, WHAT_IF, thing="school and role", things="schools and roles"),
        "found": found,
        "others": others,
        "people": people,
        "moved": moved,
        "before": before,
        "after": after,
        "more": after - before,
        "unsigned": unsigned,
        "unsigned_cents": unsigned_cents,
        "crumbs": crumbs(POLICY, policy),
    }
    return render(request, "stipends/policy_what_if.html", context)


def _drafts(request: SignedIn) -> StipendPolicyQuerySet:
    seen = StipendPolicy.objects.visible_to(request.user).drafts()
    return seen.select_related("role__pathway", "year")


def _drafts_with(policy: StipendPolicy, others: bool) -> list[Draft]:
    """This draft first; of another role the latest, and none whose rule cannot be read any more."""
    beside = StipendPolicy.objects.drafts().filter(year=policy.year).exclude(role=policy.role)
    latest = beside.order_by("role_id", "-version").distinct("role_id").select_related("role__pathway")
    read = map(draft_of, [policy, *(latest if others else ())])
    return [draft for draft in read if draft is not None]
