"""When a year pays: its payments on one line, each with its day and what it pays."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from common.clock import day_in_words
from common.doors import SignedIn, allowed, sent, status_of, tried
from common.ui.strip import Lane, Mark
from common.verbs import offers
from pathways.models import ProgramYear
from people.queries import today
from stipends import services
from stipends.forms import PaydayForm
from stipends.models import Payday, PaydayEvent
from stipends.policies import sees_money, why_not
from stipends.states import PaydayAction
from stipends.verbs import PAYDAY


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_year(request: SignedIn, label: str) -> HttpResponse:
    """The payments of a year, and the form that plans another. There is no such page for whoever sees no money."""
    theirs = ProgramYear.objects.all() if sees_money(request.user) else ProgramYear.objects.none()
    year: ProgramYear = get_object_or_404(theirs, label=label)
    refusal = why_not(request.user, PaydayAction.PLAN)
    if request.method == "POST":
        allowed(refusal)
    form = PaydayForm(sent(request)) if refusal is None else None
    if form is not None and form.is_valid():
        data = form.cleaned_data
        typed = {"kind": data["kind"], "number": data["number"], "step": form.step, "pay_on": data["pay_on"]}
        if done := tried(form, services.plan_payday, year=year, by=request.user, **typed):
            messages.success(request, f"{done.answer.name} is planned. Leaders read its day on My stipend.")
            return redirect("stipends:paydays", label=label)
    paydays = list(Payday.objects.filter(year=year).select_related("year"))
    day = today()
    context = {
        "year": year,
        "years": ProgramYear.objects.order_by("starts"),
        "rows": [(one, offers(PAYDAY, request.user, one)) for one in paydays],
        "lanes": [Lane("Pay", [_mark(one, day <= one.pay_on) for one in paydays])],
        "today": day,
        "form": form,
        "events": PaydayEvent.objects.filter(year=year).told(),
        "crumbs": [{"name": "Stipend runs", "url": reverse("stipends:runs")}],
    }
    status = status_of(form) if form is not None else 200
    return render(request, "stipends/paydays.html", context, status=status)


def _mark(payday: Payday, ahead: bool) -> Mark:
    words = f"{payday.name}, {payday.in_words}: {day_in_words(payday.pay_on)}"
    return Mark(payday.pay_on, "pay", "ahead" if ahead else "done", words, f"#payday-{payday.pk}")
