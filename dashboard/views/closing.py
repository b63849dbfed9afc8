"""An account is closed: what ends, what stays, and where what waits goes, before it is done."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from common.doors import SignedIn, sent, status_of, tried
from common.verb_pages import crumbs, turned_away
from dashboard import services
from dashboard.forms import CloseForm
from dashboard.queries.closing import closing_of
from people.states import AccountAction
from people.verbs import ACCOUNT, PERSON


@login_required
def close(request: SignedIn, pk: int) -> HttpResponse:
    """The page that asks, and does it with a reason."""
    person = get_object_or_404(ACCOUNT.rows(request.user), pk=pk)
    verb = ACCOUNT.of(AccountAction.DEACTIVATE)
    if turned := turned_away(request, ACCOUNT, verb, person):
        return turned
    form = CloseForm(sent(request))
    if form.is_valid() and tried(form, services.close_account, pk=pk, by=request.user, **form.cleaned_data):
        messages.success(request, verb.said_of(person))
        return redirect(PERSON, pk)
    closing = closing_of(person, timezone.now())
    if not form.is_bound:
        form.initial["seen"] = closing.mark
    context = {
        "person": person,
        "closing": closing,
        "form": form,
        "title": "Close the account",
        "crumbs": crumbs(ACCOUNT, person),
    }
    return render(request, "dashboard/close.html", context, status=status_of(form))
