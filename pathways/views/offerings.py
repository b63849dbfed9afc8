"""Program managers publish offerings and keep them open longer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.beside import form_for
from common.doors import SignedIn, tried
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from common.verb_pages import crumbs, door_of
from pathways.forms.offerings import ExtendForm
from pathways.models import Offering, ProgramYear
from pathways.policies import why_not, why_not_drafting
from pathways.queries import is_changed
from pathways.states import OfferingAction
from pathways.tables import offering_columns
from pathways.verbs import OFFERING
from people.queries import today


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponseBase:
    """The offerings one manages, the latest year first."""
    offerings = Offering.objects.managed_by(request.user).select_related("role", "year", "published_version")
    offerings = offerings.order_by("-year__starts", "role__pathway__position", "role__position", "pk")
    if wants_file(request):
        return file_of(request, "offerings", offerings, offering_columns(today()))
    columns = offering_columns(today())
    shown = listed(request, offerings, columns, thing="offering")
    years = ProgramYear.objects.filter(ends__gt=today()).order_by("starts")
    manages = why_not_drafting(request.user) is None
    context = {"list": shown, "page": shown.page, "years": years if manages else []}
    return render(request, "pathways/offering_list.html", context)


PUBLISH, EXTEND = OFFERING.of(OfferingAction.PUBLISH), OFFERING.of(OfferingAction.EXTEND)
publish = door_of(OFFERING, PUBLISH)


def _show(request: SignedIn, offering: Offering, form: ExtendForm) -> HttpResponse:
    changed, refusal = is_changed(offering), why_not(request.user, OfferingAction.PUBLISH, offering)
    context = {
        "offering": offering,
        "changed": changed,
        "publish": PUBLISH if changed and refusal is None else None,
        "refusal": str(refusal) if changed and refusal else "",
        "deliverables": offering.deliverables.order_by("due", "title"),
        "own_places": offering.school_places.select_related("school").order_by("school__sort_name"),
        "events": offering.events.told(),
        "form": form,
        "crumbs": crumbs(OFFERING),
    }
    status = 422 if form.errors else 200
    return render(request, "pathways/offering_detail.html", context, status=status)


@login_required
@require_safe
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """What is published, whether it was edited since, and until when it is open."""
    offering = get_object_or_404(OFFERING.rows(request.user), pk=pk)
    return _show(request, offering, form_for(request, EXTEND.name, ExtendForm))


@login_required
@require_POST
def extend(request: SignedIn, pk: int) -> HttpResponse:
    """Keep it open longer, or correct an extension."""
    offering = get_object_or_404(OFFERING.rows(request.user), pk=pk)
    form = form_for(request, EXTEND.name, ExtendForm, sent=True)
    if form.is_valid() and (done := tried(form, EXTEND.does, pk=pk, by=request.user, **form.cleaned_data)):
        messages.success(request, EXTEND.said_of(done.answer))
        return redirect(OFFERING.page_of(offering))
    return _show(request, offering, form)
