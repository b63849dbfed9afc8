"""Program managers publish offerings and keep them open longer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from common.beside import form_for
from common.doors import SignedIn, press, tried
from common.downloads import wants_file
from common.ui.lists import file_of, listed
from pathways import services
from pathways.forms.offerings import ExtendForm
from pathways.models import Offering
from pathways.queries import is_changed
from pathways.tables import offering_columns
from people.queries import today


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponseBase:
    """The offerings one manages, the latest year first."""
    offerings = Offering.objects.managed_by(request.user).select_related("role", "year", "published_version")
    offerings = offerings.order_by("-year__starts", "role__pathway__position", "role__position", "pk")
    if wants_file(request):
        return file_of(request, "offerings", offerings, offering_columns(today()))
    shown = listed(request, offerings, offering_columns(today()), caption="Offerings")
    return render(request, "pathways/offering_list.html", {"list": shown, "page": shown.page})


def _managed(request: SignedIn, pk: int) -> Offering:
    offerings = Offering.objects.managed_by(request.user)
    return get_object_or_404(
        offerings.select_related("role__pathway", "year", "published_version__published_by"), pk=pk
    )


def _show(request: SignedIn, offering: Offering, form: ExtendForm) -> HttpResponse:
    context = {
        "offering": offering,
        "changed": is_changed(offering),
        "deliverables": offering.deliverables.order_by("due", "title"),
        "events": offering.events.select_related("by").order_by("-at", "-pk"),
        "form": form,
        "crumbs": [{"name": "Offerings", "url": reverse("pathways:offerings")}],
    }
    status = 422 if form.errors else 200
    return render(request, "pathways/offering_detail.html", context, status=status)


@login_required
@require_safe
def detail(request: SignedIn, pk: int) -> HttpResponse:
    """What is published, whether it was edited since, and until when it is open."""
    return _show(request, _managed(request, pk), form_for(request, "extend", ExtendForm))


@login_required
@require_POST
def publish(request: SignedIn, pk: int) -> HttpResponse:
    _managed(request, pk)
    said = "Version {0.number} is published. New applicants see and sign it.".format
    press(request, services.publish, said, pk=pk, by=request.user)
    return redirect("pathways:offering", pk=pk)


@login_required
@require_POST
def extend(request: SignedIn, pk: int) -> HttpResponse:
    offering = _managed(request, pk)
    form = form_for(request, "extend", ExtendForm, sent=True)
    if form.is_valid() and tried(form, services.extend, pk=pk, by=request.user, **form.cleaned_data):
        messages.success(request, "Done. The catalog shows the new last day.")
        return redirect("pathways:offering", pk=pk)
    return _show(request, offering, form)
