"""Results fit to share, drawn from what was frozen: nothing on these pages is more than may leave the house."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.doors import SignedIn, press
from common.downloads import csv_download
from fellows import services
from fellows.exports import dictionary_rows, number_rows
from fellows.models import OutcomeSnapshot
from fellows.rules.outcomes import CREDENTIAL, NOW
from fellows.rules.publication import Published, in_years
from fellows.rules.snapshots import said
from fellows.views.outcomes import allowed_to_see

FROZEN = "Frozen. From now on this sheet and its files say the same."


def _snapshot(request: SignedIn, pk: int) -> OutcomeSnapshot:
    allowed_to_see(request)
    return get_object_or_404(OutcomeSnapshot.objects.select_related("taken_by"), pk=pk)


@login_required
@require_safe
def results(request: SignedIn, pk: int) -> HttpResponse:
    """One sheet of what became of the fellows, for people outside; printed as it stands."""
    snapshot = _snapshot(request, pk)
    frozen = snapshot.frozen
    tables = {table.key: table for table in frozen.tables}
    years = {one.begins for one in frozen.facts if any(one.cohort in group for group in frozen.groups)}
    context: dict[str, Any] = {
        "snapshot": snapshot,
        "years": in_years(years, frozen.waiting),
        "graduated": _together(tables["path"], 0),
        "credentialed": _together(tables[CREDENTIAL.key], 0),
        "leading": _together(tables[NOW.key], 0),
        "waiting": frozen.waiting,
        "sections": [_section(table) for table in frozen.tables],
    }
    return render(request, "fellows/results.html", context)


def _together(table: Published, column: int) -> int | None:
    return table.numbers[-1][column]


def _section(table: Published) -> dict[str, Any]:
    """A table with the bars of its last row: of all cohorts together. What is hidden has no bar."""
    *parts, whole = table.numbers[-1]
    bars = [
        {"label": words, "value": number or 0, "whole": whole, "text": f"{number:,} of {whole:,}"}
        for words, number in zip(table.columns, parts, strict=False)
        if number and whole
    ]
    rows = [
        (name, [(column, said(number)) for column, number in zip(table.columns, numbers, strict=True)])
        for name, numbers in zip(table.rows, table.numbers, strict=True)
    ]
    return {"table": table, "bars": bars, "rows": rows}


@login_required
@require_safe
def numbers_csv(request: SignedIn, pk: int) -> StreamingHttpResponse:
    """The numbers of a snapshot, the same bytes whenever they are asked for."""
    snapshot = _snapshot(request, pk)
    return csv_download(f"fellows-outcomes-{snapshot.as_of}.csv", number_rows(snapshot.frozen))


@login_required
@require_safe
def dictionary_csv(request: SignedIn, pk: int) -> StreamingHttpResponse:
    """What the columns and words of that file mean."""
    snapshot = _snapshot(request, pk)
    name = f"fellows-outcomes-{snapshot.as_of}-dictionary.csv"
    return csv_download(name, dictionary_rows(snapshot.frozen, snapshot.sha256))


@login_required
@require_POST
def freeze(request: SignedIn) -> HttpResponse:
    """Freeze the outcomes of today."""
    done = press(request, services.take_snapshot, FROZEN, by=request.user)
    return redirect("fellows:results", done.answer.pk) if done else redirect("fellows:outcomes")
