"""The calendar of sessions, and the personal feed for calendar programs."""

import hashlib
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from common.clock import day_begins, local_date
from common.downloads import rows_file, wants_file
from people.models import User
from seminars import queries, services
from seminars.exports import SESSIONS, calendar_file
from seminars.forms import CalendarFilter
from seminars.models import Session

PAGE = 50


def _months(today: date) -> list[date]:
    """The months of the program year that holds `today`, July to June, and of the year after it."""
    first = today.year if today.month >= 7 else today.year - 1
    return [date(first + (6 + index) // 12, (6 + index) % 12 + 1, 1) for index in range(24)]


def _narrow(sessions: "QuerySet[Session]", wanted: dict[str, str], months: list[date]) -> "QuerySet[Session]":
    if wanted.get("kind"):
        sessions = sessions.filter(event__kind=wanted["kind"])
    if wanted.get("state"):
        sessions = sessions.filter(state=wanted["state"])
    month = next((m for m in months if f"{m:%Y-%m}" == wanted.get("month")), None)
    if month is None:
        return sessions.filter(starts_at__gte=day_begins(months[0]))
    following = (month + timedelta(days=31)).replace(day=1)
    return sessions.filter(starts_at__gte=day_begins(month), starts_at__lt=day_begins(following))


@login_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponseBase:
    """Sessions by month: my own with my marks; for staff all of them."""
    months = _months(local_date(timezone.now()))
    form = CalendarFilter(request.GET, months=months)
    wanted = form.cleaned_data if form.is_valid() else {}
    sessions = _narrow(queries.calendar(request.user), wanted, months)
    if wants_file(request):
        return rows_file("sessions", SESSIONS, sessions)
    page = Paginator(sessions, PAGE).get_page(request.GET.get("page"))
    return render(request, "seminars/calendar.html", {"page": page, "form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest) -> HttpResponse:
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
