"""Writing a stipend policy: the rule in sentences, and beside it what it pays."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from common.beside import pressed
from common.converters import id_of
from common.doors import SignedIn, allowed, status_of, tried
from common.verb_pages import crumbs
from pathways.models import ProgramYear
from pathways.queries import days_of
from stipends import services
from stipends.forms import PolicyForm
from stipends.policies import why_not
from stipends.queries import Cost, Draft, asked_of, cost_of
from stipends.rules import FactError, Worked, in_words, parse_policy, three
from stipends.states import PolicyAction
from stipends.tables import cost_bar, worked_bar
from stipends.verbs import POLICY

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
        try:
            people = three(draft.policy, draft.annual_cents, asked)
        except FactError as refusal:
            without = refusal.sentence
    cost = cost_of(draft, year, timezone.now(), calendar)
    return Beside(
        in_words(draft.policy),
        tuple((one, worked_bar(one)) for one in people),
        without,
        draft.annual_cents,
        cost,
        cost_bar(cost) if cost else (),
    )


def _beside(form: PolicyForm) -> Beside | None:
    """None where what was typed cannot be calculated yet."""
    if not form.is_bound or not form.is_valid():
        return None
    data = form.cleaned_data
    return beside_of(Draft(data["role"], data["amount"], parse_policy(form.rule)), data["year"])


@login_required
def new(request: SignedIn) -> HttpResponse:
    """Draft a version: from the guide's own rule, or from another policy (`?after=`)."""
    allowed(why_not(request.user, PolicyAction.DRAFT))
    form = PolicyForm(request.POST) if request.method == "POST" else _begun(request)
    if form.is_valid() and pressed(request) != "look":
        data = form.cleaned_data
        given = {"role": data["role"], "year": data["year"], "annual_cents": data["amount"]}
        if done := tried(form, services.draft_policy, by=request.user, rule=form.rule, **given):
            messages.success(request, "Saved as a draft. Someone else publishes it.")
            return redirect("stipends:policy", pk=done.answer.pk)
    context: dict[str, Any] = {"form": form, "beside": _beside(form.as_sent()), "title": "New stipend policy"}
    context |= {"crumbs": crumbs(POLICY), "beside_url": reverse("stipends:policy_beside")}
    return render(request, "stipends/policy_write.html", context, status=status_of(form))


def _begun(request: SignedIn) -> PolicyForm:
    after = id_of(request.GET.get("after", ""))
    if after is None:
        return PolicyForm.begin()
    return PolicyForm.after(get_object_or_404(POLICY.rows(request.user), pk=after))


@login_required
@require_POST
def beside(request: SignedIn) -> HttpResponse:
    """What stands beside the form as it is typed; nothing is saved."""
    allowed(why_not(request.user, PolicyAction.DRAFT))
    form = PolicyForm(request.POST)
    return render(request, "stipends/_beside.html", {"form": form, "beside": _beside(form)})
