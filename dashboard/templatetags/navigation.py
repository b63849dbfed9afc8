"""Where one can go: the main links of each hat, only those whose pages exist."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.urls import Resolver404, resolve

from people.queries import Hats, hats, signs_for, today

register = template.Library()


@dataclass(frozen=True)
class Link:
    name: str
    url: str
    current: bool = False


VISITOR = (
    ("Pathways", "/pathways/"),
    ("Schools", "/schools/"),
    ("Scope and sequence", "/scope-and-sequence/"),
)
TEACHER = (
    ("Home", "/"),
    ("Pathways", "/pathways/"),
    ("Applications", "/applications/"),
    ("My role", "/placements/"),
    ("Deliverables", "/deliverables/"),
    ("Seminars", "/seminars/"),
    ("Coaching", "/coaching/"),
    ("Stipend", "/stipends/"),
)
SIGNER = (
    ("Home", "/"),
    ("To sign", "/cosign/"),
    ("Attestations", "/attestations/"),
    ("Applications", "/applications/"),
    ("Placements", "/placements/"),
    ("Seminars", "/seminars/"),
    ("Coaching", "/coaching/"),
    ("Claims", "/stipends/claims/"),
)
STAFF = (
    ("Home", "/"),
    ("Applications", "/applications/"),
    ("Review", "/review/"),
    ("Placements", "/placements/"),
    ("Deliverables", "/deliverables/"),
    ("Seminars", "/seminars/"),
    ("Coaching", "/coaching/"),
)
MANAGER = (
    *STAFF,
    ("Stipends", "/stipends/"),
    ("Fellows", "/fellows/"),
    ("Messages", "/messages/"),
    ("Reports", "/reports/"),
    ("Search", "/search/"),
)
FINANCE = (
    ("Home", "/"),
    ("Stipends", "/stipends/"),
    ("Runs", "/stipends/runs/"),
    ("Policies", "/stipends/policies/"),
    ("Claims", "/stipends/claims/"),
    ("Placements", "/placements/"),
    ("Reports", "/reports/"),
    ("Search", "/search/"),
)


@cache
def exists(path: str) -> bool:
    """Whether a page answers at this address in this process."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def _by_hat(worn: Hats, user: Any, day: date) -> tuple[tuple[str, str], ...]:
    if worn.manager:
        return MANAGER
    if worn.finance:
        return FINANCE
    if worn.staff:
        return (*STAFF, ("Reports", "/reports/"), ("Search", "/search/"))
    return SIGNER if signs_for(user, day) else TEACHER


def links(request: HttpRequest) -> list[Link]:
    """The main links for whoever asks, this page's marked. One query for staff, two for others."""
    user = request.user
    wanted = _by_hat(hats(user), user, today()) if user.is_authenticated else VISITOR
    there = [(name, url) for name, url in wanted if exists(url)]
    fits = [url for _, url in there if request.path == url or (url != "/" and request.path.startswith(url))]
    here = max(fits, key=len, default="")
    return [Link(name, url, url == here) for name, url in there]


@register.inclusion_tag("components/header.html", takes_context=True)
def masthead(context: Context) -> dict[str, Any]:
    """The head of every page; without a request (a broken page) it shows the name only."""
    request = context.get("request")
    user = getattr(request, "user", None)
    return {
        "links": links(request) if request is not None and user is not None else [],
        "user": user,
        "request": request,
        "waiting_count": context.get("waiting_count"),
        "csrf_token": context.get("csrf_token"),
        "may_administer": bool(getattr(user, "is_staff", False)),
    }


@register.simple_tag
def demo() -> bool:
    """Whether people and amounts here are invented."""
    return bool(settings.DEMO)
