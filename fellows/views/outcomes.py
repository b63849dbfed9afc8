"""What became of the cohorts."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.downloads import csv_download
from fellows.exports import outcome_rows
from fellows.policies import sees_all
from fellows.queries import outcomes


def _allowed(request: HttpRequest) -> None:
    user: Any = request.user
    if not sees_all(user):
        raise PermissionDenied


@login_required
@require_safe
def outcome_table(request: HttpRequest) -> HttpResponse:
    """Table and chart by cohort, for staff."""
    _allowed(request)
    rows = outcomes()
    graduated = [{"label": row.cohort, "value": row.graduated} for row in rows]
    credentialed = [{"label": row.cohort, "value": row.credentialed} for row in rows]
    context = {"rows": rows, "graduated": graduated, "credentialed": credentialed}
    return render(request, "fellows/outcomes.html", context)


@login_required
@require_safe
def outcome_export(request: HttpRequest) -> StreamingHttpResponse:
    """The same numbers for outside, small ones hidden."""
    _allowed(request)
    return csv_download("fellows-outcomes.csv", outcome_rows(outcomes()))
