"""The calendar of sessions, and the personal feed for calendar programs."""

import hashlib
import re
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from common.clock import day_begins, local_date
from common.doors import SignedIn
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from people.models import User
from people.queries import hats
from seminars import queries, services
from seminars.exports import calendar_file
from seminars.forms import CalendarFilter
from seminars.models import Session
from seminars.tables import SESSIONS


def _months(today: date, label: str) -> list[date]:
    """The months of the program year asked for by its label; else of the one that holds `today`, July to June, and of
    the year after it."""
    first = today.year if today.month >= 7 else today.year - 1
    if re.fullmatch(r"20[0-9]{2}-[0-9]{2}", label):
        return _twelve(int(label[:4]))
    return _twelve(first) + _twelve(first + 1)


def _twelve(first: int) -> list[date]:
    return [date(first + (6 + index) // 12, (6 + index) % 12 + 1, 1) for index in range(12)]


def _chosen(wanted: dict[str, str], months: list[date], user: User) -> Q:
    """What the filters ask for. Without a year, a month or a roster: from the beginning of this year on."""
    asked = Q()
    for name, column in (("kind", "event__kind"), ("state", "state"), ("year", "event__year__label")):
        if wanted.get(name):
            asked &= Q(**{column: wanted[name]})
    if wanted.get("roster"):
        left = Session.objects.left_open(timezone.now(), for_others_than=user)
        asked &= Q(pk__in=left.order_by().values("pk"))
    month = next((m for m in months if f"{m:%Y-%m}" == wanted.get("month")), None)
    if month is not None:
        following = (month + timedelta(days=31)).replace(day=1)
        return asked & Q(starts_at__gte=day_begins(month), starts_at__lt=day_begins(following))
    if wanted.get("year") or wanted.get("roster"):
        return asked
    return asked & Q(starts_at__gte=day_begins(months[0]))


@login_required
@require_safe
def calendar(request: SignedIn) -> HttpResponseBase:
    """Sessions by month: my own with my marks; for staff all of them."""
    months = _months(local_date(timezone.now()), request.GET.get("year", ""))
    form = CalendarFilter(request.GET, months=months, staff=hats(request.user).staff)
    wanted = form.cleaned_data if form.is_valid() else {}
    chosen = _chosen(wanted, months, request.user)
    found = queries.calendar(request.user).filter(chosen)
    if wants_file(request):
        return file_of(request, "sessions", found, SESSIONS)
    # One question for how many there are and in which years one may look.
    told = Session.objects.visible_to(request.user).aggregate(
        rows=Count("pk", filter=chosen), years=ArrayAgg("event__year__label", distinct=True, default=[])
    )
    form.offer_years(sorted(told["years"], reverse=True))
    shown = listed(request, found, SESSIONS, thing="session", count=told["rows"])
    context = {"list": shown, "page": shown.page, "form": form, "narrowed": any(wanted.values())}
    return render(request, "seminars/calendar.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: SignedIn) -> HttpResponse:
    """The address of the personal feed: made, and shown, by a press of the button."""
    link = ""
    if request.method == "POST":
        secret = services.renew_calendar_address(person=request.user)
        link = settings.BASE_URL + reverse("seminars:feed", args=[secret])
    phone = "webcal://" + link.partition("://")[2] if link else ""
    context = {"link": link, "phone": phone, "known": hasattr(request.user, "calendar_address")}
    return render(request, "seminars/address.html", context)


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """A person's sessions as iCalendar (RFC 5545), without marks: whoever has the address reads it."""
    digest = hashlib.sha256(secret.encode()).hexdigest()
    person = get_object_or_404(User, calendar_address__token_sha256=digest, is_active=True)
    text = calendar_file(queries.feed(person, timezone.now()), settings.BASE_URL)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "no-store, private"
    return response
