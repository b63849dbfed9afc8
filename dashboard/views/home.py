"""The first page: for visitors what the program is and what is open, for others what waits for them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from applications.queries.way import ways
from common.clock import local_date
from dashboard.queries import Waiting, ahead, waiting_for
from dashboard.templatetags.navigation import doors
from pathways.views import catalogue
from people.models import User
from people.queries import hats


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Signed out, the landing page; signed in, what waits for me, oldest first. At most ten queries."""
    if not isinstance(request.user, User):
        return catalogue.landing(request)
    now = timezone.now()
    day = local_date(now)
    waiting = waiting_for(request.user, day=day, now=now)
    context = {
        "waiting": waiting,
        "waiting_count": _count(waiting),
        "late_count": sum(one.count for one in waiting if one.late),
        "ahead": ahead(request.user, day=day, now=now),
        "doors": doors(request.user),
        # Staff have the list of applications, and home may ask ten questions at most.
        "ways": [] if hats(request.user).staff else ways(request.user, now),
        "today": day,
    }
    return render(request, "dashboard/home.html", context)


@login_required
@require_safe
def waiting_count(request: HttpRequest) -> HttpResponse:
    """How much waits for me, for the head of every page but home: asked by the page itself once it stands."""
    assert isinstance(request.user, User)
    now = timezone.now()
    count = _count(waiting_for(request.user, day=local_date(now), now=now))
    return render(request, "components/waiting.html", {"waiting_count": count})


def _count(waiting: list[Waiting]) -> int:
    return sum(one.count for one in waiting)
