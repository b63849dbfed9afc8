"""Pages for everyone: the pathways, what is open, the scope and sequence."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pathways.models import managed
from pathways.queries import catalogue, places_of
from people.queries import today


def _open_roles(pathways: Any) -> list[dict[str, Any]]:
    """The offerings open today with their pathway and where to apply."""
    return [
        {
            "pathway": pathway,
            "role": role,
            "offering": offering,
            "places": places_of(offering).usual,
            "apply_url": reverse("applications:new", args=[offering.pk]),
        }
        for pathway in pathways
        for role in pathway.roles.all()
        for offering in role.open_now
    ]


def landing(request: HttpRequest) -> HttpResponse:
    """`/` for visitors: the pathways and what is open now."""
    pathways = list(catalogue(today()))
    return render(request, "pathways/landing.html", {"pathways": pathways, "open": _open_roles(pathways)})


@require_safe
def pathway_list(request: HttpRequest) -> HttpResponse:
    """The catalogue."""
    pathways = list(catalogue(today()))
    staff = request.user.is_authenticated and managed(request.user) != frozenset()
    context = {
        "pathways": pathways,
        "open": _open_roles(pathways),
        "manage_url": reverse("pathways:offerings") if staff else "",
    }
    return render(request, "pathways/pathway_list.html", context)


@require_safe
def pathway_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One pathway: whom it leads, its roles, cohorts and duties, and what is open."""
    pathway = get_object_or_404(catalogue(today()), slug=slug)
    context = {
        "pathway": pathway,
        "roles": list(pathway.roles.all()),
        "open": _open_roles([pathway]),
    }
    return render(request, "pathways/pathway_detail.html", context)
