"""Search for staff."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.doors import SignedIn
from dashboard.forms import SearchForm
from dashboard.queries.search import search as find
from people.queries import hats


@login_required
@require_safe
def search(request: SignedIn) -> HttpResponse:
    """People, placements and applications by name, each only as far as one may see it. Staff only."""
    if not hats(request.user).staff:
        raise PermissionDenied("Search is for Partnership staff. Your own pages are all on your home.")
    form = SearchForm(request.GET if "q" in request.GET else None)
    found, status = None, 200
    if form.is_bound:
        if form.is_valid():
            found = find(request.user, form.cleaned_data["q"], request.GET.get("page"))
        else:
            status = 422
    context = {"form": form, "found": found, "words": form.cleaned_data.get("q", "") if found else ""}
    return render(request, "dashboard/search.html", context, status=status)
