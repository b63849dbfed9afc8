"""The list of applications: one's own, or all one may see."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from applications.exports import APPLICATIONS
from applications.forms import FilterForm
from applications.models import Application
from applications.queries.lists import narrowed, seen_by, waiting_words, with_reminders
from common.clock import local_date
from common.doors import SignedIn
from common.downloads import rows_file, wants_file
from pathways.models import Offering
from people.models import User
from people.queries import hats

PAGE = 50


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponseBase:
    """Mine, with what each waits for; for staff a list to search and filter."""
    return _staff(request) if hats(request.user).manager else _mine(request)


def _staff(request: SignedIn) -> HttpResponseBase:
    form = FilterForm(request.GET)
    found = _asked_for(form, request.user)
    if wants_file(request):
        return rows_file("applications", APPLICATIONS, found)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    narrowed = any(form.cleaned_data.values()) if form.is_valid() else True
    context = {"page": page, "form": form, "narrowed": narrowed}
    return render(request, "applications/staff_list.html", context)


def _asked_for(form: FilterForm, user: User) -> "QuerySet[Application]":
    """The rows the filters ask for. Of what cannot be asked there are none: nobody takes all of them for an answer."""
    if not form.is_valid():
        return Application.objects.none()
    wanted = form.cleaned_data
    school = wanted["school"]
    return narrowed(
        seen_by(user),
        state=wanted["state"],
        offering=wanted["offering"],
        school_pk=school.pk if school else None,
        q=wanted["q"],
        signer_of=user if wanted["signer"] else None,
    )


def _mine(request: SignedIn) -> HttpResponseBase:
    applications = with_reminders(seen_by(request.user)).order_by("-changed_at", "-pk")
    page = Paginator(applications, PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    rows = [(row, waiting_words(row, now)) for row in page]
    open_now = Offering.objects.open_on(local_date(now)).select_related("role", "year")
    context = {"page": page, "rows": rows, "offerings": open_now}
    return render(request, "applications/my_list.html", context)
