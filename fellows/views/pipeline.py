"""From teacher leaders to fellows, by pathway or by school, over the years: for staff."""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.doors import SignedIn
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from fellows.queries.pipeline import GROUPS, pipeline
from fellows.tables import source_columns
from fellows.views.outcomes import allowed_to_see
from people.queries import today


@login_required
@require_safe
def sources_page(request: SignedIn) -> HttpResponseBase:
    """How many led each year, and how many of them became fellows since; as a file too."""
    allowed_to_see(request)
    by = request.GET.get("by", "pathway")
    by = by if by in GROUPS else "pathway"
    years, rows = pipeline(by, today())
    columns = source_columns(by.capitalize(), [year.label for year in years])
    if wants_file(request):
        return file_of(request, f"leaders-and-fellows-by-{by}", rows, columns)
    found = listed(request, rows, columns, thing=by)
    context = {"by": by, "groups": _groups(by), "list": found, "page": found.page}
    return render(request, "fellows/pipeline.html", context)


def _groups(by: str) -> Sequence[tuple[str, bool]]:
    return [(name, name == by) for name in GROUPS]
