"""Pages of cohorts and fellows."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from common.doors import SignedIn, sent, status_of, tried
from common.downloads import rows_file, wants_file
from common.states import actions_from
from fellows import services
from fellows.exports import FELLOWS
from fellows.forms import FilterForm, MilestoneForm, MoveForm, NominateForm, SuspendForm
from fellows.models import Fellow
from fellows.policies import may, may_nominate, sees_all
from fellows.queries import ledger, narrowed
from fellows.states import MOVES, Action, State
from people.queries import today

PAGE = 50
FORM_PAGE = "fellows/form.html"
read_or_send = require_http_methods(["GET", "HEAD", "POST"])


def visible(request: SignedIn, pk: int) -> Fellow:
    """The fellow, or 404 for who may not see them."""
    fellows = Fellow.objects.visible_to(request.user).select_related("person", "cohort")
    fellow: Fellow = get_object_or_404(fellows, pk=pk)
    return fellow


def draw(
    request: SignedIn, form: Form, title: str, fellow: Fellow | None = None, **more: Any
) -> HttpResponse:
    """A page with one form; 422 when it comes back."""
    context = {"form": form, "title": title, "fellow": fellow, **more}
    return render(request, FORM_PAGE, context, status=status_of(form))


@login_required
@require_safe
def fellow_list(request: SignedIn) -> HttpResponseBase:
    """Cohorts and fellows for staff; a fellow is led to their own page."""
    user: Any = request.user
    fellows = Fellow.objects.visible_to(user).select_related("person", "cohort")
    if not sees_all(user):
        own = fellows.first()
        return redirect("fellows:detail", own.pk) if own else render(request, "fellows/none.html")
    form = FilterForm(request.GET)
    # Of what cannot be asked for there are none: nobody takes all of them for an answer.
    fellows = narrowed(fellows, **form.cleaned_data) if form.is_valid() else fellows.none()
    fellows = fellows.order_by("-cohort__starts", "person__sort_name", "pk")
    if wants_file(request):
        return rows_file("fellows", FELLOWS, fellows)
    page = Paginator(fellows, PAGE)
    context = {
        "form": form,
        "page_obj": page.get_page(request.GET.get("page")),
        "may_nominate": may_nominate(user),
    }
    return render(request, "fellows/list.html", context)


@login_required
@require_safe
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """Milestones and the service ledger of one fellow."""
    fellow, user = visible(request, pk), request.user
    milestones = list(fellow.milestones.order_by("reached_on", "due", "pk"))
    open_actions = actions_from(MOVES, State(fellow.state)) if may(user, "move", fellow) else []  # type: ignore[arg-type]
    context = {
        "fellow": fellow,
        "own": fellow.person_id == user.pk,
        "milestones": milestones,
        "account": ledger(fellow, today()),
        "moves": list(open_actions),
        "may_record": may(user, "record", fellow),  # type: ignore[arg-type]
    }
    return render(request, "fellows/detail.html", context)


@login_required
@require_safe
def history(request: SignedIn, pk: int) -> HttpResponse:
    """What happened to a fellowship."""
    fellow = visible(request, pk)
    context = {"fellow": fellow, "events": fellow.events.select_related("by").order_by("-at", "-pk")}
    return render(request, "fellows/history.html", context)


@login_required
@read_or_send
def nominate(request: SignedIn) -> HttpResponse:
    """Somebody new for a cohort."""
    user: Any = request.user
    if not may_nominate(user):
        raise PermissionDenied
    form = NominateForm(sent(request))
    if form.is_valid():
        person, cohort = form.cleaned_data["email"], form.cleaned_data["cohort"]
        if done := tried(form, services.nominate, person=person, cohort=cohort, by=user):
            messages.success(request, f"{person} is nominated.")
            return redirect("fellows:detail", done.answer.pk)
    return draw(request, form, "Nominate a fellow")


@login_required
@read_or_send
def move(request: SignedIn, pk: int, action: str) -> HttpResponse:
    """One step of a fellowship, after a look at what it means."""
    fellow = visible(request, pk)
    if action not in {known for known in Action}:
        raise Http404
    verb = Action(action)
    if not may(request.user, "move", fellow):  # type: ignore[arg-type]
        raise PermissionDenied
    words = action.replace("_", " ").capitalize()
    form = MoveForm(sent(request), graduates=verb is Action.GRADUATE, button=words)
    if form.is_valid():
        facts = form.cleaned_data
        if tried(form, services.move, pk=pk, action=verb, by=request.user, **facts):
            messages.success(request, f"{fellow.person} is moved on: {words.lower()}.")
            return redirect("fellows:detail", pk)
    return draw(request, form, f"{words}: {fellow.person}", fellow)


@login_required
@read_or_send
def milestone(request: SignedIn, pk: int) -> HttpResponse:
    """Plan or record a milestone."""
    fellow = visible(request, pk)
    if not may(request.user, "record", fellow):  # type: ignore[arg-type]
        raise PermissionDenied
    form = MilestoneForm(sent(request), initial={"kind": request.GET.get("kind", ""), "attempt": 1})
    if form.is_valid() and _keep_milestone(request, pk, form):
        messages.success(request, "The milestone is saved.")
        return redirect("fellows:detail", pk)
    return draw(request, form, f"Milestone of {fellow.person}", fellow)


def _keep_milestone(request: SignedIn, pk: int, form: MilestoneForm) -> bool:
    facts = form.cleaned_data
    which = {"pk": pk, "kind": facts["kind"], "attempt": facts["attempt"], "by": request.user}
    if facts["due"]:
        tried(form, services.plan_milestone, **which, due=facts["due"])
    if facts["reached_on"] and not form.errors:
        reached = {"on": facts["reached_on"], "expires": facts["expires_on"], "note": facts["note"]}
        tried(form, services.reach_milestone, **which, **reached)
    return not form.errors


@login_required
@read_or_send
def suspend(request: SignedIn, pk: int) -> HttpResponse:
    """Suspend service for some months."""
    fellow = visible(request, pk)
    if not may(request.user, "suspend", fellow):  # type: ignore[arg-type]
        raise PermissionDenied
    form = SuspendForm(sent(request))
    if form.is_valid() and (
        done := tried(form, services.suspend, pk=pk, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"Service is suspended for {done.answer.months} months.")
        return redirect("fellows:detail", pk)
    return draw(request, form, f"Suspend service of {fellow.person}", fellow)
