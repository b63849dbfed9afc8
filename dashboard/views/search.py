"""Search for staff."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.doors import SignedIn
from common.ui.lists import listed, table
from dashboard.forms import SearchForm
from dashboard.queries.search import search as find
from dashboard.tables import APPLIED, PEOPLE, PLACEMENTS
from people.queries import hats
from seminars.tables import RESOURCES


@login_required
@require_safe
def search(request: SignedIn) -> HttpResponse:
    """People, placements and applications by name, each only as far as one may see it. Staff only."""
    if not hats(request.user).staff:
        raise PermissionDenied("Search is for Partnership staff. Your own pages are all on your home.")
    form = SearchForm(request.GET if "q" in request.GET else None)
    context = {"form": form, "words": "", **(_found(request, form) if form.is_valid() else {})}
    return render(request, "dashboard/search.html", context, status=422 if form.errors else 200)


def _found(request: SignedIn, form: SearchForm) -> dict[str, Any]:
    words = form.cleaned_data["q"]
    found = find(request.user, words)
    people = listed(request, found.people, PEOPLE, thing="person", things="people")
    return {
        "words": words,
        "people": people,
        "placements": table(found.placements, PLACEMENTS, "Placements") if found.placements else "",
        "applications": table(found.applications, APPLIED, "Applications") if found.applications else "",
        "resources": table(found.resources, RESOURCES, "Resources") if found.resources else "",
        "nothing": not (people.page.object_list or found.placements or found.applications or found.resources),
    }
