"""The year in numbers, the rows behind them, their files, and how the periodic jobs do."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from applications.models import Application
from common import ended
from common.converters import wanted_id
from common.doors import SignedIn
from common.downloads import rows_file, wants_file
from common.models import life_of
from common.ui.lists import Column, file_of, listed
from dashboard.exports import section_file
from dashboard.queries import reports
from dashboard.queries.jobs import job_in_words
from dashboard.tables import APPLICATIONS, ATTENDANCE, DELIVERABLES, STANDINGS
from notifications.queries import heartbeats, outbox_age, processes
from pathways.models import DeliverableRecord, ProgramYear
from people.models import Hat
from people.queries import hats, today
from seminars.models import Attendance, Session


def _for_staff(request: SignedIn) -> None:
    if not hats(request.user).staff:
        raise PermissionDenied("Reports are for Partnership staff.")


@login_required
@require_safe
def overview(request: SignedIn) -> HttpResponse:
    """Charts with their tables, each number leading to the rows behind it."""
    _for_staff(request)
    year, years = reports.year_of(request.GET.get("year", ""), today())
    sections = reports.overview(request.user, year, today()) if year else []
    context = {
        "year": year,
        "years": years,
        "sections": sections,
        "manages": hats(request.user).manager,
        "unknown": _unknown(request.GET.get("year", ""), years),
    }
    return render(request, "dashboard/reports.html", context)


def _unknown(label: str, years: list[ProgramYear]) -> str:
    """The year asked for when there is none of this name, in a sentence; else nothing."""
    if not label or any(year.label == label for year in years):
        return ""
    return f"There is no program year “{label[:20]}”. Choose one that is listed here."


@login_required
@require_safe
def export(request: SignedIn, name: str) -> HttpResponseBase:
    """The rows behind the numbers of one section, as a CSV file."""
    _for_staff(request)
    year, years = reports.year_of(request.GET.get("year", ""), today())
    if _unknown(request.GET.get("year", ""), years):
        raise Http404("There is no such program year.")
    sections = reports.overview(request.user, year, today()) if year else []
    section = next((one for one in sections if one.name == name), None)
    if section is None and name in reports.NAMES:
        raise PermissionDenied("This part of the reports is not yours to see. Ask a program manager for it.")
    if section is None or year is None:
        raise Http404
    columns, rows = section_file(name, request.user, year, today())
    return rows_file(name, columns, rows)


@dataclass(frozen=True)
class _Behind:
    """The rows behind numbers of the overview: their page and file by one `name`."""

    name: str
    row: str
    columns: Sequence[Column]
    states: list[str]

    def answer(self, request: SignedIn, rows_of: Any, **more: Any) -> HttpResponseBase:
        """A page of the rows of one year and state, or all of them as a file; of an unknown year or state there are
        none, and a sentence says so."""
        _for_staff(request)
        state = request.GET.get("state", "")
        year, years = reports.year_of(request.GET.get("year", ""), today())
        unknown = _unknown(request.GET.get("year", ""), years)
        if state and state not in self.states:
            unknown = unknown or f"There is no state “{state[:20]}”. Choose one that is listed here."
            state = ""
        rows = rows_of(request.user, year.label if year else "", state)
        rows = rows.none() if unknown else rows
        if wants_file(request):
            return file_of(request, self.name, rows, self.columns)
        shown = listed(request, rows, self.columns, thing=self.row, narrow=True)
        context = {
            "list": shown,
            "page": shown.page,
            "state": state,
            "states": self.states,
            "year": year,
            "years": years,
            "unknown": unknown,
        }
        return render(request, f"dashboard/{self.name}.html", context | more)


BEHIND_DELIVERABLES = _Behind(
    "deliverables", "deliverable", DELIVERABLES, [*life_of(DeliverableRecord), reports.OVERDUE]
)
BEHIND_APPLICATIONS = _Behind("applications", "application", APPLICATIONS, life_of(Application))


@login_required
@require_safe
def deliverables(request: SignedIn) -> HttpResponseBase:
    """The deliverables behind a number of the overview, and what is overdue, of all schools or of one."""
    school_pk = wanted_id(request.GET.get("school", ""))
    rows_of = partial(reports.deliverables, day=today(), school_pk=school_pk)
    return BEHIND_DELIVERABLES.answer(request, rows_of, school_pk=school_pk)


@login_required
@require_safe
def applications(request: SignedIn) -> HttpResponseBase:
    """The applications behind a number of the overview; what is written in them is not a director's."""
    worn = hats(request.user)
    linked = worn.manager or not worn.has(Hat.Kind.DIRECTOR)
    behind = BEHIND_APPLICATIONS if linked else replace(BEHIND_APPLICATIONS, columns=STANDINGS)
    return behind.answer(request, reports.applications)


@login_required
@require_safe
def attendance(request: SignedIn, pk: int) -> HttpResponseBase:
    """The people behind the numbers of one session whose roster is closed."""
    _for_staff(request)
    closed = Session.objects.closed().visible_to(request.user)
    session = get_object_or_404(closed.select_related("event__year"), pk=pk)
    marks = {reports.CAME_WORD: "Came or made up", **dict(Attendance.Mark.choices)}
    mark = request.GET.get("mark", "")
    unknown = "" if not mark or mark in marks else f"There is no mark “{mark[:20]}”. Choose one listed here."
    found = reports.attendance(request.user, session, "" if unknown else mark)
    found = found.none() if unknown else found
    if wants_file(request):
        return file_of(request, "attendance", found, ATTENDANCE)
    shown = listed(request, found, ATTENDANCE, thing="person", things="people")
    context = {
        "session": session,
        "list": shown,
        "page": shown.page,
        "mark": mark,
        "marks": marks,
        "unknown": unknown,
    }
    return render(request, "dashboard/attendance.html", context)


@login_required
@require_safe
def jobs(request: SignedIn) -> HttpResponse:
    """When each periodic job last finished, and how long mail has been waiting. Program managers."""
    if not hats(request.user).manager:
        raise PermissionDenied("Program managers look after the periodic jobs.")
    now, late = timezone.now(), request.GET.get("show") == "late"
    # As home counts them: what never ran has not been late yet, as on a server that has just been set up.
    shown = [job for job in heartbeats(now=now) if not late or (job["late"] and job["ran_at"])]
    jobs = [{**job, "name": job_in_words(str(job["job"]))} for job in shown]
    said = ended.read(settings.ENDED_FILE)
    work = [
        {"name": name, "well": well and name not in said, "last": said.get(name)}
        for name, well in processes(now=now).items()
    ]
    context = {
        "jobs": jobs,
        "only_late": late,
        "outbox": outbox_age(now=now),
        "idle": [one for one in work if not one["well"]],
    }
    return render(request, "dashboard/jobs.html", context)
