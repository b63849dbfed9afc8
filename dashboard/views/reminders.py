"""Who is reminded of what, and when: rules that registrars and program managers keep."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from common.doors import SignedIn, allowed, sent, status_of, tried
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from common.verb_pages import crumbs
from common.verbs import offers
from dashboard.reminders import preview
from notifications import services
from notifications.forms import NewRuleForm
from notifications.policies import why_not_rule
from notifications.states import RuleAction
from notifications.tables import REMINDERS
from notifications.verbs import REMINDER
from people.queries import today


@login_required
@require_safe
def rules(request: SignedIn) -> HttpResponseBase:
    """All of them, by what they remind of."""
    allowed(why_not_rule(request.user, RuleAction.ADD))
    found = REMINDER.rows(request.user)
    if wants_file(request):
        return file_of(request, "reminders", found, REMINDERS)
    shown = listed(request, found, REMINDERS, thing="reminder")
    return render(request, "dashboard/reminder_list.html", {"list": shown, "page": shown.page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn) -> HttpResponse:
    """Add one."""
    allowed(why_not_rule(request.user, RuleAction.ADD))
    form = NewRuleForm(sent(request))
    if form.is_valid() and (done := tried(form, services.add_rule, by=request.user, **form.cleaned_data)):
        messages.success(request, done.answer.sentence)
        return redirect("dashboard:reminder", pk=done.answer.pk)
    context = {"form": form, "crumbs": crumbs(REMINDER)}
    return render(request, "dashboard/reminder_new.html", context, status=status_of(form))


@login_required
@require_safe
def rule(request: SignedIn, pk: int) -> HttpResponse:
    """One rule in words, the mail it sends, and who changed it."""
    found = get_object_or_404(REMINDER.rows(request.user), pk=pk)
    context = {
        "rule": found,
        "mail": preview(found.what, found.days_before, today()),
        "offers": offers(REMINDER, request.user, found),
        "events": found.events.told(),
        "crumbs": crumbs(REMINDER),
    }
    return render(request, "dashboard/reminder.html", context)
