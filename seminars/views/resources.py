"""What leaders and staff share: the list, sharing, one of them, its file; and the page of a cohort."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from common.converters import id_of
from common.doors import SignedIn, allowed, sent, status_of, tried
from common.downloads import stored_download, wants_file
from common.ui.lists import file_of, listed
from common.uploads import download_name
from common.verbs import offers
from pathways.models import Cohort
from seminars import services
from seminars.forms.resources import ResourceFilter, ResourceForm
from seminars.models import Resource, Session
from seminars.policies import judges, why_not_sharing
from seminars.queries import resources as questions
from seminars.states import ResourceAction, ResourceState
from seminars.tables import RESOURCES
from seminars.verbs import RESOURCE


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponseBase:
    """What is shared with me, the newest first, by words, pathway and cohort."""
    form = ResourceFilter(request.GET, by=request.user)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = questions.resources(request.user, **wanted)
    rows = found if form.is_valid() else found.none()
    if wants_file(request):
        return file_of(request, "resources", rows, RESOURCES)
    context = {
        "form": form,
        "list": listed(request, rows, RESOURCES, thing="resource"),
        "narrowed": any(wanted.values()) or not form.is_valid(),
        "shares": why_not_sharing(request.user) is None,
        "cohorts": questions.own_cohorts(request.user),
    }
    return render(request, "seminars/resources.html", context)


@login_required
def new(request: SignedIn) -> HttpResponse:
    """Share a link or a file; with `?session=`, for that session, with `?cohort=`, for that cohort."""
    allowed(why_not_sharing(request.user))
    asked = id_of(request.GET.get("session", ""))
    seen = Session.objects.visible_to(request.user)
    session = get_object_or_404(seen, pk=asked) if asked is not None else None
    initial = _of_cohort(request)
    form = ResourceForm(
        sent(request), request.FILES or None, by=request.user, session=session, initial=initial
    )
    if form.is_valid():
        does = partial(services.share, by=request.user, shared=form.shared())
        if done := tried(form, does, file=form.cleaned_data["file"]):
            messages.success(request, f"Shared. Read by: {done.answer.with_whom}.")
            return redirect("seminars:resource", pk=done.answer.pk)
    context = {"form": form, "session": session}
    return render(request, "seminars/resource_new.html", context, status=status_of(form))


def _of_cohort(request: SignedIn) -> dict[str, int]:
    """The cohort that was asked for and its pathway, chosen beforehand; the form says who may share with it."""
    asked = id_of(request.GET.get("cohort", ""))
    if asked is None:
        return {}
    cohort = get_object_or_404(Cohort.objects.select_related("role"), pk=asked)
    return {"cohort": cohort.pk, "pathway": cohort.role.pathway_id}


@login_required
@require_safe
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """One of them: what it is good for, where it belongs, what can be done. Why it was reported is for managers."""
    row: Resource = get_object_or_404(RESOURCE.rows(request.user), pk=pk)
    events = row.events.told()
    manages, state = judges(request.user, row), row.state
    if not manages:
        events = events.exclude(action__in=[ResourceAction.REPORT, ResourceAction.KEEP])
        state = ResourceState.SHARED if state == ResourceState.REPORTED else state
    # Who reported it reads that they did, and is not asked again while managers look.
    told = row.events.filter(action=ResourceAction.REPORT, by=request.user)
    reported = row.state == ResourceState.REPORTED and told.exists()
    context = {
        "resource": row,
        "state": state,
        "events": events,
        "reported": reported,
        "offers": offers(RESOURCE, request.user, row, without=[ResourceAction.REPORT] if reported else ()),
    }
    return render(request, "seminars/resource.html", context)


@login_required
@require_safe
def file(request: SignedIn, pk: int) -> HttpResponseBase:
    """Its file, as a download."""
    row: Resource = get_object_or_404(RESOURCE.rows(request.user), pk=pk)
    name = download_name("resource", row.title, row.pk, row.file.name or "")
    return stored_download(row.file, name)


@login_required
@require_safe
def cohort(request: SignedIn, pk: int) -> HttpResponse:
    """A cohort: who is in it this year, its sessions to come, and what is shared for it. For its pathway and staff."""
    row = get_object_or_404(Cohort.objects.select_related("role__pathway"), pk=pk)
    if why_not_sharing(request.user, row.role.pathway_id) is not None:
        raise PermissionDenied("The page of a cohort is for leaders of its pathway and for staff.")
    context = {"cohort": row, **questions.of_cohort(request.user, row)}
    return render(request, "seminars/cohort.html", context)
