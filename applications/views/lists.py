"""The list of applications: one's own, or all one may see."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from applications.forms.applications import FilterForm
from applications.models import Application
from applications.queries.lists import (
    by_state,
    listed_for,
    narrowed,
    put_on,
    reminded,
    seen_by,
    waiting_words,
    with_reminders,
)
from applications.tables import LIST
from common.clock import local_date
from common.doors import SignedIn
from common.downloads import wants_file
from common.ui.filters import say_counts
from common.ui.lists import file_of, listed
from pathways.models import Offering
from pathways.queries import known_offerings
from pathways.queries.renewals import renewals_of
from people.models import User
from people.queries import hats, known_schools

PAGE = 50


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponseBase:
    """Mine, with what each waits for; for staff a list to search and filter."""
    return _staff(request) if hats(request.user).manager else _mine(request)


def _staff(request: SignedIn) -> HttpResponseBase:
    offerings, schools = known_offerings(), known_schools()
    form = FilterForm(request.GET, offerings=offerings, schools=schools)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    if wants_file(request):
        rows = _in_state(_asked_for(form, seen_by(request.user), request.user), state)
        return file_of(request, "applications", rows, LIST)
    found = _asked_for(form, listed_for(request.user), request.user)
    counts = by_state(found)
    say_counts(form.fields["state"], counts)
    shown = listed(
        request,
        _in_state(found, state),
        LIST,
        thing="application",
        widen=lambda rows: put_on(rows, offerings, schools),
        count=counts.get(state, 0) if state else sum(counts.values()),
    )
    narrow = not form.is_valid() or any(form.cleaned_data.values())
    context = {"list": shown, "page": shown.page, "form": form, "narrowed": narrow}
    return render(request, "applications/staff_list.html", context)


def _in_state(found: "QuerySet[Application]", state: str) -> "QuerySet[Application]":
    return found.filter(state=state) if state else found


def _asked_for(form: FilterForm, found: "QuerySet[Application]", user: User) -> "QuerySet[Application]":
    """The rows the filters ask for, of any state. Of what cannot be asked there are none: nobody takes all of them for
    an answer."""
    if not form.is_valid():
        return Application.objects.none()
    wanted = form.cleaned_data
    return narrowed(
        found,
        state="",
        offering=wanted["offering"],
        school_pk=wanted["school"],
        q=wanted["q"],
        signer_of=user if wanted["signer"] else None,
    )


def _mine(request: SignedIn) -> HttpResponseBase:
    applications = with_reminders(seen_by(request.user)).order_by("-changed_at", "-pk")
    page = Paginator(applications, PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    rows = [(row, waiting_words(row, now, reminded_at=reminded(row))) for row in page]
    open_now = list(
        Offering.objects.open_on(local_date(now)).select_related("role", "year", "published_version")
    )
    renewed = renewals_of(request.user, open_now, local_date(now))
    context = {"page": page, "rows": rows, "offerings": open_now, "renewed": renewed}
    return render(request, "applications/my_list.html", context)
