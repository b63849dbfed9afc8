"""Placements: the list, one of them, and what staff and principals do with it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from common.beside import form_for
from common.converters import NOBODYS, wanted_id
from common.doors import SignedIn, status_of, tried
from common.downloads import rows_file, wants_file
from pathways.exports import placement_columns
from pathways.forms.base import SeenForm
from pathways.forms.placements import (
    CORRECTING,
    CORRECTING_START,
    ENDING,
    GOING_ON,
    CorrectEndForm,
    CorrectStartForm,
    EndForm,
    LeaveForm,
    MoveForm,
    ReceiveForm,
    TakeBackEndForm,
    TakeBackLeaveForm,
    TakeBackMoveForm,
)
from pathways.models import Pathway, Placement, ProgramYear, Role, SchoolAssignment
from pathways.policies import may, sees_all, speaks_for
from pathways.queries import Filters, crowding, crowding_between, placement_list, placement_page
from pathways.services import Door, corrections
from people.models import School
from people.queries import today
from people.services import attempts


def _unknown(
    filters: Filters, years: Iterable[ProgramYear], pathways: list[Pathway], roles: list[Role]
) -> str:
    """What the address asks for and does not exist, in a sentence; else nothing."""
    missing = [
        words
        for words, asked, known in (
            ("program year", filters.year_id, years),
            ("pathway", filters.pathway_id, pathways),
            ("role", filters.role_id, roles),
        )
        if asked is not None and all(one.pk != asked for one in known)
    ]
    if filters.school_id == NOBODYS:
        missing.append("school")
    return (
        f"There is no such {' and no such '.join(missing)}. Choose from the lists below." if missing else ""
    )


def _filters(given: QueryDict) -> Filters:
    return Filters(
        year_id=wanted_id(given.get("year")),
        pathway_id=wanted_id(given.get("pathway")),
        role_id=wanted_id(given.get("role")),
        school_id=wanted_id(given.get("school")),
        words=given.get("q", "").replace("\x00", "").strip()[:100],
    )


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponseBase:
    """The placements one may see, by name. Who sees only a few sees all years; others this year's."""
    years = ProgramYear.objects.all()
    given = request.GET.copy()
    everywhere = sees_all(request.user)
    if "year" not in given and everywhere:
        day = today()
        given["year"] = next((str(year.pk) for year in years if year.starts <= day < year.ends), "")
    filters = _filters(given)
    found = placement_list(request.user, filters)
    if wants_file(request):
        return rows_file("placements", placement_columns(request.user, today()), found)
    roles = list(Role.objects.select_related("pathway").order_by("pathway__position", "position"))
    pathways = list(dict.fromkeys(role.pathway for role in roles))
    unknown = _unknown(filters, years, pathways, roles)
    searched = next((year.label for year in years if year.pk == filters.year_id), "")
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "filters": filters,
        "narrowed": unknown
        or searched
        or filters.pathway_id
        or filters.role_id
        or filters.school_id
        or filters.words,
        "searched": searched,
        "all_years_url": f"?{_in_all_years(given)}",
        "years": years,
        "pathways": pathways,
        "roles": roles,
        "unknown": unknown,
        "schools": School.objects.all() if everywhere else None,
        "day": today(),
        # One's own roles are few: nothing to search there, and nothing to save as a file.
        "own": _own(request, list(page.object_list)) and not given,
    }
    return render(request, "pathways/placement_list.html", context)


def _in_all_years(given: QueryDict) -> str:
    asked = given.copy()
    asked["year"] = ""
    return asked.urlencode()


def _own(request: SignedIn, placements: Sequence[Placement]) -> bool:
    return bool(placements) and all(row.person_id == request.user.pk for row in placements)


def _visible(request: SignedIn, pk: int) -> Placement:
    placements = Placement.objects.visible_to(request.user)
    return get_object_or_404(
        placements.select_related("person", "role__pathway", "school", "cohort", "year", "attestation__by"),
        pk=pk,
    )


@login_required
@require_safe
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """One placement: deliverables, schools, leaves, the principal's word, history."""
    placement = _visible(request, pk)
    user = request.user
    shown = placement_page(placement)
    context = {
        "placement": placement,
        "shown": shown,
        "coming": [row for row in shown.assignments if row.starts > max(today(), placement.starts)],
        "takes_back": any(
            row.starts >= today() and row.starts > placement.starts for row in shown.assignments
        ),
        "last_day": placement.ends - timedelta(days=1) if placement.ends else None,
        # An end that lies ahead is no state yet.
        "state": "" if placement.ends and placement.ends > today() else placement.end_reason,
        "attestation": getattr(placement, "attestation", None),
        "may_manage": may(user, "end", placement),
        "may_attest": may(user, "attest", placement),
        "own": placement.person_id == user.pk,
        "crumbs": [{"name": "Placements", "url": reverse("pathways:placements")}],
    }
    return render(request, "pathways/placement_detail.html", context)


def _act(
    request: SignedIn,
    placement: Placement,
    form: SeenForm,
    title: str,
    verb: Callable[..., object],
    **more: Any,
) -> HttpResponse:
    """Show the form; when it is good, do the verb and go back to the placement. What it would move comes first."""
    if form.is_valid() and tried(form, verb, **form.cleaned_data):
        messages.success(request, "Done. It is in the history of this placement.")
        return redirect("pathways:placement", pk=placement.pk)
    crumbs = [
        {"name": "Placements", "url": reverse("pathways:placements")},
        {"name": str(placement.person), "url": reverse("pathways:placement", args=[placement.pk])},
    ]
    context = {"placement": placement, "form": form, "title": title, "crumbs": crumbs, **more}
    return render(request, "pathways/placement_act.html", context, status=status_of(form))


