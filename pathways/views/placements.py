"""Placements: the list, one of them, and what staff and principals do with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from common.converters import NOBODYS, wanted_id
from common.doors import SignedIn, allowed, status_of, tried
from common.downloads import wants_file
from common.ui.lists import Column, Listed, file_of, listed
from common.verb_pages import crumbs
from common.verbs import offers
from pathways.forms.placements import ReceiveForm
from pathways.models import Pathway, Placement, ProgramYear, Role, SchoolGoal
from pathways.policies import sees_all, speaks_for, why_not_receiving
from pathways.queries import Filters, by_role, crowding, known_roles, placement_list, placement_page
from pathways.queries.goals import goals_led
from pathways.services import Change, corrections
from pathways.states import PlacementAction
from pathways.tables import placement_columns
from pathways.verbs import CHANGES, MISTAKES, PLACEMENT, WORD
from people.models import School, User
from people.queries import known_schools, today
from people.services import attempts

FAMILIES = str(SchoolGoal.Area.FAMILIES)


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
    columns = placement_columns(request.user, today())
    if wants_file(request):
        return file_of(request, "placements", found, columns)
    roles = list(known_roles().values())
    pathways = list(dict.fromkeys(role.pathway for role in roles))
    unknown = _unknown(filters, years, pathways, roles)
    searched = next((year.label for year in years if year.pk == filters.year_id), "")
    schools = known_schools() if everywhere else None
    counts = _Counts(roles, by_role(request.user, filters), filters)
    shown = _page(request, found, columns, counts, years, schools)
    context = {
        "list": shown,
        "page": shown.page,
        "filters": filters,
        "narrowed": unknown or searched or _narrows(filters),
        "searched": searched,
        "all_years_url": f"?{_in_all_years(given)}",
        "years": years,
        "pathways": [(one, counts.of(pathway_id=one.pk)) for one in pathways],
        "roles": [(one, counts.of(role_id=one.pk)) for one in roles],
        "unknown": unknown,
        "schools": None if schools is None else list(schools.values()),
        # One's own roles are few: nothing to search there, and nothing to save as a file.
        "own": _own(request, list(shown.page.object_list)) and not given,
    }
    return render(request, "pathways/placement_list.html", context)


@dataclass(frozen=True)
class _Counts:
    """How many placements of each role there are under the other filters, and what is chosen."""

    roles: list[Role]
    by_role: Mapping[int, int]
    filters: Filters

    def of(self, **other: Any) -> int:
        """How many are left when this role or pathway is chosen in place of the one that is."""
        asked = replace(self.filters, **other)
        return sum(
            self.by_role.get(role.pk, 0)
            for role in self.roles
            if asked.role_id in (None, role.pk) and asked.pathway_id in (None, role.pathway_id)
        )


def _narrows(filters: Filters) -> bool:
    """Whether anything but the year narrows the list."""
    return bool(filters.pathway_id or filters.role_id or filters.school_id or filters.words)


def _page(
    request: SignedIn,
    found: "QuerySet[Placement]",
    columns: Sequence[Column],
    counts: _Counts,
    years: Iterable[ProgramYear],
    schools: Mapping[int, School] | None,
) -> Listed:
    """The page asked for. Whose filters read all schools gets role, year and school of a row out of what was read."""
    if schools is None:
        return listed(request, found, columns, thing="placement", count=counts.of())
    role_of, year_of = {one.pk: one for one in counts.roles}, {one.pk: one for one in years}

    def widen(rows: Iterable[Placement]) -> None:
        for row in rows:
            row.role, row.year, row.school = (
                role_of[row.role_id],
                year_of[row.year_id],
                schools[row.school_id],
            )

    narrow = found.select_related(None).select_related("person", "cohort")
    return listed(request, narrow, columns, thing="placement", widen=widen, count=counts.of())


def _in_all_years(given: QueryDict) -> str:
    asked = given.copy()
    asked["year"] = ""
    return asked.urlencode()


def _own(request: SignedIn, placements: Sequence[Placement]) -> bool:
    return bool(placements) and all(row.person_id == request.user.pk for row in placements)


@login_required
@require_safe
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """One placement: deliverables, schools, leaves, the principal's word, history."""
    user = request.user
    placement = get_object_or_404(PLACEMENT.rows(user), pk=pk)
    shown = placement_page(placement)
    context = {
        "placement": placement,
        "shown": shown,
        "coming": [row for row in shown.assignments if row.starts > max(today(), placement.starts)],
        "last_day": placement.ends - timedelta(days=1) if placement.ends else None,
        # An end that lies ahead is no state yet.
        "state": "" if placement.ends and placement.ends > today() else placement.end_reason,
        "attestation": getattr(placement, "attestation", None),
        "corrected": any(line.action == PlacementAction.CORRECT_WORD for line in shown.events),
        "word": offers(replace(PLACEMENT, verbs=WORD), user, placement),
        "changes": offers(replace(PLACEMENT, verbs=(*CHANGES, *MISTAKES)), user, placement),
        "own": placement.person_id == user.pk,
        **_led(placement, user, today()),
        "crumbs": crumbs(PLACEMENT),
    }
    return render(request, "pathways/placement_detail.html", context)


def _led(placement: Placement, user: User, day: date) -> dict[str, Any]:
    """What the leader leads at the school while the year goes on: for themselves. Others read it of the school."""
    if placement.person_id != user.pk or not placement.stands or placement.year.ends <= day:
        return {}
    return {
        "goals": goals_led(placement, day),
        "began": placement.year.starts <= day,
        "families": placement.role.pathway.goal_area == FAMILIES,
    }


RECEIVED = (
    "Done. The leader is placed at your school from that day. They, their present school and the program managers get "
    "a mail."
)


@login_required
def receive(request: SignedIn, change: Change) -> HttpResponse:
    """A principal starts the move of a leader who comes to their school."""
    allowed(why_not_receiving(request.user))
    mine = School.objects.filter(pk__in=speaks_for(request.user))
    form = ReceiveForm(request.POST or None, schools=mine)
    if form.is_valid():
        attempts.spend([(attempts.NAMED, str(request.user.pk))])
        verb = partial(corrections.receive, change=change, by=request.user)
        if done := tried(form, verb, **form.cleaned_data):
            if crowded := crowding(done.answer):
                messages.warning(request, crowded)
            messages.success(request, RECEIVED)
            return redirect("pathways:placement", pk=done.answer.placement_id)
    return render(request, "pathways/receive.html", {"form": form}, status=status_of(form))
