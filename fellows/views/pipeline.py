"""From teacher leaders to fellows, by pathway or by school, over the years: for staff."""

from collections.abc import Sequence
from functools import partial
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from common.doors import SignedIn, allowed
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from fellows.policies import why_not_led
from fellows.queries.pipeline import GROUPS, leaders_of, pipeline
from fellows.tables import LED, source_columns
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
    links = partial(_address, by) if why_not_led(request.user) is None else None
    columns = source_columns(by.capitalize(), [year.label for year in years], links)
    if wants_file(request):
        return file_of(request, f"leaders-and-fellows-by-{by}", rows, columns)
    found = listed(request, rows, columns, thing=by)
    context = {"by": by, "groups": _groups(by), "list": found, "page": found.page}
    return render(request, "fellows/pipeline.html", context)


@login_required
@require_safe
def leaders_page(request: SignedIn) -> HttpResponseBase:
    """The people one number of that page counts, each with what they led and the cohort they were selected into."""
    allowed(why_not_led(request.user))
    asked = {name: request.GET.get(name, "") for name in ("by", "of", "year")}
    by = asked["by"] if asked["by"] in GROUPS else "pathway"
    became = request.GET.get("became") == "yes"
    rows = leaders_of(by, asked["of"], today(), year=asked["year"], became=became)
    if wants_file(request):
        return file_of(request, "leaders-who-became-fellows" if became else "leaders", rows, LED)
    found = listed(request, rows, LED, thing="fellow" if became else "leader")
    context = {"list": found, "page": found.page, "became": became, "of": asked["of"], "year": asked["year"]}
    return render(request, "fellows/pipeline_people.html", context)


def _address(by: str, of: str, year: str, became: bool) -> str:
    asked = {"by": by, "of": of, "year": year, "became": "yes" if became else ""}
    kept = urlencode({name: words for name, words in asked.items() if words})
    return f"{reverse('fellows:pipeline_people')}?{kept}"


def _groups(by: str) -> Sequence[tuple[str, bool]]:
    return [(name, name == by) for name in GROUPS]
