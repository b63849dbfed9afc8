"""A role goes on: staff invite, and its holder begins from what they wrote last."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications import services
from applications.forms.renewals import RenewalsForm, RenewForm
from applications.queries.drafts import written_last
from applications.queries.renewals import Renewal, invitation_of, offerings_to_renew, renewals, too_few_places
from applications.states import State
from common.clock import local_date
from common.counting import counted
from common.doors import SignedIn, press, sent, status_of, tried
from pathways.models import Offering
from pathways.policies import manages
from pathways.queries.renewals import renewals_of as renewable_by
from people.queries import hats

OFFERINGS = Offering.objects.select_related("role__pathway", "role__after_role", "year", "published_version")
page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponse:
    """The offerings that are open now, and how many were invited to renew by each."""
    if not hats(request.user).manager:
        raise PermissionDenied("Only program managers invite to renew.")
    rows = offerings_to_renew(request.user, local_date(timezone.now()))
    return render(request, "applications/renewals.html", {"offerings": rows})


def _offering(request: SignedIn, pk: int) -> Offering:
    if not hats(request.user).manager:
        raise PermissionDenied("Only program managers invite to renew.")
    offering = get_object_or_404(OFFERINGS, pk=pk)
    if not manages(request.user, offering.role.pathway_id):
        raise PermissionDenied("Only a program manager of this pathway may invite to renew.")
    return offering


@login_required
@page
def of(request: SignedIn, offering_pk: int) -> HttpResponse:
    """Who may go on by this offering, who may not and why; the ticked are invited, once it was said who they are."""
    offering = _offering(request, offering_pk)
    rows = renewals(offering, local_date(timezone.now()))
    form = RenewalsForm(sent(request), rows=rows)
    # Back from the question to the whole list: what is ticked stays so.
    if "others" not in request.POST and form.is_valid():
        if look := form.look:
            form.show(look)
        elif done := tried(form, services.invite_to_renew, **_chosen(request, offering, form)):
            count = done.answer
            messages.success(request, f"{counted(count, 'leader was', 'leaders were')} invited.")
            return redirect("applications:renewals_of", offering.pk)
    context = {"offering": offering, "rows": _shown(form, rows), "form": form, "counts": _counts(rows)}
    context |= {"ticked": _ticked(request, rows), "too_few": too_few_places(offering, rows)}
    return render(request, "applications/renewals_of.html", context, status=status_of(form))


def _chosen(request: SignedIn, offering: Offering, form: RenewalsForm) -> dict[str, Any]:
    chosen = [int(pk) for pk in form.cleaned_data["placements"]]
    return {"offering_pk": offering.pk, "placements": chosen, "by": request.user}


def _shown(form: RenewalsForm, rows: list[Renewal]) -> list[Renewal]:
    """All, and where it is asked whether the mails may leave only those who get one."""
    look = form.first_look
    return rows if look is None else [row for row in rows if row.box in look.lines]


def _ticked(request: SignedIn, rows: list[Renewal]) -> set[str]:
    """Nobody, when the page is opened, or all where that was asked for; what was ticked stays as it was."""
    if request.method == "POST":
        return set(request.POST.getlist("placements"))
    return {row.box for row in rows if row.open} if request.GET.get("tick") == "all" else set()


def _counts(rows: list[Renewal]) -> dict[str, int]:
    return {
        "open": sum(row.open for row in rows),
        # As the list of offerings counts them.
        "began": sum(row.state not in ("", State.WITHDRAWN) for row in rows),
        "invited": sum(bool(row.invited_on) for row in rows),
        "waits": sum(row.waits for row in rows),
        "declined": sum(bool(row.declined_on) for row in rows),
        "cannot": sum(bool(row.why_not) and not row.state for row in rows),
    }


@login_required
@page
def renew(request: SignedIn, offering_pk: int) -> HttpResponse:
    """What goes on, and the button by which it begins."""
    published = OFFERINGS.filter(published_version__isnull=False)
    offering = get_object_or_404(published, pk=offering_pk)
    known = request.user.applications.filter(offering=offering, renews__isnull=False).first()
    if known is not None:
        return redirect(
            "applications:detail" if known.state != State.DRAFT else "applications:edit", known.pk
        )
    day = local_date(timezone.now())
    is_open = Offering.objects.open_on(day).filter(pk=offering.pk).exists()
    placement = renewable_by(request.user, [offering], day).get(offering.pk)
    if placement is None or not is_open:
        return redirect("applications:new", offering.pk)
    wrote, invited = written_last(placement) is not None, invitation_of(request.user, offering)
    declined = getattr(invited, "declined", None)
    form = RenewForm(sent(request), wrote=wrote, asked=invited is not None and declined is None)
    if "no" in request.POST and form.is_valid():
        if tried(form, services.decline_renewal, person=request.user, offering_pk=offering.pk):
            messages.success(request, f"Noted: you do not go on as {offering.role} in {offering.year}.")
            return redirect("dashboard:home")
    elif form.is_valid() and (
        done := tried(form, services.renew, person=request.user, offering_pk=offering.pk)
    ):
        return redirect("applications:edit", done.answer.pk)
    context = {"offering": offering, "placement": placement, "form": form, "wrote": wrote}
    context["declined"] = declined
    return render(request, "applications/renew.html", context, status=status_of(form))


STAGED = "Staged as offers; nobody is told before the release."


@login_required
@require_POST
def stage(request: SignedIn, offering_pk: int) -> HttpResponse:
    """All renewals that wait are staged as offers."""
    offering = _offering(request, offering_pk)
    press(request, services.stage_renewals, STAGED, offering_pk=offering.pk, by=request.user)
    return redirect("applications:decide", offering.pk)
