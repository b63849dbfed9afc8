"""The year in numbers, the rows behind them, their files, and how the periodic jobs do."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from applications.states import State as ApplicationState
from common import ended
from common.downloads import csv_download
from dashboard.exports import section_rows
from dashboard.queries import reports
from dashboard.queries.kinds import job_in_words
from notifications.queries import heartbeats, outbox_age, processes
from pathways.models import ProgramYear
from pathways.states import DeliverableState
from people.queries import hats, today

PAGE = 50


def _for_staff(request: HttpRequest) -> None:
    if not hats(request.user).staff:
        raise PermissionDenied("Reports are for Partnership staff.")


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
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
def export(request: HttpRequest, name: str) -> StreamingHttpResponse:
    """One section as a CSV file."""
    _for_staff(request)
    year, years = reports.year_of(request.GET.get("year", ""), today())
    if _unknown(request.GET.get("year", ""), years):
        raise Http404("There is no such program year.")
    sections = reports.overview(request.user, year, today()) if year else []
    section = next((one for one in sections if one.name == name), None)
    if section is None and name in reports.NAMES:
        raise PermissionDenied("This part of the reports is not yours to see. Ask a program manager for it.")
    if section is None:
        raise Http404
    return csv_download(f"{section.name}.csv", section_rows(section))


def _behind(request: HttpRequest, rows_of: Any, states: list[str]) -> dict[str, Any]:
    """A page of the rows of one year and state; of an unknown one there are none, and a sentence says so."""
    _for_staff(request)
    state = request.GET.get("state", "")
    year, years = reports.year_of(request.GET.get("year", ""), today())
    unknown = _unknown(request.GET.get("year", ""), years)
    if state and state not in states:
        unknown = unknown or f"There is no state “{state[:20]}”. Choose one that is listed here."
        state = ""
    rows = rows_of(request.user, year.label if year else "", state)
    page = Paginator(rows.none() if unknown else rows, PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "state": state,
        "states": states,
        "year": year,
        "years": years,
        "unknown": unknown,
    }


@login_required
@require_safe
def deliverables(request: HttpRequest) -> HttpResponse:
    """The deliverables behind a number of the overview, and what is overdue, of all schools or of one."""
    text = request.GET.get("school", "")
    school_pk = int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None
    rows_of = partial(reports.deliverables, day=today(), school_pk=school_pk)
    context = _behind(request, rows_of, [*(state.value for state in DeliverableState), reports.OVERDUE])
    return render(request, "dashboard/deliverables.html", context | {"school_pk": school_pk})


@login_required
@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """The applications behind a number of the overview."""
    context = _behind(request, reports.applications, [state.value for state in ApplicationState])
    return render(request, "dashboard/applications.html", context)


@login_required
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """When each periodic job last finished, and how long mail has been waiting. Program managers."""
    if not hats(request.user).manager:
        raise PermissionDenied("Program managers look after the periodic jobs.")
    now = timezone.now()
    jobs = [{**job, "name": job_in_words(str(job["job"]))} for job in heartbeats(now=now)]
    said = ended.read(settings.ENDED_FILE)
    work = [
        {"name": name, "well": well and name not in said, "last": said.get(name)}
        for name, well in processes(now=now).items()
    ]
    context = {"jobs": jobs, "outbox": outbox_age(now=now), "idle": [one for one in work if not one["well"]]}
    return render(request, "dashboard/jobs.html", context)
