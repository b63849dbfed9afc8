"""Where managers of a pathway change when a deliverable is due, or what it weighs, once leaders owe it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from common.doors import SignedIn, allowed, sent, status_of, tried
from common.verb_pages import crumbs
from pathways.policies import why_not
from pathways.states import OfferingAction
from pathways.verbs import OFFERING
from stipends import services
from stipends.forms import OwedForm

LEAD = (
    "Those who owe it have signed for the day and the weight it has now. Whom it touches and what it moves is shown "
    "before it is done; they read your reason in a mail and on their statement."
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedIn, pk: int, item: int) -> HttpResponse:
    """Another due day or weight of a deliverable of this offering."""
    offering = get_object_or_404(OFFERING.rows(request.user), pk=pk)
    deliverable = get_object_or_404(offering.deliverables, pk=item)
    allowed(why_not(request.user, OfferingAction.WRITE, offering))
    form = OwedForm(sent(request), initial={"due": deliverable.due, "weight": deliverable.weight})
    given = {"pk": deliverable.pk, "by": request.user}
    if form.is_valid() and (done := tried(form, services.change_owed, **given, **form.cleaned_data)):
        messages.success(request, f"{done.answer}." if done.answer != services.SAME else services.SAME)
        return redirect("pathways:offering_write", pk=pk)
    context = {
        "form": form,
        "title": f"Change {deliverable}",
        "lead": LEAD,
        "crumbs": crumbs(OFFERING, offering),
    }
    return render(request, "stipends/act.html", context, status=status_of(form))