def _warn_of_crowding(request: SignedIn, moved: SchoolAssignment) -> None:
    if crowded := crowding(moved):
        messages.warning(request, crowded)


def _managed(request: SignedIn, pk: int, action: str) -> Placement:
    placement = _visible(request, pk)
    if not may(request.user, action, placement):
        raise PermissionDenied
    return placement


MOVING = "The leader and whoever signs for the two schools get a mail."
RECEIVED = (
    "Done. The leader is placed at your school from that day. They, their present school and the program managers get "
    "a mail."
)
TAKING_BACK = "The placement stays at {school}. The leader and whoever signs for the two schools get a mail."


@login_required
def end(request: SignedIn, pk: int, door: Door) -> HttpResponse:
    """End a placement; one that was ended is put right, with a reason."""
    placement = _managed(request, pk, "end")
    # Who ends what somebody else ended meanwhile keeps what they typed.
    if placement.end_reason and "note" not in request.POST:
        given = {
            "last_day": (placement.ends or placement.year.ends) - timedelta(days=1),
            "reason": placement.end_reason,
        }
        corrected = CorrectEndForm(request.POST or None, initial=given)
        verb = partial(corrections.put_end_right, door, placement, request.user)
        return _act(request, placement, corrected, "Correct how this placement ended", verb, lead=CORRECTING)
    verb = partial(corrections.end, door, placement, request.user)
    form = EndForm(request.POST or None)
    return _act(request, placement, form, "End this placement", verb, lead=ENDING)


@login_required
def goes_on(request: SignedIn, pk: int, door: Door) -> HttpResponse:
    """Take back an end that was recorded by mistake."""
    placement = _managed(request, pk, "correct")

    def verb(**typed: Any) -> None:
        ended = placement.ends or placement.year.ends
        corrections.take_end_back(door, placement, request.user, **typed)
        if crowded := crowding_between(placement, ended, placement.year.ends):
            messages.warning(request, crowded)

    form = TakeBackEndForm(request.POST or None)
    return _act(request, placement, form, "Take back the end", verb, lead=GOING_ON)


@login_required
def start(request: SignedIn, pk: int, door: Door) -> HttpResponse:
    """Put right the first day of a placement, with a reason."""
    placement = _managed(request, pk, "correct")

    def verb(first_day: date, why: str, seen: str) -> None:
        corrections.put_start_right(door, placement, request.user, first_day=first_day, why=why, seen=seen)
        if crowded := crowding_between(placement, first_day, placement.starts):
            messages.warning(request, crowded)

    form = CorrectStartForm(request.POST or None, initial={"first_day": placement.starts})
    return _act(request, placement, form, "Correct the first day", verb, lead=CORRECTING_START)


@login_required
def move(request: SignedIn, pk: int, door: Door) -> HttpResponse:
    """Move a placement; a move that is still ahead is taken back."""
    placement = _managed(request, pk, "move")
    coming = placement.assignments.to_take_back(today()).select_related("school").last()
    if coming is not None and "first_day" not in request.POST:
        back, title = TakeBackMoveForm(request.POST or None), f"Take back the move to {coming.school}"
        stay = partial(corrections.stay, door, placement, request.user)
        return _act(request, placement, back, title, stay, lead=TAKING_BACK.format(school=placement.school))

    def verb(**typed: Any) -> None:
        _warn_of_crowding(request, corrections.move(door, placement, request.user, **typed))

    form = MoveForm(request.POST or None)
    return _act(request, placement, form, "Move to another school", verb, lead=MOVING)


@login_required
def leave(request: SignedIn, pk: int, door: Door) -> HttpResponse:
    """Record a leave, or take back one that was recorded by mistake."""
    placement = _managed(request, pk, "leave")
    leaves = list(placement.leaves.all())
    form = form_for(request, "record", LeaveForm)
    back = form_for(request, "take_back", TakeBackLeaveForm, leaves=leaves)
    if back.is_bound:
        verb = partial(corrections.put_leave_back, door, placement, request.user)
        return _act(request, placement, back, "Leave", verb, forms=[form, back])
    verb = partial(corrections.leave, door, placement, request.user)
    return _act(request, placement, form, "Leave", verb, forms=[form, *([back] if leaves else [])])


@login_required
def receive(request: SignedIn, door: Door) -> HttpResponse:
    """A principal starts the move of a leader who comes to their school."""
    mine = School.objects.filter(pk__in=speaks_for(request.user))
    if not mine:
        raise PermissionDenied
    form = ReceiveForm(request.POST or None, schools=mine)
    if form.is_valid():
        attempts.spend([(attempts.NAMED, str(request.user.pk))])
        verb = partial(corrections.receive, door, request.user)
        if done := tried(form, verb, **form.cleaned_data):
            _warn_of_crowding(request, done.answer)
            messages.success(request, RECEIVED)
            return redirect("pathways:placement", pk=done.answer.placement_id)
    return render(request, "pathways/receive.html", {"form": form}, status=status_of(form))
