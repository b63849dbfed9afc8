"""The first page: for visitors what the program is and what is open, for others what waits for them."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from applications.queries.way import ways
from common.clock import local_date
from common.doors import SignedIn
from dashboard import queries
from dashboard.queries import ahead, head_of, keep, waiting_for
from dashboard.views.navigation import shortcuts
from dashboard.views.years import prepares
from pathways.views import catalogue
from people.models import User
from people.queries import hats

PAGE = 50


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Signed out, the landing page; signed in, what waits for me, oldest first. At most ten queries."""
    if not isinstance(request.user, User):
        return catalogue.landing(request)
    now = timezone.now()
    day, head = local_date(now), head_of(request.user, now)
    waiting, overdue = waiting_for(request.user, day=day, now=now), request.GET.get("show") == "overdue"
    # The head of the pages that follow says the same as this one.
    keep(request.user, head, len(waiting), now)
    late = [one for one in waiting if one.late]
    staff = hats(request.user).staff
    context = {
        "waiting": Paginator(late if overdue else waiting, PAGE).get_page(request.GET.get("page")),
        "waiting_count": len(waiting),
        "late_count": len(late),
        "only_overdue": overdue,
        "ahead": ahead(request.user, day=day, now=now),
        "shortcuts": shortcuts(request.user),
        # Staff have the list of applications, and home may ask ten questions at most.
        "ways": [] if staff else ways(request.user, now),
        "alone": not staff and User.objects.alone().filter(pk=request.user.pk).exists(),
        "today": day,
        "prepares": prepares(request.user),
    }
    return render(request, "dashboard/home.html", context)


@login_required
@require_safe
def waiting_count(request: SignedIn) -> HttpResponse:
    """How many lines wait for me on home, for the head of other pages: asked by the page itself once it stands."""
    now = timezone.now()
    count = queries.waiting_count(request.user, day=local_date(now), now=now)
    return render(request, "components/waiting.html", {"waiting_count": count})
