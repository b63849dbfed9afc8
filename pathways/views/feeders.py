"""Which school's students go on to which."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.doors import SignedIn, allowed, press, sent, status_of, tried
from pathways import services
from pathways.forms.feeders import FeederForm
from pathways.models import Feeder
from pathways.policies import reads_leads, why_not_feed
from pathways.queries.feeders import arts_leads, fed_schools, led_by, own_first
from people.queries import today


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Schools with those whose students come to them; who leads arts there, for Arts Leads and staff."""
    reads = reads_leads(request.user)
    leads = arts_leads(today()) if reads else {}
    rows = [
        (
            one.school,
            leads.get(one.school.pk, []),
            [(row, leads.get(row.lower_id, [])) for row in one.feeders],
        )
        for one in own_first(fed_schools(), led_by(request.user, today()))
    ]
    context = {"rows": rows, "reads": reads, "feeds": why_not_feed(request.user) is None}
    return render(request, "pathways/feeders.html", context)


@login_required
def new(request: SignedIn) -> HttpResponse:
    """Adds that students of one school go on to another."""
    allowed(why_not_feed(request.user))
    form = FeederForm(sent(request))
    if form.is_valid() and (done := tried(form, services.add_feeder, by=request.user, **form.cleaned_data)):
        messages.success(request, f"Added: {done.answer}.")
        return redirect("pathways:feeders")
    return render(request, "pathways/feeder_new.html", {"form": form}, status=status_of(form))


@login_required
@require_POST
def end(request: SignedIn, pk: int) -> HttpResponse:
    """It is so no more."""
    allowed(why_not_feed(request.user))
    get_object_or_404(Feeder.objects.current(), pk=pk)
    press(request, services.end_feeder, "It stands here no more.", pk=pk, by=request.user)
    return redirect("pathways:feeders")
