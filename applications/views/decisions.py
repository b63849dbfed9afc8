"""The decision panel: scores beside places, staged one by one, released together."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from applications import services
from applications.forms.applications import StageForm
from applications.models import Application, Decision
from applications.queries import panel as queries
from applications.queries.posts import post_missing, put_post_on
from applications.states import Care, ReviewState
from applications.tables import panel_columns
from applications.verbs import APPLICATION, RELEASED
from common.doors import SignedIn, press, sent, status_of, tried
from common.downloads import wants_file
from common.too_late import close_if_late
from common.ui.lists import file_of, listed, table
from common.verb_pages import turned_away
from pathways.models import Offering
from pathways.policies import manages
from people.queries import hats, today

STAGE, UNSTAGE = APPLICATION.of(Care.STAGE), APPLICATION.of(Care.UNSTAGE)
OFFERINGS = Offering.objects.select_related("role__pathway", "year", "published_version")


def _offering(request: SignedIn, pk: int) -> Offering:
    """The offering, for managers of its pathway; other people may not know a panel of it."""
    if not hats(request.user).manager:
        raise PermissionDenied("Only program managers open the decision panel.")
    offering = get_object_or_404(OFFERINGS, pk=pk)
    if not manages(request.user, offering.role.pathway_id):
        raise PermissionDenied("Only a program manager of this pathway opens its panel.")
    return offering


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponse:
    """The offerings in which something waits to be decided."""
    if not hats(request.user).manager:
        raise PermissionDenied("Only program managers open the decision panel.")
    rows = [o for o in queries.offerings_to_decide() if manages(request.user, o.role.pathway_id)]
    return render(request, "applications/offerings.html", {"offerings": rows})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: SignedIn, offering_pk: int) -> HttpResponse:
    """Whom a release will mail and what they read, before it happens; a POST releases just that."""
    offering = _offering(request, offering_pk)
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        done = press(request, services.release, RELEASED, offering_pk=offering.pk, by=request.user, seen=seen)
        # Where nothing is left to release, the page of it would only say so again.
        left = "decide" if done or not queries.staged_for(offering) else "release"
        return redirect(f"applications:{left}", offering.pk)
    staged = queries.staged_for(offering)
    first_day = services.first_day_of(offering, None, today())
    context = {
        "offering": offering,
        "staged": staged,
        "not_full": queries.said_to_be_full(offering, staged),
        "first_day": first_day,
        "seen": queries.fingerprint_of(staged, default=first_day),
    }
    return render(request, "applications/release.html", context)


@login_required
@require_safe
def decide(request: SignedIn, offering_pk: int) -> HttpResponseBase:
    """The panel of an offering."""
    offering = _offering(request, offering_pk)
    show = request.GET.get("show", "")
    show = show if show in queries.ONLY else ""
    network = offering.role.pathway.makes_fellows
    found = queries.panel(request.user, offering, show)
    columns = panel_columns(offering.pk, request.user, network=network)
    if wants_file(request):
        return file_of(request, "panel", found, columns)
    totals = queries.totals(request.user, offering, show)
    # Known already, so the page does not count a second time.
    shown = listed(request, found, columns, thing="application", count=totals.pop("rows"))
    schools = queries.by_school(offering, list(shown.page.object_list))
    context = {
        "offering": offering,
        "list": shown,
        "show": show,
        "schools": [
            (one, table(one.rows, columns, f"Applications at {one.name}", quiet=True)) for one in schools
        ],
        "staged": queries.in_words(totals),
        "staged_count": sum(totals.values()),
        "renewals": queries.renewals_to_stage(request.user, offering),
    }
    return render(request, "applications/panel.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stage(request: SignedIn, offering_pk: int, pk: int) -> HttpResponse:
    """Read the reviews of one application and stage a decision, or take it off the panel."""
    seen = APPLICATION.rows(request.user).filter(offering=offering_pk)
    application = get_object_or_404(seen, pk=pk)
    pressed = request.method == "POST"
    if turned := turned_away(request, APPLICATION, STAGE, application, judged=pressed):
        return turned
    offering = application.offering
    staged = Decision.objects.filter(application=application, released_at=None).first()
    initial = (
        {n: getattr(staged, n) for n in ("outcome", "reason", "words", "rank", "starts")} if staged else {}
    )
    reviews = list(application.reviews.select_related("reviewer", "interview"))
    read = any(review.state == ReviewState.SUBMITTED for review in reviews)
    renews = services.renews(application)
    if renews and not staged:
        initial = {"outcome": Decision.Outcome.OFFER, "reason": Decision.Reason.RENEWED}
    network = offering.role.pathway.makes_fellows
    blank = partial(StageForm, year=offering.year, read=read, renews=renews, network=network)
    form = blank(sent(request), initial=initial)
    if pressed and _staged(request, application, form):
        typed = {name: request.POST[name] for name in form.changed_data if name in request.POST}
        if request.POST.get("verb") != "unstage" or not typed:
            return redirect("applications:decide", offering.pk)
        # What was chosen for another decision is still there to be staged.
        staged, form = None, blank(initial=initial | typed)
    elif pressed:
        close_if_late(request.user, APPLICATION, STAGE, application, form)
    put_post_on(application)
    context = {
        "offering": offering,
        "application": application,
        "form": form,
        "staged": staged,
        "not_full": STAGE.warns(staged) if staged else "",
        "no_post": post_missing(application),
        "reviews": reviews,
    }
    return render(request, "applications/stage.html", context, status=status_of(form))


def _staged(request: SignedIn, application: Application, form: StageForm) -> bool:
    if request.POST.get("verb") == "unstage":
        press(request, UNSTAGE.does, UNSTAGE.said_of, pk=application.pk, by=request.user)
        return True
    if not form.is_valid():
        return False
    done = tried(form, STAGE.does, pk=application.pk, by=request.user, **form.cleaned_data)
    if done is None:
        return False
    messages.success(request, STAGE.said_of(done.answer))
    if warning := STAGE.warns(done.answer):
        messages.warning(request, warning)
    return True
