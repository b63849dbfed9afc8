"""Pages for everyone: the pathways, what is open, the scope and sequence."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pathways.models import Offering, managed
from pathways.queries import catalogue, places_of
from pathways.queries.places import own_places
from pathways.queries.renewals import renewals_of
from people.models import Post, School, User
from people.queries import today


def _open_roles(user: User | AnonymousUser, pathways: Any) -> list[dict[str, Any]]:
    """The offerings open today with their pathway, and where to apply; or to renew, for who holds the role now."""
    offered = [one for pathway in pathways for role in pathway.roles.all() for one in role.open_now]
    renewed = renewals_of(user, offered, today()) if isinstance(user, User) else {}
    return [
        {
            "pathway": pathway,
            "role": role,
            "offering": offering,
            "places": places_of(offering).usual,
            "cohort": getattr(offering, "fellow_cohort", None) if pathway.makes_fellows else None,
            "renews": offering.pk in renewed,
            "apply_url": reverse(
                "applications:renew" if offering.pk in renewed else "applications:new", args=[offering.pk]
            ),
        }
        for pathway in pathways
        for role in pathway.roles.all()
        for offering in role.open_now
    ]


def landing(request: HttpRequest) -> HttpResponse:
    """`/` for visitors: the pathways and what is open now."""
    pathways = list(catalogue(today()))
    return render(
        request, "pathways/landing.html", {"pathways": pathways, "open": _open_roles(request.user, pathways)}
    )


@require_safe
def pathway_list(request: HttpRequest) -> HttpResponse:
    """The catalogue."""
    pathways = list(catalogue(today()))
    staff = request.user.is_authenticated and managed(request.user) != frozenset()
    context = {
        "pathways": pathways,
        "open": _open_roles(request.user, pathways),
        "manage_url": reverse("pathways:offerings") if staff else "",
    }
    return render(request, "pathways/pathway_list.html", context)


@require_safe
def pathway_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One pathway: whom it leads, its roles, cohorts and duties, and what is open."""
    pathway = get_object_or_404(catalogue(today()), slug=slug)
    shown = _open_roles(request.user, [pathway])
    if isinstance(request.user, User):
        own = list(
            School.objects.filter(
                pk__in=Post.objects.on(today()).filter(person=request.user).values("school")
            )
        )
        for row in shown if not pathway.makes_fellows else ():
            row["own"] = [own_places(row["offering"], school) for school in own]
    ahead = Offering.objects.still_to_open(today()).filter(role__pathway=pathway)
    context = {
        "pathway": pathway,
        "roles": list(pathway.roles.all()),
        "open": shown,
        # Asked where it is shown.
        "ahead": ahead.select_related("role", "year"),
    }
    return render(request, "pathways/pathway_detail.html", context)
