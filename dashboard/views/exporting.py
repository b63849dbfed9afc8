"""Everything about one person, asked for, waited for and fetched."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from common.doors import Done, SignedIn, allowed, attempt, sent, status_of, tried
from common.downloads import stored_download
from common.queueing import enqueue
from common.verb_pages import crumbs
from dashboard import services
from dashboard.forms import ExportForm
from dashboard.tasks import export_person
from people.models import PersonExport
from people.policies import why_not
from people.states import AccountAction
from people.verbs import ACCOUNT


@login_required
@require_safe
def own(request: SignedIn) -> HttpResponse:
    """Of oneself."""
    return redirect("dashboard:person_export", request.user.pk)


@login_required
def export(request: SignedIn, pk: int) -> HttpResponse:
    """The exports one asked for about a person, and the form that asks for one."""
    person = get_object_or_404(ACCOUNT.rows(request.user), pk=pk)
    allowed(why_not(request.user, AccountAction.EXPORT, person))
    mine = person.pk == request.user.pk
    form = ExportForm(sent(request), own=mine)
    if form.is_valid():
        done = tried(form, services.ask_for_export, pk=pk, by=request.user, **form.cleaned_data)
        if done is not None:
            enqueue(export_person, done.answer.pk)
            return redirect("dashboard:person_export", pk)
    rows = list(PersonExport.objects.filter(person=person, by=request.user)[:10])
    newest = rows[0] if rows else None
    living = newest is not None and newest.lives
    context = {
        "person": person,
        "own": mine,
        "form": None if living else form,
        "row": newest,
        "making": newest is not None and newest.waits,
        "before": rows[1:],
        "crumbs": [] if mine else crumbs(ACCOUNT, person),
        "now": timezone.now(),
    }
    return render(request, "dashboard/person_export.html", context, status=status_of(form))


@login_required
@require_POST
def fetch(request: SignedIn, pk: int) -> HttpResponseBase:
    """The file, for whoever asked for it; that it was fetched is kept."""
    row = get_object_or_404(PersonExport.objects.select_related("person"), pk=pk, by=request.user)
    allowed(why_not(request.user, AccountAction.EXPORT, row.person))
    done = attempt(services.fetch_export, pk=pk, by=request.user)
    if isinstance(done, Done):
        return stored_download(done.answer.file, f"everything-about-{row.person_id}.zip")
    messages.error(request, str(done))
    return redirect("dashboard:person_export", row.person_id)
