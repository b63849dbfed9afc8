"""What leaders say is wrong with their stipends: said, listed, answered."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.clock import day_in_words, local_date
from common.converters import wanted_id
from common.doors import SignedIn, allowed, sent, status_of, tried
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from common.verb_pages import crumbs
from common.verbs import offers
from pathways.models import Placement
from stipends import services
from stipends.forms import DisputeForm
from stipends.models import StipendLine
from stipends.policies import why_not_dispute
from stipends.queries import made_of
from stipends.states import DisputeAction, DisputeState
from stipends.tables import DISPUTES
from stipends.verbs import DISPUTE
from stipends.views.doors import above, only_money

LEAD = (
    "Whoever can put it right gets your words and answers you in writing. Until then your stipend waits outside runs:"
    " nothing of it is paid before it is answered, or you take it back. What was paid stays paid."
)


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponseBase:
    """All of them, the newest first; `?state=open` those that wait for an answer."""
    only_money(request)
    rows, asked = DISPUTE.rows(request.user), request.GET.get("state", "")
    if asked:
        rows = rows.filter(state=asked) if asked in list(DisputeState) else rows.none()
    if wants_file(request):
        return file_of(request, "disputes", rows, DISPUTES)
    shown = listed(request, rows, DISPUTES, thing="dispute")
    context = {"list": shown, "page": shown.page, "asked": asked}
    return render(request, "stipends/dispute_list.html", context)


@login_required
@require_safe
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """What was said, what was answered, and what may be done."""
    row = get_object_or_404(DISPUTE.rows(request.user), pk=pk)
    context = {
        "row": row,
        "own": row.placement.person_id == request.user.pk,
        "offers": offers(DISPUTE, request.user, row),
        "events": row.events.told(),
        "crumbs": above(request.user, crumbs(DISPUTE)),
    }
    return render(request, "stipends/dispute_detail.html", context)


@login_required
def new(request: SignedIn, pk: int) -> HttpResponse:
    """The leader of a placement says what is wrong with its stipend; `?line=` comes from a statement."""
    placement = get_object_or_404(
        Placement.objects.filter(person=request.user).select_related(
            "role__pathway", "year", "school", "person"
        ),
        pk=pk,
    )
    allowed(why_not_dispute(request.user, DisputeAction.DISPUTE, placement))
    choices = _choices(placement)
    form = DisputeForm(sent(request), choices=choices, initial={"wrong": _meant(request, placement)})
    if form.is_valid():
        wrong = _wrong(form.cleaned_data["wrong"])
        given = {"pk": pk, "by": request.user, "wrong": wrong, "words": form.cleaned_data["words"]}
        if done := tried(form, services.dispute, **given):
            messages.success(request, "It is sent. You get a mail when it is answered.")
            return redirect("stipends:dispute", pk=done.answer.pk)
    context = {
        "form": form,
        "title": "Something is wrong with my stipend",
        "lead": LEAD,
        "crumbs": above(request.user, []),
    }
    return render(request, "stipends/act.html", context, status=status_of(form))


def _choices(placement: Placement) -> list[Any]:
    """Sessions, deliverables and payments of this stipend, under the names people know."""
    now = timezone.now()
    held, work = made_of(placement, now)
    lines = (
        StipendLine.objects.locked().filter(placement=placement).select_related("run__year").order_by("pk")
    )
    today = local_date(now)
    past = [
        (f"session-{one.session_id}", f"{one.title}, {day_in_words(one.date)}")
        for one in held
        if one.date <= today
    ]
    owed = [(f"record-{one.record_id}", one.title) for one in work]
    paid = [(f"line-{line.pk}", str(line.run)) for line in lines]
    groups = [("My attendance", past), ("What I handed in", owed), ("What was paid", paid)]
    return [*((name, rows) for name, rows in groups if rows), ("amount", "An amount, or something else")]


def _meant(request: SignedIn, placement: Placement) -> str:
    line = wanted_id(request.GET.get("line"))
    return f"line-{line}" if line is not None else ""


def _wrong(chosen: str) -> services.Wrong:
    kind, _, number = chosen.partition("-")
    match kind:
        case "session":
            return services.Wrong("attendance", session=int(number))
        case "record":
            return services.Wrong("deliverable", record=int(number))
        case "line":
            return services.Wrong("amount", line=int(number))
        case _:
            return services.Wrong("amount")
