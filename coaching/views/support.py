"""Support: what leaders asked for, who comes, how much each coach has, and who has not been seen for long."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from coaching import queries, services
from coaching.forms import SupportForm
from coaching.models import SupportRequest, Visit
from coaching.policies import reads, why_not_support, why_not_visit
from coaching.rules import LONG, ROOM
from coaching.states import SupportAction, VisitAction
from coaching.tables import SUPPORT_COLUMNS, unseen_columns
from coaching.verbs import SUPPORT, requests_seen
from common.counting import counted
from common.doors import SignedIn, allowed, sent, status_of, tried
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from common.ui.pictures import Part
from common.verbs import offers
from pathways.models import Placement
from people.queries import today

# How many stand on the page of support; all of them have a list.
FIRST = 5
LONGEST = 2 * LONG.days


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponse:
    """For coaches and managers: what has nobody yet, what is under way, who has room, who was not seen for long. For
    everybody else: what they asked for, and the way to ask."""
    if why_not_support(request.user, SupportAction.ASSIGN) is None:
        return _staff(request)
    day = today()
    held = Placement.objects.serving(day).filter(
        person=request.user, starts__lte=day, year__starts__lte=day, year__ends__gt=day
    )
    context = {
        # What is open has not ended, and comes first.
        "asked": SUPPORT.rows(request.user).order_by(F("ended_at").desc(nulls_first=True), "asked_at", "pk"),
        "placements": held.select_related("role", "school"),
    }
    return render(request, "coaching/support_mine.html", context)


def _staff(request: SignedIn) -> HttpResponse:
    day = today()
    rows = list(requests_seen(request.user).not_ended())
    # What is needed first stands first; what names no day comes after, the oldest first.
    alone = [one for one in rows if one.coach_id is None]
    nobody = sorted(alone, key=lambda one: (one.needed_by or date.max, one.asked_at))
    unseen = list(queries.not_seen_for_long(day))
    loads = queries.loads(day)
    context = {
        "nobody": nobody,
        "under_way": [one for one in rows if one.coach_id is not None],
        "may_assign": [one.pk for one in nobody if one.placement.person_id != request.user.pk],
        "loads": [(one, _parts(one), queries.in_words([one])[one.coach.pk]) for one in loads],
        "room": ROOM,
        "unseen": [_unseen(one, queries.days_unseen(one, day)) for one in unseen[:FIRST]],
        "longest": LONGEST,
        "unseen_count": len(unseen),
        "leaders": queries.coached_today(day).count(),
        "weeks": LONG.days // 7,
        "today": day,
    }
    return render(request, "coaching/support.html", context)


def _unseen(row: Placement, days: int) -> tuple[Placement, int, list[Part], str]:
    """A leader with the days nobody saw them, and these as a part of twice as many as are called long."""
    drawn = min(days, LONGEST)
    parts = [Part("lost", "days not seen", drawn), Part("ahead", "", LONGEST - drawn)]
    return row, days, parts, f"{row.person.name}: {counted(days, 'day')} not seen"


def _parts(load: queries.Load) -> list[Part]:
    """What a coach has, of the room there is."""
    room = load.whole - load.leaders - load.requests
    return [
        Part("done", "leaders", load.leaders),
        Part("part", "open requests", load.requests),
        Part("ahead", "room", room),
    ]


@login_required
@require_safe
def everything(request: SignedIn) -> HttpResponseBase:
    """All requests one may see, the newest first; also as a file."""
    rows = SUPPORT.rows(request.user).order_by("-asked_at", "-pk")
    if wants_file(request):
        return file_of(request, "support", rows, SUPPORT_COLUMNS)
    shown = listed(request, rows, SUPPORT_COLUMNS, thing="request for support", things="requests for support")
    return render(request, "coaching/support_all.html", {"list": shown})


@login_required
@require_safe
def unseen(request: SignedIn) -> HttpResponseBase:
    """Leaders whom no coach saw for six weeks, the longest first; also as a file."""
    allowed(why_not_visit(request.user, VisitAction.RECORD))
    day = today()
    rows, columns = queries.not_seen_for_long(day), unseen_columns(day)
    if wants_file(request):
        return file_of(request, "not-seen", rows, columns)
    things = f"leaders not seen in {LONG.days // 7} weeks"
    shown = listed(request, rows, columns, thing=things.replace("leaders", "leader", 1), things=things)
    return render(request, "coaching/unseen.html", {"list": shown})


@login_required
def new(request: SignedIn, pk: int) -> HttpResponse:
    """A leader asks for support in a role they hold."""
    seen = Placement.objects.visible_to(request.user).select_related("person", "role", "school", "year")
    placement = get_object_or_404(seen, pk=pk)
    allowed(why_not_support(request.user, SupportAction.ASK, placement))
    form = SupportForm(sent(request))
    if form.is_valid() and (
        done := tried(form, services.ask, placement_pk=pk, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Asked. You get a mail once somebody is assigned.")
        return redirect("coaching:support_one", pk=done.answer.pk)
    context = {"placement": placement, "form": form}
    return render(request, "coaching/support_new.html", context, status=status_of(form))


@login_required
@require_safe
def one(request: SignedIn, pk: int) -> HttpResponse:
    """One request: what was asked, who comes, the visits made for it; the words that close it for the two."""
    row: SupportRequest = get_object_or_404(SUPPORT.rows(request.user), pk=pk)
    visits = Visit.objects.made().filter(request=row).select_related("coach", "placement")
    context = {
        "row": row,
        "visits": [(one, one.words if reads(request.user, one) else "") for one in visits],
        "said": queries.said_of(row, request.user),
        "own": row.placement.person_id == request.user.pk,
        "comes": why_not_support(request.user, SupportAction.ANSWER, row) is None,
        "offers": offers(SUPPORT, request.user, row),
        "events": row.events.told(),
    }
    return render(request, "coaching/support_one.html", context)
