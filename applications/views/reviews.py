"""The reader's queue, and reading one application against the rubric."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from applications import services
from applications.exports import TO_READ, UNREAD
from applications.forms import ScoreForm, WhyForm
from applications.models import Review
from applications.queries import lists
from applications.queries.commitments import current_record, read
from applications.rules.checklist import CRITERIA
from applications.states import ReviewState
from common.beside import form_for
from common.converters import id_of
from common.doors import SignedIn, tried
from common.downloads import rows_file, wants_file


@login_required
@require_safe
def queue(request: SignedIn) -> HttpResponseBase:
    """What I was asked to read; for managers also what nobody was asked to read yet, of one offering or of all."""
    earlier = request.GET.get("years") == "all"
    mine = lists.my_reviews(request.user, earlier=earlier)
    offering_pk = id_of(request.GET.get("offering", ""))
    unread = lists.without_readers(request.user, offering_pk)
    if wants_file(request, "to-read"):
        return rows_file("to-read", TO_READ, mine)
    if wants_file(request, "without-readers"):
        return rows_file("without-readers", UNREAD, unread)
    context = {
        "page": Paginator(mine, 50).get_page(request.GET.get("page")),
        "earlier": earlier,
        "without_readers": Paginator(unread, 50).get_page(request.GET.get("unread")),
        "one_offering": offering_pk is not None,
    }
    return render(request, "applications/queue.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedIn, pk: int) -> HttpResponse:
    """Read one application, score it, or step aside."""
    mine = Review.objects.filter(reviewer=request.user).exclude(state=ReviewState.RECUSED)
    parts = ("application__person", "application__school", "application__offering__role")
    found = get_object_or_404(mine.select_related(*parts, "application__offering__year"), pk=pk)
    stored = {name: getattr(found, name) for name in (*CRITERIA, "comment")}
    scores = form_for(request, "score", ScoreForm, initial=stored)
    aside = form_for(request, "recuse", WhyForm)
    if request.method == "POST" and _took_effect(request, found, scores, aside):
        return redirect("applications:queue")
    record = current_record(found.application)
    context = {
        "review": found,
        "application": found.application,
        "form": scores,
        "aside": aside,
        "text": read(record.content) if record else None,
    }
    return render(
        request, "applications/review.html", context, status=422 if scores.errors or aside.errors else 200
    )


def _took_effect(request: SignedIn, review: Review, scores: ScoreForm, aside: WhyForm) -> bool:
    which = {"review_pk": review.pk, "by": request.user}
    if aside.is_valid() and tried(aside, services.recuse, **which, **aside.cleaned_data):
        messages.success(request, "You stepped aside. Staff will ask someone else.")
        return True
    if not scores.is_valid():
        return False
    typed = {"scores": scores.scores(), "comment": scores.cleaned_data["comment"]}
    if tried(scores, services.score, **which, **typed):
        messages.success(request, "Your scores are in. Thank you for reading.")
        return True
    return False
