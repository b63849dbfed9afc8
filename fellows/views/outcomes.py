"""What became of the cohorts."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from common.doors import SignedIn
from common.downloads import csv_download
from fellows.exports import publication_rows
from fellows.policies import sees_all, why_not_cohort
from fellows.queries import facts_of, outcomes
from fellows.queries.outcomes import CohortOutcome
from fellows.rules.publication import publish
from people.queries import today


def _allowed(request: SignedIn) -> None:
    user: Any = request.user
    if not sees_all(user):
        raise PermissionDenied


def _bar(row: CohortOutcome, value: int, reached: str) -> dict[str, Any]:
    return {
        "url": f"{reverse('fellows:list')}?cohort={row.pk}&reached={reached}" if value else "",
        "rows": value,
        "label": row.cohort,
        "value": value,
        "whole": row.fellows,
        "text": f"{value} of {row.fellows}",
    }


@login_required
@require_safe
def outcome_table(request: SignedIn) -> HttpResponse:
    """Table and chart by cohort, for staff."""
    _allowed(request)
    rows = outcomes()
    graduated = [_bar(row, row.graduated, "graduated") for row in rows]
    credentialed = [_bar(row, row.credentialed, "credential") for row in rows]
    context = {
        "rows": rows,
        "graduated": graduated,
        "credentialed": credentialed,
        "may_change": why_not_cohort(request.user) is None,
    }
    return render(request, "fellows/outcomes.html", context)


@login_required
@require_safe
def outcome_export(request: SignedIn) -> StreamingHttpResponse:
    """What may leave the house of them: cohorts pooled, small numbers hidden and what would tell them."""
    _allowed(request)
    day = today()
    published = publish(list(facts_of(day).values()), day)
    return csv_download("fellows-outcomes.csv", publication_rows(published))
